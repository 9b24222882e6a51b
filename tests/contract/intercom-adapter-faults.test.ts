// The Intercom client when things go wrong: one request each, the right kind of error, the truth about doubt, and no token anywhere.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CallReport, type ConversationsOptions, createConversations } from '../../src/adapters/intercom/index.ts';
import { VendorError, type VendorErrorDetails } from '../../src/application/vendor-error.ts';
import {
  addContact,
  addConversation,
  type FaultOptions,
  type IntercomSimulator,
  startIntercomSimulator,
} from '../../src/simulators/intercom/index.ts';

const TOKEN = 'canary-token-5d1f0c';
const NOTE = '<p>SUP-1 is done</p>';

let intercom: IntercomSimulator;
let conversationId: string;
let calls: CallReport[] = [];
const servers: (() => void)[] = [];

function connect(more: Partial<ConversationsOptions> = {}) {
  return createConversations({
    connection: 'chat',
    apiUrl: intercom.url,
    appUrl: 'https://app.intercom.com',
    workspaceId: 'ws1',
    accessToken: TOKEN,
    authorAdminId: '900',
    apiVersion: '2.16',
    timeoutMs: 400,
    now: Date.now,
    onCall: (call) => calls.push(call),
    ...more,
  });
}

async function failureOf(attempt: Promise<unknown>): Promise<VendorError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(VendorError);
  return error as VendorError;
}

/** A server that answers everything in one way, and tells how often it was asked. */
async function startServer(listener: RequestListener) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

function sentNotes(): number {
  return Number(
    (intercom.counts()['requestsByRoute'] as Record<string, number>)['POST /conversations/{conversation_id}/reply'] ??
      0,
  );
}

beforeEach(async () => {
  calls = [];
  intercom = await startIntercomSimulator({ workspaceId: 'ws1', accessToken: TOKEN });
  conversationId = addConversation(intercom.state, addContact(intercom.state)).id;
});
afterEach(async () => {
  await intercom.close();
  for (const stop of servers.splice(0)) {
    stop();
  }
});

type Case = [string, FaultOptions, Partial<VendorErrorDetails>];

