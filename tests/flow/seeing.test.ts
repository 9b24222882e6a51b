// What people and machines can see: health, metrics, the history page, and the trace by every name of a thing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, quiet } from '../support/observe.ts';
import { inboxUrl, linkedDialog, notesIn, startWorld, type World } from '../support/world.ts';

describe.each([
  ['en', 'History of a note', 'Received'],
  ['ru', 'История заметки', 'Получено'],
] as const)('the history page in %s', (locale, title, received) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ locale });
  });
  afterAll(() => world.stop());

  const page = async (path: string) => {
    const response = await fetch(`${world.url}${path}`);
    return { status: response.status, headers: response.headers, html: await response.text() };
  };

  it('when the link in a note is followed, then the page tells what led to it, without anybody’s words or names', async () => {
    const { conversationId, issue } = await linkedDialog(world, { summary: 'Summary of Maria Petrova' });
    world.jira.addComment({ issue: issue.key, body: 'Secret words <script>alert(1)</script>' });
    await quiet(world);
    const note = notesIn(world, conversationId).at(-1) ?? '';
    expect(note).toContain('Secret words');
    const link = /http:\/\/bridge\.test(\/history\/dl_[0-9a-f]{26})/.exec(note)?.[1] ?? '';
    const { status, headers, html } = await page(link);
    expect(status).toBe(200);
    for (const part of [title, received, `lang="${locale}"`, 'comment_created']) expect(html).toContain(part);
    for (const word of ['Secret', 'Maria', 'Petrova', 'maria@example.com', 'Olga', '<script'])
      expect(html).not.toContain(word);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(html).toContain('noindex');
  });

  it.each([
    '/history/dl_none',
    '/history/ev_none',
    '/history/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    '/history/dl_%22%3E%3Cimg%20src=x%3E',
  ])('when %s is asked for, then it is 404 and nothing of the question is in the page', async (path) => {
    const { status, html } = await page(path);
    expect(status).toBe(404);
    expect(html).not.toMatch(/<script|<img/);
    expect(html).toContain(title);
  });
});

describe('the trace and the numbers', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('when something of ours waits for its time, then it is told as to come and not among what has happened', async () => {
    const { issue } = await linkedDialog(world);
    await quiet(world);
    const { body } = await world.api('GET', `/events?q=${issue.key}`);
    const { events, upcoming } = body as Record<
      'events' | 'upcoming',
      { topic: string; outcome: string; dueAt: number }[]
    >;
    expect(events.map(({ outcome }) => outcome)).not.toContain('waiting');
    expect(upcoming).toMatchObject([{ topic: 'bridge.summary_due', outcome: 'waiting' }]);
    expect(upcoming[0]?.dueAt).toBeGreaterThan(Date.now());
  });

  it('when asked by any name of a linked pair, then the same chain is found', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.addComment({ issue: issue.key, body: 'Found it' });
    await quiet(world);
    const told = (await eventsOf(world, issue.key)).find(({ reason }) => reason === 'noted');
    const delivery = told?.deliveries[0]?.id ?? '';
    const names = [
      issue.key,
      issue.key.toLowerCase(),
      `${world.jira.url}/browse/${issue.key}`,
      conversationId,
      inboxUrl(conversationId, 'app.eu.intercom.com'),
      `  ${told?.id}  `,
      delivery,
    ];
    for (const name of names)
      expect(
        (await eventsOf(world, name)).map(({ id }) => id),
        name,
      ).toContain(told?.id);
    const { body } = await world.api('GET', `/events/${told?.id}`);
    expect(body).toMatchObject({
      outcome: 'done',
      because: expect.stringMatching(/\S/),
      facts: { issue: { key: issue.key }, links: 1 },
      deliveries: [
        { id: delivery, kind: 'add_note', state: 'delivered', attempts: 1, receipt: expect.stringMatching(/^\d+$/) },
      ],
    });
    expect((await world.api('GET', '/events/ev_none')).status).toBe(404);
    expect((await world.api('GET', '/events?q=')).status).toBe(400);
    expect(await eventsOf(world, 'nothing at all')).toEqual([]);
    world.guard.assertNoProblems();
  });

  it('when asked by the key of an issue that was never linked, then its events are found with their reason', async () => {
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Alone' });
    world.jira.editIssue({ issue: key, fields: { summary: 'Still alone' } });
    await quiet(world);
    for (const name of [key, key.toLowerCase(), `${world.jira.url}/browse/${key}`]) {
      const events = await eventsOf(world, name);
      expect(events.map(({ topic, reason }) => `${topic} ${reason}`)).toEqual([
        'jira:issue_created not_linked',
        'jira:issue_updated not_linked',
      ]);
    }
  });

  it('when an event is replayed, then it is a new one that names the old', async () => {
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Again' });
    await quiet(world);
    const [first] = await eventsOf(world, key);
    const { status, body } = await world.api('POST', `/events/${first?.id}/replay`);
    expect(status).toBe(202);
    await quiet(world);
    expect((await world.api('GET', `/events/${String(body['event'])}`)).body).toMatchObject({
      replayOf: first?.id,
      outcome: 'ignored',
    });
    expect(await eventsOf(world, key)).toHaveLength(2);
    expect((await world.api('POST', '/events/ev_none/replay')).status).toBe(404);
  });

  it('when all is well, then it is alive and ready, and the metrics count what was done', async () => {
    expect(await (await fetch(`${world.url}/healthz`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${world.url}/readyz`)).json()).toMatchObject({
      status: 'ready',
      problems: [],
      alarms: [],
    });
    const response = await fetch(`${world.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    for (const name of [
      'deskbridge_events_received_total{connection="jira",result="recorded"}',
      'deskbridge_events_total{outcome="done",reason="linked"}',
      'deskbridge_deliveries_total{kind="add_note",state="delivered"}',
      'deskbridge_vendor_calls_total',
      'process_cpu_seconds_total',
    ]) {
      expect(text).toContain(name);
    }
    for (const personal of ['maria@', 'SUP-', 'Olga', '2154700']) expect(text).not.toContain(personal);
  });

  it('when the state of deliveries is asked for, then only known states are taken', async () => {
    expect((await world.api('GET', '/deliveries?state=delivered')).status).toBe(200);
    for (const query of ['', '?state=', '?state=lost']) {
      const { status, body } = await world.api('GET', `/deliveries${query}`);
      expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('parked')]);
    }
  });
});
