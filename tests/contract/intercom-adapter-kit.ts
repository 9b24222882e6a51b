// What the tests of the Intercom client share: a simulated workspace, a client for it, and the guard of the specification.
import { expect } from 'vitest';
import { type CallReport, type ConversationsOptions, createConversations } from '../../src/adapters/intercom/index.ts';
import type { Conversations } from '../../src/application/ports.ts';
import { VendorError } from '../../src/application/vendor-error.ts';
import {
  type Conversation,
  type IntercomSimulator,
  type IntercomSimulatorOptions,
  startIntercomSimulator,
} from '../../src/simulators/intercom/index.ts';
import { createExchangeGuard, loadVendorSpec } from '../support/vendor-specs.ts';

const guard = createExchangeGuard({ intercom: loadVendorSpec('intercom') });

/** For the names of suites: says when the specification is absent. */
export const UNJUDGED =
  guard.notChecked.length === 0 ? '' : ' (specification check skipped: no file in VENDOR_SPECS_DIR)';

export interface Desk {
  readonly intercom: IntercomSimulator;
  /** Every call since the last reset. */
  readonly calls: CallReport[];
  connect(more?: Partial<ConversationsOptions>): Conversations;
  conversation(id: string): Conversation;
  /** Exchanges from now to the reset are not held against the specification: it says nothing of older versions. */
  unjudge(): void;
  reset(): void;
  assertNoProblems(): void;
}

/** Starts a simulated workspace whose exchanges are held against the vendor's specification. */
export async function startDesk(options: IntercomSimulatorOptions = {}): Promise<Desk> {
  let judged = true;
  const calls: CallReport[] = [];
  const intercom = await startIntercomSimulator({
    workspaceId: 'ws1',
    onExchange: (exchange) => {
      if (judged && exchange.fault === null) {
        // The simulator shows an absent body as an empty object.
        guard.onIntercom(exchange.method === 'GET' ? { ...exchange, requestBody: undefined } : exchange);
      }
    },
    ...options,
  });
  return {
    intercom,
    calls,
    connect(more = {}) {
      judged &&= (more.apiVersion ?? '2.16') === '2.16';
      return createConversations({
        connection: 'chat',
        apiUrl: intercom.url,
        appUrl: 'https://app.intercom.com',
        workspaceId: 'ws1',
        accessToken: 'intercom-token',
        authorAdminId: '900',
        apiVersion: '2.16',
        timeoutMs: 5000,
        now: Date.now,
        onCall: (call) => calls.push(call),
        ...more,
      });
    },
    conversation(id) {
      const found = intercom.state.conversations.get(id);
      if (found === undefined) throw new Error(`no conversation ${id}`);
      return found;
    },
    unjudge() {
      judged = false;
    },
    reset() {
      intercom.reset();
      calls.length = 0;
      judged = true;
    },
    assertNoProblems: () => guard.assertNoProblems(),
  };
}

/** The error of an attempt that must fail with the adapter's one error. */
export async function failureOf(attempt: Promise<unknown>): Promise<VendorError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(VendorError);
  return error as VendorError;
}

/** The value of a reading that must have found something. */
export async function foundOf<T>(reading: Promise<{ state: 'found'; value: T } | { state: 'missing' }>): Promise<T> {
  const read = await reading;
  if (read.state === 'missing') throw new Error('missing');
  return read.value;
}