describe('a write that fails', () => {
  const cases: Case[] = [
    ['500 before the work', { kind: 'fail-before' }, { kind: 'unavailable', status: 500, inDoubt: true }],
    ['502 after the work', { kind: 'fail-after' }, { kind: 'unavailable', status: 502, inDoubt: true }],
    ['503 in an outage', { kind: 'outage' }, { kind: 'unavailable', status: 503, inDoubt: true }],
    ['a cut connection before the work', { kind: 'drop-before' }, { kind: 'unavailable', inDoubt: true }],
    ['a cut connection after the work', { kind: 'drop-after' }, { kind: 'unavailable', inDoubt: true }],
    ['silence', { kind: 'hang' }, { kind: 'timeout', inDoubt: true }],
    ['silence after the work', { kind: 'hang-after' }, { kind: 'timeout', inDoubt: true }],
    ['a body that never ends', { kind: 'stalled-body' }, { kind: 'timeout', inDoubt: true }],
    ['HTML with status 200', { kind: 'non-json' }, { kind: 'unavailable', status: 200, inDoubt: true }],
    ['an empty 200', { kind: 'empty' }, { kind: 'unavailable', status: 200, inDoubt: true }],
    ['429', { kind: 'rate-limit' }, { kind: 'rate_limited', status: 429, inDoubt: false }],
    ['401', { kind: 'invalid-token' }, { kind: 'auth', status: 401, inDoubt: false }],
    ['403', { kind: 'fail-before', status: 403 }, { kind: 'forbidden', status: 403, inDoubt: false }],
    ['400', { kind: 'fail-before', status: 400 }, { kind: 'rejected', status: 400, inDoubt: false }],
    ['422', { kind: 'fail-before', status: 422 }, { kind: 'rejected', status: 422, inDoubt: false }],
    ['404', { kind: 'fail-before', status: 404 }, { kind: 'gone', status: 404, inDoubt: false }],
    ['408', { kind: 'fail-before', status: 408 }, { kind: 'timeout', status: 408, inDoubt: true }],
  ];

  it.each(cases)(
    'when Intercom answers with %s, then there is one request and the error says so',
    async (_name, fault, details) => {
      intercom.addFault({ match: '/reply', ...fault });
      const error = await failureOf(connect().addNote(conversationId, NOTE));
      expect(error.details).toMatchObject({ vendor: 'intercom', connection: 'chat', ...details });
      expect(error.message).toContain('POST /conversations/{id}/reply');
      const reported = calls.filter((call) => call.route === '/conversations/{id}/reply');
      expect(reported).toEqual([expect.objectContaining({ method: 'POST', error })]);
      if (!['hang', 'drop-before'].includes(fault.kind)) {
        expect(sentNotes()).toBe(1);
      }
    },
  );

  it.each(cases)('when Intercom answers with %s, then the token is nowhere in the error', async (_name, fault) => {
    intercom.addFault({ match: '/reply', ...fault });
    const error = await failureOf(connect().addNote(conversationId, NOTE));
    const shown = inspect(error, { depth: 12, showHidden: true, getters: true }) + JSON.stringify(error) + error.stack;
    expect(shown).not.toContain(TOKEN);
    expect(error.cause).toBeUndefined();
  });

  it('when the answer quotes our own headers, then the token is cut out', async () => {
    const { url } = await startServer((request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end(`Bad gateway: ${request.headers.authorization}`);
    });
    const error = await failureOf(connect({ apiUrl: url }).addNote('1', NOTE));
    expect(error.message).toContain('Bad gateway: Bearer [token]');
    expect(inspect(error, { depth: 12 })).not.toContain(TOKEN);
  });

  it('when nobody listens there, then nothing was sent and there is no doubt', async () => {
    const { url } = await startServer(() => {});
    servers.splice(0)[0]?.();
    const error = await failureOf(connect({ apiUrl: url }).addNote('1', NOTE));
    expect(error.details).toMatchObject({ kind: 'unavailable', inDoubt: false });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('when the host has no address, then nothing was sent and there is no doubt', async () => {
    const error = await failureOf(
      connect({ apiUrl: 'http://no-such-host.invalid', timeoutMs: 5000 }).addNote('1', NOTE),
    );
    expect(error.details).toMatchObject({ kind: 'unavailable', inDoubt: false });
  });

  it('when the time is up before the connection stands, then there is no doubt', async () => {
    // 192.0.2.0/24 is reserved for documentation: nothing answers there, or the network refuses at once.
    const error = await failureOf(connect({ apiUrl: 'http://192.0.2.1:9', timeoutMs: 200 }).addNote('1', NOTE));
    expect(error.details.inDoubt).toBe(false);
  });

  it('when we are redirected, then the redirect is not followed', async () => {
    const target = await startServer((_request, response) => response.end('{}'));
    const { url, asked } = await startServer((_request, response) =>
      response.writeHead(302, { location: target.url }).end(),
    );
    const error = await failureOf(connect({ apiUrl: url }).addNote('1', NOTE));
    expect(error.details).toMatchObject({ kind: 'unavailable', status: 302 });
    expect([asked(), target.asked()]).toEqual([1, 0]);
  });

  it.each([
    ['another kind of object', '{"type":"ticket","id":"1"}'],
    ['broken JSON', '{"type":"conversation",'],
    ['no note of ours', '{"type":"conversation","id":"1","conversation_parts":{"conversation_parts":[]}}'],
  ])('when a 200 holds %s, then the write is in doubt', async (_name, body) => {
    const { url, asked } = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const error = await failureOf(connect({ apiUrl: url }).addNote('1', NOTE));
    expect(error.details).toMatchObject({ kind: 'unavailable', status: 200, inDoubt: true });
    expect(asked()).toBe(1);
  });

  it.each(['\nx', '\u2603'])(
    'when the token holds %j and cannot stand in a header, then the error does not show it',
    async (odd) => {
      const error = await failureOf(connect({ accessToken: `${TOKEN}${odd}` }).addNote(conversationId, NOTE));
      expect(inspect(error, { depth: 12 })).not.toContain(TOKEN);
      expect(error.details.inDoubt).toBe(false);
    },
  );
});

describe('how long to wait', () => {
  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600) }, 3_600_000],
  ])('when a 429 says %j, then that is told', async (headers, expected) => {
    const { url } = await startServer((_request, response) => {
      response.writeHead(429, { 'content-type': 'application/json', ...headers });
      response.end(
        '{"type":"error.list","request_id":"req-1","errors":[{"code":"rate_limit_exceeded","message":"Too many"}]}',
      );
    });
    const error = await failureOf(connect({ apiUrl: url }).addNote('1', NOTE));
    expect(error.details).toMatchObject({ kind: 'rate_limited', requestId: 'req-1' });
    expect(Math.abs((error.details.retryAfterMs ?? 0) - expected)).toBeLessThan(60_000);
    expect(error.message).toContain('rate_limit_exceeded: Too many');
  });

  it('when a 503 says when to come back, then that is told', async () => {
    const { url } = await startServer((_request, response) => response.writeHead(503, { 'retry-after': '120' }).end());
    const error = await failureOf(connect({ apiUrl: url }).read('1'));
    expect(error.details).toMatchObject({ kind: 'unavailable', inDoubt: false, retryAfterMs: 120_000 });
  });
});

