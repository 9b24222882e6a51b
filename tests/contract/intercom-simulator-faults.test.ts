// The simulated Intercom under stress: its rate limit's windows, its ordered faults, its side door and its own process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/simulators/intercom/index.ts';
import { call, codeOf, noteOf, partsOf, withSimulator } from './intercom-simulator-kit.ts';

describe('rate limit', () => {
  test('when the window is used up, it answers 429 until the next window begins', () => {
    let ms = 1_700_000_003_000;
    return withSimulator({ rateLimit: { perMinute: 18 }, nowMs: () => ms }, async (simulator) => {
      const answers = [];
      for (let index = 0; index < 4; index += 1) answers.push(await call(simulator, 'GET', '/me'));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      expect(answers.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
      const [, , , refused] = answers;
      expect(refused?.headers.get('x-ratelimit-limit')).toBe('3');
      expect(refused?.headers.get('x-ratelimit-reset')).toBe('1700000010');
      expect(refused?.headers.get('retry-after')).toBeNull();
      expect(refused?.body).toMatchObject({ type: 'error.list', errors: [{ code: 'rate_limit_exceeded' }] });
      const stranger = await call(simulator, 'GET', '/me', undefined, { Authorization: 'Bearer other' });
      expect([stranger.status, stranger.headers.get('x-ratelimit-limit')]).toEqual([401, null]);
      ms = 1_700_000_010_000;
      expect((await call(simulator, 'GET', '/me')).status).toBe(200);
      expect(simulator.counts()['rateLimited']).toBe(1);
    });
  });

  test('when the limit is Intercom’s default, a window of 10 seconds has 1666', () =>
    withSimulator({}, async (simulator) => {
      expect((await call(simulator, 'GET', '/me')).headers.get('x-ratelimit-limit')).toBe('1666');
    }));

  test('when there is no limit, there are no headers', () =>
    withSimulator({ rateLimit: null }, async (simulator) => {
      expect((await call(simulator, 'GET', '/me')).headers.get('x-ratelimit-limit')).toBeNull();
    }));

  test('when a refused write hits the limit, nothing is written', () =>
    withSimulator(
      { rateLimit: { perMinute: 6, windowSeconds: 10 }, nowMs: () => 1_700_000_000_000 },
      async (simulator, id) => {
        await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('1'));
        expect((await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('2'))).status).toBe(429);
        expect(simulator.state.conversations.get(id)?.parts).toHaveLength(1);
      },
    ));
});

