/** The examples that a vendor's document gives for a call, as exchanges that the checker can judge. */
import type { Exchange } from './exchange.ts';
import { isObject } from './convert-schema.ts';
import { type Content, followReference, type OpenApiDocument, type Operation } from './openapi-types.ts';

interface SpecExample {
  /** "POST /tags request action_successful" or "POST /tags 200 action_successful". */
  readonly name: string;
  readonly exchange: Exchange;
  /** Which side of the exchange the example shows; the other is filler. */
  readonly side: 'request' | 'response';
}

/** `call` is "METHOD /path/{template}" of the document. Throws when the document lacks it. */
export function listExamples(document: OpenApiDocument, call: string): SpecExample[] {
  const [method = '', template = ''] = call.split(' ');
  const operation: Operation | undefined = document.paths[template]?.[method.toLowerCase()];
  if (!operation) throw new Error(`The document has no ${call}`);
  const base = buildFiller(method, template.replace(/\{[^}]+\}/g, '1'));
  const requests = listValues(operation.requestBody?.content).map(({ label, value }) => ({
    name: `${call} request ${label}`,
    exchange: { ...base, requestBody: value },
    side: 'request' as const,
  }));
  const responses = Object.entries(operation.responses).flatMap(([status, response]) =>
    listValues(followReference(document, response).content).map(({ label, value }) => ({
      name: `${call} ${status} ${label}`,
      exchange: { ...base, status: Number(status), responseBody: value },
      side: 'response' as const,
    })),
  );
  return [...requests, ...responses];
}

function buildFiller(method: string, path: string): Exchange {
  const headers = { 'content-type': 'application/json' };
  const bodies = { requestBody: undefined, responseBody: undefined };
  return { method, path, query: {}, requestHeaders: headers, status: 500, responseHeaders: headers, ...bodies };
}

function listValues(content: Content | undefined): { label: string; value: unknown }[] {
  const media = content?.['application/json'];
  const named = Object.entries(media?.examples ?? {}).flatMap(([label, example]) =>
    isObject(example) && 'value' in example ? [{ label, value: example['value'] }] : [],
  );
  return media?.example === undefined ? named : [...named, { label: 'example', value: readText(media.example) }];
}

/** Atlassian writes the JSON of its response examples as text. */
function readText(example: unknown): unknown {
  return typeof example === 'string' ? JSON.parse(example) : example;
}
