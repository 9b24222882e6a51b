// The channels of the config against a real server: what is posted, and how each trouble is named.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChannels } from '../../src/adapters/channels/webhooks.ts';
import { VendorError } from '../../src/application/vendor-error.ts';

const MESSAGE = { text: 'SUP-1: Priority: Major → Blocker', issue: 'SUP-1', url: 'https://jira.test/browse/SUP-1' };
const received: { headers: IncomingMessage['headers']; body: unknown; path: string | undefined }[] = [];

function answer(path: string | undefined, response: ServerResponse): void {
  const [, status, header, value] = (path ?? '').split('/');
  if (status === 'never') return;
  response
    .writeHead(Number(status), header === undefined ? {} : { [header]: decodeURIComponent(value ?? '') })
    .end('answer');
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += String(chunk);
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body: JSON.parse(body), path: request.url });
    answer(request.url, response);
  });
});
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function post(path: string, channel = 'night') {
  const urlOf = (name: string) => (name === 'night' ? `${base}/${path}` : null);
  return createChannels({ urlOf, timeoutMs: 300, userAgent: 'Deskbridge/test' }).post(channel, MESSAGE);
}

async function troubleOf(path: string): Promise<VendorError> {
  const error: unknown = await post(path).catch((reason: unknown) => reason);
  if (error instanceof VendorError) return error;
  throw new Error(`no VendorError but ${String(error)}`);
}

describe('a channel', () => {
  test('when it takes a message, then it got text, key and page as JSON', async () => {
    received.length = 0;
    expect(await post('204')).toEqual({ done: true, note: 'posted (204)' });
    expect(received).toEqual([
      expect.objectContaining({
        body: MESSAGE,
        headers: expect.objectContaining({ 'content-type': 'application/json', 'user-agent': 'Deskbridge/test' }),
      }),
    ]);
  });

  test('when the config has no such channel any more, then that is said and nothing fails', async () => {
    expect(await post('204', 'day')).toEqual({ done: false, note: 'the config has no channel "day" any more' });
  });

  test.each([
    { path: '429/retry-after/7', kind: 'rate_limited', more: { retryAfterMs: 7000, inDoubt: false } },
    { path: '429/retry-after/9999999', kind: 'rate_limited', more: { retryAfterMs: 3_600_000 } },
    { path: '503', kind: 'unavailable', more: { inDoubt: true, status: 503 } },
    { path: '408', kind: 'unavailable', more: { inDoubt: true } },
    { path: '400', kind: 'rejected', more: { inDoubt: false } },
    { path: '401', kind: 'rejected', more: {} },
    { path: '403', kind: 'rejected', more: {} },
    { path: '404', kind: 'rejected', more: {} },
    { path: '302/location/%2F204', kind: 'rejected', more: { status: 302 } },
    { path: 'never', kind: 'timeout', more: { inDoubt: true } },
  ])('when it answers $path, then the trouble is $kind', async ({ path, kind, more }) => {
    received.length = 0;
    const { details, message } = await troubleOf(path);
    expect(details).toMatchObject({ vendor: 'channel', connection: 'channel:night', kind, ...more });
    expect(message).toContain('night');
    expect(message).not.toContain(base);
    expect(received).toHaveLength(1);
  });

  test('when nobody is there, then it is tried again later, and its address is told nobody', async () => {
    const channels = createChannels({ urlOf: () => 'http://127.0.0.1:1/secret', timeoutMs: 300, userAgent: 'x' });
    const error: unknown = await channels.post('night', MESSAGE).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ details: { kind: 'unavailable' } });
    expect(String(error)).not.toContain('secret');
  });
});
