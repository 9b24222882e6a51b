// Nothing is lost and nothing is doubled while vendors fail in every way they can.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertOnlyFaults } from '../support/faults.ts';
import { eventsOf, quiet } from '../support/observe.ts';
import {
  inboxUrl,
  linkedDialog,
  notesIn,
  openDialog,
  settled,
  startWorld,
  until,
  type World,
} from '../support/world.ts';

const NOTE = 'POST /conversations/.*/reply';
const COMMENT = { method: 'POST', path: '/comment$' };

type ChatFault = Parameters<World['intercom']['addFault']>[0]['kind'];
type TrackerFault = Parameters<World['jira']['faults']['add']>[0]['kind'];

let world: World;
beforeEach(async () => {
  world = await startWorld({
    delivery: 'inDoubtWait: 400ms, timeout: 1s, lease: 5s',
    service: { probeEvery: 100, retryBase: 50 },
  });
});
afterEach(async () => {
  assertOnlyFaults(world);
  await world.stop();
});

const count = (conversationId: string, text: string): number =>
  notesIn(world, conversationId).filter((note) => note.includes(text)).length;
const ready = async () => {
  const response = await fetch(`${world.url}/readyz`);
  return {
    status: response.status,
    body: (await response.json()) as { problems: string[]; alarms: { kind: string; subject: string }[] },
  };
};
const commentsOf = (issueId: string): string[] =>
  (world.jira.state.issues.get(issueId)?.comments ?? []).map(({ body }) => JSON.stringify(body));
const parked = async () =>
  (await world.api('GET', '/deliveries?state=parked')).body['deliveries'] as {
    id: string;
    kind: string;
    error: string;
  }[];

describe('a vendor that does the work and does not say so', () => {
  it.each<ChatFault>(['fail-after', 'drop-after', 'hang-after', 'empty', 'stalled-body'])(
    'when Intercom does %s on a note, then the note is there exactly once',
    async (kind) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.intercom.addFault({ kind, match: NOTE, count: 2 });
      world.jira.addComment({ issue: issue.key, body: 'Found the cause' });
      await until('the note', () => count(conversationId, 'Found the cause') > 0);
      await quiet(world);
      expect(count(conversationId, 'Found the cause')).toBe(1);
      const events = await eventsOf(world, issue.key);
      expect(events.flatMap(({ deliveries }) => deliveries).every(({ state }) => state === 'delivered')).toBe(true);
    },
  );

  it.each<TrackerFault>(['fail-after', 'drop-after', 'hang-after'])(
    'when Jira does %s on a comment, then the comment is there exactly once',
    async (kind) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.jira.faults.add({ kind, ...COMMENT, count: 1 });
      world.intercom.teammateNotes({ conversationId, body: '<p>jira: the customer waits</p>' });
      await until('the comment', () => commentsOf(issue.id).some((body) => body.includes('the customer waits')));
      await quiet(world);
      expect(commentsOf(issue.id).filter((body) => body.includes('the customer waits'))).toHaveLength(1);
      expect(count(conversationId, 'the customer waits')).toBe(0);
    },
  );

  it.each<ChatFault>(['fail-before', 'drop-before', 'hang', 'outage', 'non-json'])(
    'when Intercom does %s, then the note is repeated until it is there, exactly once',
    async (kind) => {
      const { conversationId, issue } = await linkedDialog(world);
      world.intercom.addFault({ kind, match: NOTE, count: 3 });
      world.jira.addComment({ issue: issue.key, body: 'Found the cause' });
      await until('the note', () => count(conversationId, 'Found the cause') > 0, 15_000);
      await quiet(world);
      expect(count(conversationId, 'Found the cause')).toBe(1);
    },
  );
});

describe('a vendor that asks for a pause', () => {
  it('when Jira answers 429 with Retry-After, then nothing is sent to that place before it is over, and all arrives', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.faults.add({ kind: 'rate-limited', ...COMMENT, count: 1, retryAfter: 2 });
    const before = world.jira.exchanges.length;
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: one</p>' });
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: two</p>' });
    await until('both comments', () => commentsOf(issue.id).length === 2, 15_000);
    await quiet(world);
    const tries = world.jira.exchanges
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/comment'));
    expect(tries.map(({ status }) => status)).toEqual([429, 201, 201]);
    expect((tries[1]?.at ?? 0) - (tries[0]?.at ?? 0)).toBeGreaterThanOrEqual(1950);
    expect(commentsOf(issue.id)[0]).toContain('one');
  });

  it('when Intercom answers 429, then the note comes once', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.addFault({ kind: 'rate-limit', match: NOTE, count: 2 });
    world.jira.addComment({ issue: issue.key, body: 'Found the cause' });
    await until('the note', () => count(conversationId, 'Found the cause') > 0, 30_000);
    await quiet(world);
    expect(count(conversationId, 'Found the cause')).toBe(1);
  }, 60_000);
});

