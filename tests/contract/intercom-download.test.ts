// Files of messages as the Intercom client fetches them: streamed, cut at the size, from no other host, also by redirect.
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConversations } from '../../src/adapters/intercom/index.ts';
import type { OutgoingFile } from '../../src/application/ports.ts';
import { VendorError } from '../../src/application/vendor-error.ts';
import { type Desk, failureOf, foundOf, startDesk } from './intercom-adapter-kit.ts';

let desk: Desk;
const servers: http.Server[] = [];

beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.intercom.close());
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = http.createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(apiUrl: string, timeoutMs = 2000) {
  return createConversations({
    connection: 'chat',
    apiUrl,
    appUrl: 'https://app.intercom.com',
    workspaceId: 'ws1',
    accessToken: 'secret-token',
    authorAdminId: '900',
    apiVersion: '2.16',
    timeoutMs,
    now: Date.now,
  });
}

async function readWhole(file: OutgoingFile): Promise<Buffer> {
  return Buffer.concat(await file.stream.toArray());
}

async function brokenBy(file: OutgoingFile): Promise<{ error: VendorError; received: number }> {
  let received = 0;
  try {
    for await (const chunk of file.stream) received += (chunk as Buffer).length;
  } catch (error) {
    expect(error).toBeInstanceOf(VendorError);
    return { error: error as VendorError, received };
  }
  throw new Error('the file came whole');
}

describe('a file of a message', () => {
  it('when it is small enough, then it comes whole with its name, type and size, and our token stays at home', async () => {
    const bytes = Buffer.from('a picture, really');
    const { conversationId = '' } = desk.intercom.customerWrites({
      body: 'see',
      attachments: [{ name: 'скрин 1.png', contentType: 'image/png', data: bytes.toString('base64') }],
    });
    const conversations = desk.connect();
    const { messages } = await foundOf(conversations.content(conversationId));
    const file = await conversations.download(messages[0]?.attachments[0]?.url ?? '', 1000);
    expect(file).toMatchObject({ name: 'скрин 1.png', contentType: 'image/png', size: bytes.length });
    expect(await readWhole(file)).toEqual(bytes);

    let seen: http.IncomingHttpHeaders = {};
    const url = await serve((request, response) => {
      seen = request.headers;
      response.end('x');
    });
    await readWhole(await clientOf(url).download(`${url}/x`, 10));
    expect(seen.authorization).toBeUndefined();
    expect(JSON.stringify(seen)).not.toContain('secret-token');
  });

  it('when its told size is over the limit, then it is refused before a byte is read', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': '5000' });
      response.write('begin');
    });
    const error = await failureOf(clientOf(url).download(`${url}/big.bin`, 4999));
    expect(error.details).toMatchObject({ kind: 'rejected', inDoubt: false });
    expect(error.message).toContain('big.bin is larger than 4999 bytes');
  });

  it('when it does not tell its size and never ends, then it is cut at the limit and the sender is let go', async () => {
    let sent = 0;
    let letGo = false;
    const url = await serve((request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const timer = setInterval(() => {
        sent += chunk.length;
        response.write(chunk);
      }, 1);
      request.socket.on('close', () => {
        clearInterval(timer);
        letGo = true;
      });
    });
    const file = await clientOf(url).download(`${url}/endless`, 1024 * 1024);
    expect(file.size).toBeNull();
    const { error, received } = await brokenBy(file);
    expect(error.details.kind).toBe('rejected');
    expect(received).toBeLessThanOrEqual(1024 * 1024);
    await expect.poll(() => letGo).toBe(true);
    expect(sent).toBeLessThan(8 * 1024 * 1024);
  });

  it('when it lies about its size, then no more than that comes', async () => {
    const url = await serve((_request, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabcdefgh');
    });
    const file = await clientOf(url).download(`${url}/x`, 100);
    expect(String(await readWhole(file).catch(() => 'broken'))).toMatch(/^(abc|broken)$/);
  });

  it('when it is exactly as large as the limit, then it comes whole', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(1000)));
    expect(await readWhole(await clientOf(url).download(`${url}/x`, 1000))).toHaveLength(1000);
  });

  it('when nobody reads a file that breaks, then nothing is thrown into the process', async () => {
    const url = await serve((_request, response) => {
      response.write('x');
      setTimeout(() => response.destroy(), 20);
    });
    const file = await clientOf(url).download(`${url}/x`, 100);
    await expect.poll(() => file.stream.destroyed).toBe(true);
  });

  it.each([
    ['silence', 'timeout', () => undefined],
    ['a body that stalls', 'timeout', (response: http.ServerResponse) => response.write('begin')],
    ['a broken connection', 'unavailable', (response: http.ServerResponse) => response.destroy()],
  ] as const)('when it meets %s, then it ends as %s', async (_words, kind, act) => {
    const url = await serve((_request, response) => {
      act(response);
    });
    const attempt = clientOf(url, 150).download(`${url}/x`, 100);
    const error = await attempt.then(brokenBy).then(
      (broken) => broken.error,
      (thrown: VendorError) => thrown,
    );
    expect(error.details.kind).toBe(kind);
  });

  it.each([
    [401, 'gone'],
    [403, 'gone'],
    [404, 'gone'],
    [410, 'gone'],
    [418, 'rejected'],
    [429, 'rate_limited'],
    [503, 'unavailable'],
    [206, 'rejected'],
    [204, 'rejected'],
    [304, 'rejected'],
  ])('when the answer is %s, then it is %s, and never a reason to pause the connection', async (status, kind) => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    const error = await failureOf(clientOf(url).download(`${url}/x?signature=secret`, 100));
    expect(error.details).toMatchObject({ kind, status, inDoubt: false });
    expect(error.message).not.toContain('secret');
  });

  it('when the simulated address has expired, then it is gone', async () => {
    const attachments = [{ name: 'a', contentType: 'text/plain', data: 'eA==' }];
    const { conversationId = '' } = desk.intercom.customerWrites({ body: 'see', attachments });
    const conversations = desk.connect();
    const { messages } = await foundOf(conversations.content(conversationId));
    desk.intercom.setBehaviour({ fileUrlsExpired: true });
    const error = await failureOf(conversations.download(messages[0]?.attachments[0]?.url ?? '', 100));
    expect(error.details.kind).toBe('gone');
    expect(error.message).toContain('expired');
  });
});

