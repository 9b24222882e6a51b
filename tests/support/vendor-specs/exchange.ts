/** One HTTP call and its answer, as a simulator or a recording client saw it. */

type HeaderValue = string | number | readonly string[] | undefined;

/** Header names in lower case, as Node gives them; several values of one name as an array. */
export type ExchangeHeaders = Readonly<Record<string, HeaderValue>>;

export interface Exchange {
  readonly method: string;
  /** As sent, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded; a repeated parameter as an array. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly requestHeaders: ExchangeHeaders;
  /** Parsed JSON, a Buffer of anything else, or undefined when nothing was sent. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: ExchangeHeaders;
  /** Parsed JSON, a string or a Buffer of anything else, or undefined when nothing was sent. */
  readonly responseBody: unknown;
}

/** The media type of a message in lower case and without its parameters; undefined when the header is absent. */
export function readMediaType(headers: ExchangeHeaders): string | undefined {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return found === undefined ? undefined : String(found).split(';')[0]?.trim().toLowerCase();
}

/** Whether a body was sent at all: an empty string or buffer is none. */
export function isBodyPresent(body: unknown): boolean {
  if (body === undefined || body === '') return false;
  return !(body instanceof Uint8Array && body.length === 0);
}