describe('a read that fails', () => {
  it.each<FaultOptions['kind']>(['fail-before', 'drop-after', 'hang', 'stalled-body', 'non-json', 'empty'])(
    'when Intercom does %s, then it is never in doubt',
    async (kind) => {
      intercom.addFault({ kind, match: 'GET /conversations' });
      const error = await failureOf(connect().read(conversationId));
      expect(error.details.inDoubt).toBe(false);
    },
  );

  it('when the account cannot be checked after a 404, then the conversation is not called missing', async () => {
    intercom.addFault({ kind: 'outage', match: 'GET /me' });
    const error = await failureOf(connect().read('404404'));
    expect(error.details).toMatchObject({ kind: 'unavailable', status: 503 });
  });

  it('when everything is 404, then the token or the address is wrong, not the conversation', async () => {
    const { url } = await startServer((_request, response) => response.writeHead(404).end());
    expect((await failureOf(connect({ apiUrl: url }).read('1'))).details.kind).toBe('auth');
  });
});

describe('what other faults leave behind', () => {
  it('when a note was written but the answer was lost, then it is found by its mark', async () => {
    intercom.addFault({ kind: 'drop-after', match: '/reply', count: 1 });
    const conversations = connect();
    const marked = '<p>done</p><a href="https://bridge.example.com/h/abcdef123456">history</a>';
    expect((await failureOf(conversations.addNote(conversationId, marked))).details.inDoubt).toBe(true);
    expect(await conversations.findOurNote(conversationId, 'abcdef123456')).toMatch(/^\d+$/);
  });

  it('when the list of tags failed once, then it is asked for again', async () => {
    intercom.addFault({ kind: 'outage', match: 'GET /tags', count: 1 });
    const conversations = connect();
    await failureOf(conversations.setTag(conversationId, 'Incident', true));
    expect(await conversations.setTag(conversationId, 'Incident', true)).toBe(false);
  });

  it('when calls hang, then those after them still get through the limiter', async () => {
    intercom.addFault({ kind: 'hang', match: '/reply', count: 3 });
    const conversations = connect();
    await Promise.all([1, 2, 3].map(() => failureOf(conversations.addNote(conversationId, NOTE))));
    expect(await conversations.addNote(conversationId, NOTE)).toMatch(/^\d+$/);
  });
});

describe('the rate limit', () => {
  it('when a backlog of three windows is drained, then nothing is refused', async () => {
    const limited = await startIntercomSimulator({
      accessToken: TOKEN,
      rateLimit: { perMinute: 6000, windowSeconds: 2 },
      recordExchanges: false,
      latencyMs: 5,
    });
    try {
      const { id } = addConversation(limited.state, addContact(limited.state));
      const conversations = connect({ apiUrl: limited.url, timeoutMs: 20_000 });
      await Promise.all(Array.from({ length: 450 }, () => conversations.open(id)));
      expect(limited.counts()).toMatchObject({ rateLimited: 0, requests: 450 });
    } finally {
      await limited.close();
    }
  });
});