describe('a file that leads elsewhere', () => {
  it('when it is redirected on the same host, then it is followed', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(302, { Location: '/b' }).end();
      else response.end('here');
    });
    const file = await clientOf(url).download(`${url}/a`, 100);
    expect(String(await readWhole(file))).toBe('here');
    expect(file.name).toBe('a');
  });

  it.each([301, 302, 303, 307, 308])('when %s leads to another host, then that host is never asked', async (status) => {
    let asked = false;
    const other = await serve((_request, response) => {
      asked = true;
      response.end('secret of the inside');
    });
    const url = await serve((_request, response) =>
      response.writeHead(status, { Location: `${other}/meta-data` }).end(),
    );
    const error = await failureOf(clientOf(url).download(`${url}/x`, 100));
    expect(error.details.kind).toBe('rejected');
    expect(asked).toBe(false);
  });

  it.each(['http://169.254.169.254/', 'file:///etc/passwd', 'https://evil.example/', 'http://[', '//evil.example/x'])(
    'when it leads to %s, then it is refused',
    async (location) => {
      const url = await serve((_request, response) => response.writeHead(302, { Location: location }).end());
      expect((await failureOf(clientOf(url).download(`${url}/x`, 100))).details.kind).toBe('rejected');
    },
  );

  it('when it leads round in a circle, then it ends', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(302, { Location: '/again' }).end();
    });
    const error = await failureOf(clientOf(url).download(`${url}/x`, 100));
    expect(error.message).toContain('redirected more than 3 times');
    expect(asked).toBe(4);
  });

  it('when the message itself names another host, then it is refused without a call', async () => {
    const { conversationId = '' } = desk.intercom.customerWrites({
      body: '<p>hi <img src="https://evil.example/l.png"></p>',
    });
    const conversations = desk.connect();
    const { messages } = await foundOf(conversations.content(conversationId));
    const [file] = messages[0]?.attachments ?? [];
    expect(file).toMatchObject({ inline: true, url: 'https://evil.example/l.png' });
    const error = await failureOf(conversations.download(file?.url ?? '', 100));
    expect(error.message).toContain('evil.example');
  });
});