describe('an outage', () => {
  it('when Intercom is down, then comments still reach Jira, and afterwards the notes come once and in order', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.addFault({ kind: 'outage', match: NOTE });
    for (const word of ['first', 'second', 'third']) {
      world.jira.addComment({ issue: issue.key, body: `The ${word} word` });
      await until(`the ${word} to be planned`, async () =>
        (await eventsOf(world, issue.key)).every(({ outcome }) => outcome !== 'queued'),
      );
    }
    world.intercom.teammateNotes({ conversationId, body: '<p>jira: still with you</p>' });
    await until('the comment in Jira', () => commentsOf(issue.id).some((body) => body.includes('still with you')));
    expect(notesIn(world, conversationId)).toHaveLength(1);
    world.intercom.clearFaults();
    await until('the notes', () => count(conversationId, 'third') > 0, 15_000);
    await quiet(world);
    const text = notesIn(world, conversationId).join(' ');
    const places = ['first', 'second', 'third'].map((word) => text.indexOf(`The ${word} word`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const word of ['first', 'second', 'third']) expect(text.split(`The ${word} word`)).toHaveLength(2);
  });

  it('when one dialog refuses its note, then the others of the issue get theirs, and its next note is not held up', async () => {
    const [bad, good] = [openDialog(world), openDialog(world)];
    const { key } = world.jira.createIssue({
      project: 'SUP',
      summary: 'Two',
      description: `${inboxUrl(bad)} ${inboxUrl(good)}`,
    });
    await until('both link notes', () => notesIn(world, bad).length === 1 && notesIn(world, good).length === 1);
    await quiet(world);
    world.intercom.addFault({ kind: 'fail-before', status: 422, match: `POST /conversations/${bad}/reply`, count: 1 });
    world.jira.addComment({ issue: key, body: 'First comment' });
    await until('it to be parked', async () => (await parked()).length === 1);
    world.jira.addComment({ issue: key, body: 'Second comment' });
    await quiet(world);
    expect([count(bad, 'First'), count(bad, 'Second'), count(good, 'First'), count(good, 'Second')]).toEqual([
      0, 1, 1, 1,
    ]);
    const [stuck] = await parked();
    expect(stuck).toMatchObject({ kind: 'add_note', error: expect.stringContaining('422') });
    expect((await ready()).body.alarms).toMatchObject([{ kind: 'delivery_parked', subject: stuck?.id }]);
    expect((await world.api('POST', `/deliveries/${stuck?.id}/replay`)).status).toBe(202);
    await until('the note', () => count(bad, 'First') === 1);
    await quiet(world);
    expect((await ready()).body.alarms).toEqual([]);
    expect((await world.api('POST', `/deliveries/${stuck?.id}/replay`)).status).toBe(409);
    expect((await world.api('POST', '/deliveries/dl_none/replay')).status).toBe(404);
    expect(count(bad, 'First')).toBe(1);
  });

  it('when two issues tell one dialog, then its notes keep the order in which they were planned although the first is retried', async () => {
    const dialog = openDialog(world);
    const issues = ['One', 'Two'].map((summary) =>
      world.jira.createIssue({ project: 'SUP', summary, description: inboxUrl(dialog) }),
    );
    await until('both link notes', () => notesIn(world, dialog).length === 2);
    await quiet(world);
    world.intercom.addFault({ kind: 'fail-before', status: 503, match: NOTE, count: 3 });
    world.jira.addComment({ issue: issues[0]?.key ?? '', body: 'From the first' });
    await until('the first to be planned', async () =>
      (await eventsOf(world, issues[0]?.key ?? '')).some(({ reason }) => reason === 'noted'),
    );
    world.jira.addComment({ issue: issues[1]?.key ?? '', body: 'From the second' });
    await until('both notes', () => count(dialog, 'From the') === 2, 15_000);
    const notes = notesIn(world, dialog).slice(2);
    expect(notes[0]).toContain('From the first');
    expect(notes[1]).toContain('From the second');
    await quiet(world);
  });
});

