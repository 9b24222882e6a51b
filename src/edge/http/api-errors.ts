// How the API says no: one JSON shape with a code, a sentence, and what to do next.
import type { NextFunction, Request, Response } from 'express';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What Express and its body parser refuse, in words; the parser's errors carry a type. */
function explain(status: number, type: unknown): string {
  if (type === 'entity.too.large') return 'The body is larger than 1 MB: send less at once';
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return 'Send JSON in UTF-8, not compressed';
  if (typeof type === 'string' && status === 400) return 'The body is not valid JSON';
  return 'The address or a header is malformed: encode what stands in the URL';
}

/** Express's last handler: known errors as they are, anything else as 500 without its inside. */
export function answerError(onUnknown: (error: unknown) => void) {
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    if (error instanceof ApiError) {
      response.status(error.status).json({ error: { code: error.code, message: error.message } });
      return;
    }
    const { status, type } = error as { status?: unknown; type?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) {
      response.status(status).json({ error: { code: 'bad_request', message: explain(status, type) } });
      return;
    }
    onUnknown(error);
    response.status(500).json({ error: { code: 'internal', message: 'Deskbridge made a mistake; the log says more' } });
  };
}
