// How the simulated Jira says no: an error that carries the status and the vendor's error body.

export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A refusal in Jira's usual shape. */
export function refuse(status: number, messages: string[], errors: Record<string, string> = {}): Refusal {
  return new Refusal(status, { errorMessages: messages, errors });
}

/** Recorded from Jira Cloud, October 2026: the same words for "gone" and for "not for you". */
export const ISSUE_NOT_FOUND = 'Issue does not exist or you do not have permission to see it.';

export const issueNotFound = (): Refusal => refuse(404, [ISSUE_NOT_FOUND]);
