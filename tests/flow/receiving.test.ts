// What the door for webhooks lets in, what it refuses, and with which words.
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Door, openDoor, PATH_SECRET, sign } from '../support/door.ts';

let door: Door;
let number = 0;

beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
beforeEach(() => {
  number++;
});

const json = { 'content-type': 'application/json' };
const update = (extra: object = {}): string =>
  JSON.stringify({ webhookEvent: 'jira:issue_updated', timestamp: 1_700_000_000_000 + number, ...extra });
const notification = (extra: object = {}): string =>
  JSON.stringify({
    type: 'notification_event',
    app_id: 'ws1',
    topic: 'ping',
    created_at: 1_700_000_000 + number,
    ...extra,
  });

/** Nothing but this may ever be answered: 410 and 3xx have meanings of their own to the vendors. */
function expectRefused(answer: { status: number; text: string }, status: number, before: number): void {
  expect(answer.status).toBe(status);
  expect(answer.text.length).toBeGreaterThan(5);
  expect(door.journaled()).toBe(before);
}

describe('who is let in', () => {
  it('when each kind of connection signs as it does, then it is answered 200 and is on disk at that moment', async () => {
    const dc = update({ dc: 1 });
    const plain = update({ dc: 2 });
    const sends: (() => ReturnType<Door['send']>)[] = [
      () => door.cloud(update()),
      () => door.intercom(notification()),
      () =>
        door.send('POST', '/webhooks/signing-dc', { ...json, ...sign('sha256', 'dc-secret', dc) }, [Buffer.from(dc)]),
      () => door.send('POST', `/webhooks/plain-dc/${PATH_SECRET}`, json, [Buffer.from(plain)]),
    ];
    for (const send of sends) {
      const before = door.journaled();
      expect(await send()).toMatchObject({ status: 200, text: 'stored' });
      expect(door.journaled()).toBe(before + 1);
    }
  });

  it('when the secret is being changed, then the old and the new one are both right', async () => {
    const jira = update();
    const chat = notification();
    const old = await door.cloud(jira, sign('sha256', 'cloud-old', jira));
    const oldChat = await door.intercom(chat, sign('sha1', 'intercom-old', chat));
    expect([old.status, oldChat.status]).toEqual([200, 200]);
  });

  it.each([
    ['no signature', {}],
    ['a signature with a wrong secret', sign('sha256', 'guessed', 'x')],
    ['the right secret over other bytes', sign('sha256', 'cloud-new', 'other bytes')],
    ['another method', sign('sha1', 'cloud-new', 'x')],
    ['half a signature', { 'x-hub-signature': 'sha256=abcdef' }],
    ['a signature that is no hexadecimal', { 'x-hub-signature': `sha256=${'z'.repeat(64)}` }],
    ['nothing after the method', { 'x-hub-signature': 'sha256=' }],
  ])('when a webhook comes with %s, then it is answered 401 and not stored', async (_name, headers) => {
    const before = door.journaled();
    const body = update();
    const answer = await door.send('POST', '/webhooks/cloud', { ...json, ...headers }, [Buffer.from(body)]);
    expectRefused(answer, 401, before);
    expect(answer.text).toContain('secret');
    expectRefused(
      await door.send('POST', '/webhooks/intercom', { ...json, ...headers }, [Buffer.from(body)]),
      401,
      before,
    );
  });

  it.each(['', '/', `/${PATH_SECRET}x`, `/${PATH_SECRET.slice(1)}`, '/guess'])(
    'when the secret part of the URL is "%s", then it is answered 401',
    async (part) => {
      const before = door.journaled();
      expectRefused(await door.send('POST', `/webhooks/plain-dc${part}`, json, [Buffer.from(update())]), 401, before);
    },
  );

  it('when a connection that signs gets a secret in the URL instead, then it is answered 401', async () => {
    const before = door.journaled();
    expectRefused(
      await door.send('POST', `/webhooks/cloud/${PATH_SECRET}`, json, [Buffer.from(update())]),
      401,
      before,
    );
  });

  it.each(['/webhooks/nobody', '/webhooks/', '/webhooks/__proto__', '/webhooks/constructor'])(
    'when the URL %s names no connection, then it is answered 404',
    async (path) => {
      const before = door.journaled();
      const answer = await door.send('POST', path, json, [Buffer.from(update())]);
      expectRefused(answer, 404, before);
      expect(answer.text).toContain('connections');
    },
  );
});

describe('which requests are webhooks', () => {
  it('when Intercom checks the URL with HEAD, then it is answered 200', async () => {
    expect((await door.send('HEAD', '/webhooks/intercom')).status).toBe(200);
    expect((await door.send('HEAD', '/webhooks/cloud')).status).toBe(200);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'when the method is %s, then it is answered 405 with what is allowed',
    async (method) => {
      const answer = await door.send(method, '/webhooks/cloud');
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('POST, HEAD');
    },
  );

  it.each([
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'multipart/form-data; boundary=x' }],
    [{ 'content-type': 'application/json', 'content-encoding': 'deflate' }],
  ])('when the body is said to be %j, then it is answered 415', async (headers) => {
    const before = door.journaled();
    expectRefused(await door.cloud(update(), headers as unknown as Record<string, string>), 415, before);
  });

  it('when the body is compressed, then it is answered 415 and nothing is unpacked', async () => {
    const before = door.journaled();
    const bomb = gzipSync(Buffer.alloc(5_000_000, '['));
    const headers = { ...json, 'content-encoding': 'gzip', ...sign('sha256', 'cloud-new', bomb) };
    expectRefused(await door.send('POST', '/webhooks/cloud', headers, [bomb]), 415, before);
  });

  it('when no type is said, then it is taken for JSON', async () => {
    const body = update();
    const answer = await door.send('POST', '/webhooks/cloud', sign('sha256', 'cloud-new', body), [Buffer.from(body)]);
    expect(answer.status).toBe(200);
  });
});

