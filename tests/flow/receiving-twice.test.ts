// The same webhook more than once, a sender that is slow, a disk that is busy or gone.
import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileArrivals } from '../../src/application/file-arrivals.ts';
import { type Door, openDoor, sign } from '../support/door.ts';

let door: Door;

beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const update = (timestamp: number, issue = '10001'): string =>
  JSON.stringify({ webhookEvent: 'jira:issue_updated', timestamp, issue: { id: issue, key: 'SUP-1' } });
const ping = (at: number): string =>
  JSON.stringify({ type: 'notification_event', app_id: 'ws1', id: null, topic: 'ping', created_at: at, data: {} });

const settled = () =>
  expect
    .poll(async () => {
      await fileArrivals(door.deskbridge.bridge);
      return door.stored().filter((row) => ['queued', 'working', 'waiting'].includes(row.state));
    })
    .toEqual([]);

describe('the same webhook again', () => {
  it('when the same delivery id comes with other bytes, then it is one event', async () => {
    const headers = { 'x-atlassian-webhook-identifier': 'delivery-1' };
    const answers = [await door.cloud(update(1), headers), await door.cloud(update(2), headers)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await settled();
    expect(door.stored()).toHaveLength(1);
    expect(door.journaled()).toBe(1);
  });

  it('when the same bytes come under another delivery id or under none, then it is one event', async () => {
    await door.cloud(update(1), { 'x-atlassian-webhook-identifier': 'delivery-1' });
    await door.cloud(update(1), { 'x-atlassian-webhook-identifier': 'delivery-2' });
    await door.cloud(update(1));
    await settled();
    expect(door.stored()).toHaveLength(1);
  });

  it('when bytes and ids differ, then they are two events in one lane', async () => {
    await door.cloud(update(1), { 'x-atlassian-webhook-identifier': 'delivery-1' });
    await door.cloud(update(2), { 'x-atlassian-webhook-identifier': 'delivery-2' });
    await settled();
    expect(door.stored().map(({ lane }) => lane)).toEqual(['issue/cloud/10001', 'issue/cloud/10001']);
  });

  it('when the same bytes come to two connections, then each has its event', async () => {
    const body = update(1);
    await door.cloud(body);
    await door.send('POST', '/webhooks/signing-dc', sign('sha256', 'dc-secret', body), [Buffer.from(body)]);
    await settled();
    expect(door.stored().map(({ connection }) => connection)).toEqual(['cloud', 'signing-dc']);
  });

  it('when an old webhook with its right signature is sent again much later, then nothing comes of it', async () => {
    await door.cloud(update(1));
    await settled();
    for (let time = 0; time < 5; time++) expect((await door.cloud(update(1))).status).toBe(200);
    await settled();
    expect(door.stored()).toHaveLength(1);
  });

  it('when Intercom pings without an id, then each ping is an event, and the same ping again is not', async () => {
    await door.intercom(ping(1));
    await door.intercom(ping(1));
    await door.intercom(ping(2));
    await settled();
    expect(door.stored().map(({ topic, reason }) => `${topic} ${reason}`)).toEqual(['ping ping', 'ping ping']);
  });

  it('when Intercom tries again, which counts up its delivery attempts, then it is one event by its id', async () => {
    const body = (attempts: number): string =>
      JSON.stringify({
        type: 'notification_event',
        app_id: 'ws1',
        id: 'notif_1',
        topic: 'user.created',
        delivery_attempts: attempts,
      });
    await door.intercom(body(1));
    await door.intercom(body(2));
    await settled();
    expect(door.stored()).toHaveLength(1);
  });

  it('when 200 copies come at the same moment, then all are answered 200 and one event is stored', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => door.cloud(update(7))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await settled();
    expect(door.stored()).toHaveLength(1);
  });
});

