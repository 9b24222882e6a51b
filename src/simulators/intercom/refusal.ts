// How the simulated Intercom says no: an error that carries the vendor's status, code and headers.
import { randomUUID } from 'node:crypto';
import type { Json } from './types.ts';

/** Thrown by a handler to answer with Intercom's `error.list` instead of a result. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { field?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.headers = more.headers ?? {};
  }
}

/** Intercom's error body (Intercom API 2.16 spec, schema `error`). */
export function toErrorList(code: string, message: string, field?: string): Json {
  const error = field === undefined ? { code, message } : { code, message, field };
  return { type: 'error.list', request_id: randomUUID(), errors: [error] };
}

/** 404 in Intercom's general form. */
export function refuseNotFound(message = 'Resource Not Found', code = 'not_found'): Refusal {
  return new Refusal(404, code, message);
}

/** 400 for a field whose value cannot be accepted. */
export function refuseInvalid(message: string, field?: string): Refusal {
  return new Refusal(400, 'parameter_invalid', message, field === undefined ? {} : { field });
}

/** 400 for a required field that is absent. */
export function refuseMissing(field: string): Refusal {
  return new Refusal(400, 'parameter_missing', `Missing required parameter: ${field}`, { field });
}