describe('how large and how deep', () => {
  const filled = (size: number): string => {
    const frame = update({ text: '' });
    return frame.replace('"text":""', `"text":"${'x'.repeat(size - frame.length)}"`);
  };

  it('when the body is exactly as large as allowed, then it is stored, and with one byte more it is answered 413', async () => {
    const before = door.journaled();
    expect((await door.cloud(filled(20_480))).status).toBe(200);
    const answer = await door.cloud(filled(20_481));
    expectRefused(answer, 413, before + 1);
    expect(answer.text).toContain('receiving.jiraMaxBytes');
    expect((await door.intercom(filled(10_241))).text).toContain('receiving.intercomMaxBytes');
  });

  it('when a body that is too large comes in chunks without a length, then it is answered 413 too', async () => {
    const before = door.journaled();
    const chunks = Array.from({ length: 40 }, () => Buffer.alloc(50_000, 'x'));
    expectRefused(
      await door.send('POST', '/webhooks/cloud', { ...json, 'transfer-encoding': 'chunked' }, chunks),
      413,
      before,
    );
  });

  it('when a body that is too large says so, then the sender gets its answer although it goes on sending', async () => {
    const before = door.journaled();
    const chunks = Array.from({ length: 40 }, () => Buffer.alloc(50_000, 'x'));
    const headers = { ...json, 'content-length': '2000000' };
    expectRefused(await door.send('POST', '/webhooks/cloud', headers, chunks), 413, before);
  });

  it('when a small body comes in single bytes without a length, then it is stored as it is', async () => {
    const before = door.journaled();
    const body = Buffer.from(update());
    const chunks = [...body].map((byte) => Buffer.from([byte]));
    const headers = { ...json, ...sign('sha256', 'cloud-new', body), 'transfer-encoding': 'chunked' };
    expect((await door.send('POST', '/webhooks/cloud', headers, chunks)).status).toBe(200);
    expect(door.journaled()).toBe(before + 1);
  });

  it('when the JSON nests as deep as allowed, then it is stored, and one deeper it is answered 400', async () => {
    const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}[${number}]${'}'.repeat(depth - 1)}`;
    expect((await door.cloud(nested(20))).status).toBe(200);
    const before = door.journaled();
    const answer = await door.cloud(nested(21));
    expectRefused(answer, 400, before);
    expect(answer.text).toContain('deep');
    expectRefused(await door.cloud('['.repeat(20_000)), 400, before);
  });
});

describe('what is not JSON', () => {
  it.each([
    '',
    ' ',
    'not json',
    '{',
    '{"a":1',
    '<html></html>',
    'null',
    '42',
    '"text"',
    '{"a":1}}',
    '{"a":1} x',
    '\u0000',
  ])('when the body is %j, then it is answered 400 with a hint', async (body) => {
    const before = door.journaled();
    const answer = await door.cloud(body);
    expectRefused(answer, 400, before);
    expect(answer.text).toContain('Exclude body');
  });

  it.each([
    ['{"a" 1}', 'a colon is missing'],
    [`{"webhookEvent":12,"issue":[]}`, 'types that nobody sends'],
    [`[]`, 'a list'],
    [`{}`, 'nothing'],
    [`{"__proto__":{"x":1},"constructor":{"prototype":1}}`, 'names with a meaning in JavaScript'],
    [`{"issue":{"id":"1e309","fields":null},"timestamp":1e999}`, 'numbers beyond all measure'],
  ])('when the signed body is %s (%s), then it is 200, and the event says why nothing follows', async (body) => {
    const own = body.replace(/\}$/, body === '{}' ? `"n":${number}}` : `,"n":${number}}`);
    expect((await door.cloud(own)).status).toBe(200);
    expect((await door.intercom(own)).status).toBe(200);
    await expect
      .poll(() => door.stored().filter((row) => ['queued', 'working', 'waiting'].includes(row.state)))
      .toEqual([]);
    const ended = door.stored().slice(-2);
    for (const row of ended) expect(row).toMatchObject({ state: 'ignored', lane: `connection/${row.connection}/-` });
  });

  it('when bytes are no UTF-8, then they are stored byte by byte', async () => {
    const body = Buffer.concat([
      Buffer.from(`{"n":${number},"text":"`),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from('"}'),
    ]);
    expect((await door.cloud(body)).status).toBe(200);
    const database = new DatabaseSync(door.databasePath, { readOnly: true });
    const row = database.prepare('select body from journal order by seq desc limit 1').get();
    database.close();
    expect(Buffer.from(row?.['body'] as Uint8Array)).toEqual(body);
  });
});