describe('slow and broken senders', () => {
  const head = (length: number, body: string): string =>
    [
      'POST /webhooks/cloud HTTP/1.1',
      'host: bridge',
      'content-type: application/json',
      `content-length: ${length}`,
      `x-hub-signature: ${sign('sha256', 'cloud-new', body)['x-hub-signature']}`,
      '',
      '',
    ].join('\r\n');

  it('when a hundred senders trickle, then others are answered meanwhile, and each slow one is stored in the end', async () => {
    const bodies = Array.from({ length: 100 }, (_, index) => update(index + 1));
    const sockets = bodies.map((body) => {
      const socket = connect(door.deskbridge.port, '127.0.0.1');
      socket.write(head(body.length, body) + body.slice(0, 10));
      return socket;
    });
    const startedAt = performance.now();
    expect((await door.cloud(update(1000))).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    const answers = sockets.map(
      (socket) => new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString('utf8')))),
    );
    for (const [index, socket] of sockets.entries()) socket.write((bodies[index] ?? '').slice(10));
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    for (const socket of sockets) socket.destroy();
    await settled();
    expect(door.stored()).toHaveLength(101);
  });

  it('when a sender goes away in the middle, then nothing is stored and the door stays open', async () => {
    const body = update(1);
    const socket = connect(door.deskbridge.port, '127.0.0.1');
    socket.write(head(body.length, body) + body.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await expect.poll(() => door.log.some((line) => line.includes('webhook.broken_off'))).toBe(true);
    expect(door.journaled()).toBe(0);
    expect((await door.cloud(body)).status).toBe(200);
  });

  it('when what comes is not even HTTP, then the door stays open', async () => {
    const socket = connect(door.deskbridge.port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString('utf8'))));
    socket.write('\u0016\u0003\u0001 hello\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
    expect((await door.cloud(update(1))).status).toBe(200);
  });
});

describe('a disk that does not take it', () => {
  it('when another program holds the database for a moment, then the sender waits, others are served, and it is stored', async () => {
    const other = new DatabaseSync(door.databasePath);
    other.exec('begin immediate');
    const answer = door.cloud(update(1));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const startedAt = performance.now();
    expect((await door.send('HEAD', '/webhooks/cloud')).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(250);
    other.exec('commit');
    other.close();
    expect((await answer).status).toBe(200);
    expect(door.journaled()).toBe(1);
  });

  it('when another program holds the database for long, then the answer is 503, and afterwards 200 again', async () => {
    const other = new DatabaseSync(door.databasePath);
    other.exec('begin immediate');
    const startedAt = performance.now();
    const answers = await Promise.all([door.cloud(update(1)), door.cloud(update(2)), door.intercom(ping(1))]);
    expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(
      Array.from({ length: 3 }, () => '503 the event could not be stored: please send it again'),
    );
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect((await door.send('GET', '/healthz')).status).toBe(200);
    expect((await door.send('GET', '/readyz')).status).toBe(503);
    other.exec('commit');
    other.close();
    expect((await door.cloud(update(1))).status).toBe(200);
    expect((await door.send('GET', '/readyz')).status).toBe(200);
    await settled();
    expect(door.stored()).toHaveLength(1);
  });

  it('when the database is gone altogether, then every webhook is answered 503 and the process lives', async () => {
    await door.deskbridge.bridge.ledger.close();
    for (let time = 0; time < 3; time++) expect((await door.cloud(update(time))).status).toBe(503);
    expect((await door.send('GET', '/healthz')).status).toBe(200);
    const ready = await door.send('GET', '/readyz');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({
      status: 'not ready',
      problems: [expect.stringContaining('database')],
    });
    expect(door.log.join('')).toContain('event.not_stored');
  });

  it('when many come at once, then all are stored; how long each answer took is printed', async () => {
    const times: number[] = [];
    const one = async (n: number): Promise<number> => {
      const startedAt = performance.now();
      const { status } = await door.cloud(update(n, String(n)));
      times.push(performance.now() - startedAt);
      return status;
    };
    for (let round = 0; round < 10; round++) {
      const numbers = Array.from({ length: 50 }, (_, index) => round * 50 + index + 1);
      expect(new Set(await Promise.all(numbers.map(one)))).toEqual(new Set([200]));
    }
    times.sort((a, b) => a - b);
    const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
    console.log(`answers to 50 webhooks at a time: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
    await settled();
    expect(door.stored()).toHaveLength(500);
  });
});