describe('faults', () => {
  const matchReply = 'POST /conversations/\\d+/reply';

  test.each([500, 502])('when it fails after the work with %i, the note is there all the same', (status) =>
    withSimulator({}, async (simulator, id) => {
      simulator.addFault({ kind: 'fail-after', match: matchReply, count: 1, status });
      expect((await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('x'))).status).toBe(status);
      const parts = partsOf(await call(simulator, 'GET', `/conversations/${id}`));
      expect(parts.map((part) => part['body'])).toEqual(['<p>x</p>']);
      expect((await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('y'))).status).toBe(200);
    }),
  );

  test('when it fails before the work, nothing is written', () =>
    withSimulator({}, async (simulator, id) => {
      simulator.addFault({ kind: 'fail-before', match: matchReply, count: 1, status: 503 });
      expect((await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('x'))).status).toBe(503);
      expect(simulator.state.conversations.get(id)?.parts).toHaveLength(0);
    }));

  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ] as const)('when the fault is %s, the socket dies and %i notes exist', (kind, notes) =>
    withSimulator({}, async (simulator, id) => {
      simulator.addFault({ kind, count: 1 });
      await expect(call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('x'))).rejects.toThrow('fetch failed');
      expect(simulator.state.conversations.get(id)?.parts).toHaveLength(notes);
    }),
  );

  test.each([
    ['hang', 0],
    ['hang-after', 1],
    ['stalled-body', 1],
  ] as const)('when the fault is %s, no complete answer comes and %i notes exist', (kind, notes) =>
    withSimulator({}, async (simulator, id) => {
      simulator.addFault({ kind });
      const answer = (async () => {
        const response = await fetch(`${simulator.url}/conversations/${id}/reply`, {
          method: 'POST',
          headers: { Authorization: 'Bearer intercom-token' },
          body: JSON.stringify(noteOf('x')),
          signal: AbortSignal.timeout(150),
        });
        if (kind === 'stalled-body') expect(response.status).toBe(200);
        return response.text();
      })();
      await expect(answer).rejects.toThrow('timeout');
      expect(simulator.state.conversations.get(id)?.parts).toHaveLength(notes);
    }),
  );

  test.each([
    ['rate-limit', 429, 'rate_limit_exceeded'],
    ['outage', 503, 'service_unavailable'],
    ['invalid-token', 401, 'unauthorized'],
  ] as const)('when the fault is %s, it answers %i without work', (kind, status, code) =>
    withSimulator({}, async (simulator, id) => {
      simulator.addFault({ kind });
      const answer = await call(simulator, 'POST', `/conversations/${id}/reply`, noteOf('x'));
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      simulator.clearFaults();
      expect(partsOf(await call(simulator, 'GET', `/conversations/${id}`))).toHaveLength(0);
    }),
  );

  test('when the fault is non-json or empty, a 200 comes that is no JSON', () =>
    withSimulator({}, async (simulator) => {
      const get = () => fetch(`${simulator.url}/me`, { headers: { Authorization: 'Bearer intercom-token' } });
      simulator.addFault({ kind: 'non-json', count: 1 });
      const page = await get();
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      simulator.addFault({ kind: 'empty', count: 1 });
      const empty = await get();
      expect([empty.status, await empty.text()]).toEqual([200, '']);
    }));

  test('when latency is ordered, the answer comes that much later', () =>
    withSimulator({ latencyMs: 20 }, async (simulator) => {
      simulator.addFault({ kind: 'latency', delayMs: 60, match: 'GET /me' });
      const started = performance.now();
      await call(simulator, 'GET', '/me');
      expect(performance.now() - started).toBeGreaterThan(75);
    }));

  test('when the caller gives up during the latency, the note is written all the same', () =>
    withSimulator({ latencyMs: 80 }, async (simulator, id) => {
      const request = fetch(`${simulator.url}/conversations/${id}/reply`, {
        method: 'POST',
        headers: { Authorization: 'Bearer intercom-token' },
        body: JSON.stringify(noteOf('x')),
        signal: AbortSignal.timeout(30),
      });
      await expect(request).rejects.toThrow('timeout');
      expect(simulator.state.conversations.get(id)?.parts).toHaveLength(0);
      await expect.poll(() => simulator.state.conversations.get(id)?.parts.length).toBe(1);
    }));

  test('when a probability is given, that share is hit', () => {
    const dice = [0.1, 0.9, 0.4, 0.6];
    return withSimulator({ random: () => dice.shift() ?? 0.99 }, async (simulator) => {
      simulator.addFault({ kind: 'fail-before', probability: 0.5 });
      const statuses = [];
      for (let index = 0; index < 4; index += 1) statuses.push((await call(simulator, 'GET', '/me')).status);
      expect(statuses).toEqual([500, 200, 500, 200]);
    });
  });
});

