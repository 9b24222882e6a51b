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

/** Express's last handler: known errors as they are, anything else as 500 without its inside. */
export function answerError(onUnknown: (error: unknown) => void) {
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    if (error instanceof ApiError) {
      response.status(error.status).json({ error: { code: error.code, message: error.message } });
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      response.status(status).json({ error: { code: 'bad_request', message: 'The body is not valid JSON' } });
      return;
    }
    onUnknown(error);
    response.status(500).json({ error: { code: 'internal', message: 'Deskbridge made a mistake; the log says more' } });
  };
}