describe('a dead token', () => {
  const JIRA_DEAD: readonly [string, () => void][] = [
    ['401', () => world.jira.faults.add({ kind: 'fail-before', status: 401 })],
    ['403 everywhere', () => world.jira.faults.add({ kind: 'fail-before', status: 403 })],
    ['404 because the caller is taken for anonymous', () => world.jira.faults.add({ kind: 'dead-token' })],
    ['a redirect to the login page', () => world.jira.faults.add({ kind: 'login-redirect' })],
    ['a login page', () => world.jira.faults.add({ kind: 'html' })],
  ];

  it.each(JIRA_DEAD)(
    'when Jira answers %s, then it is paused with an alarm, and goes on by itself when it is well',
    async (_name, die) => {
      const { conversationId, issue } = await linkedDialog(world);
      die();
      world.intercom.teammateNotes({ conversationId, body: '<p>jira: one</p>' });
      await until('the pause', async () => (await ready()).body.alarms.length > 0);
      const { body } = await ready();
      expect(body.problems.join(' ')).toContain('jira is paused');
      expect(body.alarms).toMatchObject([{ kind: 'connection_paused', subject: 'jira' }]);
      expect(await parked()).toEqual([]);
      world.jira.editIssue({ issue: issue.key, fields: { summary: 'While it was paused' } });
      await world.jira.settled();
      expect(commentsOf(issue.id)).toEqual([]);
      world.jira.faults.clear();
      await until('the resumption', async () => (await ready()).body.alarms.length === 0);
      await until('the comment', () => commentsOf(issue.id).length === 1);
      await until('the note of the change', () => count(conversationId, 'While it was paused') === 1);
      await quiet(world);
      expect((await ready()).body.alarms).toEqual([]);
      expect(commentsOf(issue.id)).toHaveLength(1);
    },
  );

  it('when Intercom answers 401, then only its lanes wait, also over a restart, and then all is told once', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.addFault({ kind: 'invalid-token' });
    world.jira.addComment({ issue: issue.key, body: 'Found the cause' });
    await until('the pause', async () => (await ready()).body.alarms.some(({ subject }) => subject === 'intercom'));
    await world.restart();
    expect((await ready()).body.alarms).toMatchObject([{ kind: 'connection_paused', subject: 'intercom' }]);
    const { key } = world.jira.createIssue({ project: 'SUP', summary: 'Not linked' });
    await until('the event of another issue', async () =>
      (await eventsOf(world, key)).some(({ reason }) => reason === 'not_linked'),
    );
    world.intercom.clearFaults();
    await until('the note', () => count(conversationId, 'Found the cause') === 1);
    await quiet(world);
    expect(count(conversationId, 'Found the cause')).toBe(1);
    await until('the resumption', async () => (await ready()).body.alarms.length === 0);
  });
});

describe('a restart', () => {
  it('when it comes in the middle of calls, then what was under way is looked up, and all is there once and in order', async () => {
    const dialogs = await Promise.all([linkedDialog(world), linkedDialog(world), linkedDialog(world)]);
    world.intercom.setLatency(60);
    world.intercom.setWebhookOptions({ retryDelayMs: 700 });
    for (let round = 0; round < 4; round++) {
      for (const { issue } of dialogs) world.jira.addComment({ issue: issue.key, body: `Round ${round}.` });
      await new Promise((resolve) => setTimeout(resolve, 40));
      await world.restart();
    }
    world.intercom.setLatency(0);
    await quiet(world);
    for (const { conversationId } of dialogs) {
      const text = notesIn(world, conversationId).join(' ');
      const places = [0, 1, 2, 3].map((round) => text.indexOf(`Round ${round}.`));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      for (const round of [0, 1, 2, 3]) expect(text.split(`Round ${round}.`)).toHaveLength(2);
    }
  });

  it('when a stop is asked for in a long backlog, then it does not wait for all of it, and the rest comes after the start', async () => {
    const dialog = openDialog(world);
    const keys = Array.from(
      { length: 30 },
      (_, n) => world.jira.createIssue({ project: 'SUP', summary: `Issue ${n}`, description: inboxUrl(dialog) }).key,
    );
    world.intercom.setLatency(150);
    await until('the first notes', () => notesIn(world, dialog).length > 1);
    const startedAt = performance.now();
    await world.restart();
    expect(performance.now() - startedAt).toBeLessThan(3000);
    world.intercom.setLatency(0);
    await until('all notes', () => notesIn(world, dialog).length === 30, 15_000);
    await settled(world, 15_000);
    for (const key of keys) expect(count(dialog, `/browse/${key}"`)).toBe(1);
  }, 60_000);
});