describe('side door', () => {
  const door = async (url: string, method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/_simulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  test('when people act over HTTP, the state shows it, readable from another page', () =>
    withSimulator({}, async (simulator) => {
      const written = await door(simulator.url, 'POST', 'people/customer-writes', { name: 'Mia', body: 'Broken' });
      const conversationId = String(written.body['conversationId']);
      await door(simulator.url, 'POST', 'people/teammate-notes', { conversationId, adminId: '902', body: 'Looking' });
      const state = await door(simulator.url, 'GET', 'state');
      expect(state.headers.get('access-control-allow-origin')).toBe('*');
      const found = (state.body['conversations'] as { id: string; parts: object[] }[]).find(
        ({ id }) => id === conversationId,
      );
      expect(found?.parts).toMatchObject([{ partType: 'note', author: { id: '902' } }]);
      expect((await door(simulator.url, 'POST', 'people/teammate-notes', { conversationId: '1' })).status).toBe(404);
      expect((await door(simulator.url, 'POST', 'people/dance', {})).status).toBe(404);
    }));

  test('when faults and webhooks are set over HTTP, they are listed, and a reset clears all', () =>
    withSimulator({}, async (simulator, id) => {
      const set = await door(simulator.url, 'POST', 'faults', { kind: 'outage', count: 5 });
      expect(set.body['faults']).toMatchObject([{ kind: 'outage', hits: 0 }]);
      expect((await door(simulator.url, 'POST', 'faults', { kind: 'earthquake' })).status).toBe(400);
      expect((await call(simulator, 'GET', '/me')).status).toBe(503);
      expect((await door(simulator.url, 'DELETE', 'faults')).body['faults']).toEqual([]);
      const hooks = await door(simulator.url, 'POST', 'webhooks', { url: 'http://127.0.0.1:9/hook', duplicate: 0.5 });
      expect(hooks.body).toMatchObject({ url: 'http://127.0.0.1:9/hook', options: { duplicate: 0.5 } });
      await door(simulator.url, 'POST', 'reset');
      expect((await call(simulator, 'GET', `/conversations/${id}`)).status).toBe(404);
      expect((await call(simulator, 'GET', '/me')).status).toBe(200);
    }));

  test('when calls were made, they are counted and remembered, unless that is switched off', () => {
    const seen: Exchange[] = [];
    return withSimulator({ onExchange: (exchange) => seen.push(exchange) }, async (simulator, id) => {
      await call(simulator, 'POST', `/conversations/${id}/reply?x=1`, noteOf('x'));
      await call(simulator, 'GET', '/nothing');
      expect(seen[0]).toMatchObject({
        method: 'POST',
        path: `/conversations/${id}/reply`,
        route: '/conversations/{conversation_id}/reply',
        query: { x: '1' },
        requestBody: { message_type: 'note' },
        status: 200,
        responseBody: { type: 'conversation' },
        fault: null,
      });
      const { body } = await door(simulator.url, 'GET', 'counts');
      expect(body).toMatchObject({ requests: 2, notes: 1, answersByStatus: { 200: 1, 404: 1 } });
      expect((await door(simulator.url, 'GET', 'exchanges')).body['exchanges']).toHaveLength(2);
      await door(simulator.url, 'POST', 'settings', { recordExchanges: false });
      await call(simulator, 'GET', '/me');
      expect(simulator.listExchanges()).toHaveLength(2);
      expect(simulator.counts()['requests']).toBe(3);
    });
  });
});

describe('own process', () => {
  test('when it is started with flags, it prints its address, obeys them and ends on SIGTERM', async () => {
    const flags = ['--workspace', 'wsx', '--rate-limit-per-minute', '60', '--access-token', 'abc', '--latency', '5'];
    const child = spawn(process.execPath, ['src/simulators/intercom/main.ts', ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    const response = await fetch(`${url}/me`, { headers: { Authorization: 'Bearer abc' } });
    expect(await response.json()).toMatchObject({ app: { id_code: 'wsx' } });
    expect(response.headers.get('x-ratelimit-limit')).toBe('10');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('when a flag is wrong, it says which and ends with 2', async () => {
    const child = spawn(process.execPath, ['src/simulators/intercom/main.ts', '--latency', 'fast'], { stdio: 'pipe' });
    const [message] = (await once(child.stderr, 'data')) as [Buffer];
    expect(message.toString()).toContain('--latency must be a number, not "fast"');
    expect(await once(child, 'exit')).toEqual([2, null]);
  });
});
