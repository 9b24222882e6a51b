// Makes calls to one Jira site: limits before, checks after, and never another error than VendorError.
import { VendorError } from '../../application/vendor-error.ts';
import type { Call, Reply } from './call.ts';
import { createLimits } from './limits.ts';
import { type JiraClient, loadClient, secretsOf } from './load-client.ts';
import type { IssuesOptions } from './options.ts';
import {
  answerOf,
  type ErrorContext,
  errorOfAnswer,
  errorOfForm,
  errorOfSuccess,
  errorWithoutAnswer,
} from './to-vendor-error.ts';

export interface Session {
  /** Throws VendorError for everything but a 2xx with JSON or nothing. */
  send(call: Call): Promise<Reply>;
  /** The error for an answer that lacks what it must have. */
  complain(reply: Reply, call: Call, lacks: string): VendorError;
}

export function createSession(options: IssuesOptions): Session {
  const limits = createLimits(options);
  const context: ErrorContext = { connection: options.connection, secrets: secretsOf(options), now: options.now };
  const base = options.edition === 'cloud' ? '/rest/api/3' : '/rest/api/2';
  let client: Promise<JiraClient> | null = null;

  const attempt = async (call: Call): Promise<{ reply: Reply | VendorError; status: number | null }> => {
    const { method, params, data, headers = {}, timeoutMs } = call;
    const patience = timeoutMs === undefined ? {} : { timeout: timeoutMs };
    const request = { url: `${base}/${call.path}`, method, params, data, headers: { ...headers }, ...patience };
    try {
      client ??= loadClient(options);
      const jira = await client;
      const answered = await jira.sendRequestFullResponse<unknown>(request);
      const { status } = answered;
      const answer = { status, headers: answered.headers as Record<string, unknown>, data: answered.data };
      limits.settle(call, status, answer.headers);
      return {
        reply: errorOfSuccess(answer, call, context) ?? {
          status,
          data: answer.data === '' ? undefined : answer.data,
        },
        status,
      };
    } catch (thrown) {
      const answer = answerOf(thrown);
      limits.settle(call, answer?.status ?? null, answer?.headers ?? null);
      const reply = answer === null ? errorWithoutAnswer(thrown, call, context) : errorOfAnswer(answer, call, context);
      return { reply, status: answer?.status ?? null };
    }
  };

  return {
    async send(call) {
      await limits.acquire(call);
      const started = performance.now();
      const { reply, status } = await attempt(call);
      const error = reply instanceof VendorError ? { error: reply.details.kind } : {};
      options.onCall?.({ method: call.method, route: call.route, status, ms: performance.now() - started, ...error });
      if (reply instanceof VendorError) throw reply;
      return reply;
    },
    complain: (reply, call, lacks) => errorOfForm(reply, call, context, lacks),
  };
}
