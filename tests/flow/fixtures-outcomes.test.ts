// Sends every recorded webhook of other projects to a running bridge: each ends in one outcome that a person can read.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileArrivals } from '../../src/application/file-arrivals.ts';
import {
  intercomHeaders,
  jiraHeaders,
  linkedDialog,
  notesIn,
  settled,
  startWorld,
  until,
  type World,
} from '../support/world.ts';

const ROOT = resolve(process.env['VENDOR_FIXTURES_DIR'] ?? '../shared/fixtures');
const JIRA = join(ROOT, 'jira-webhooks');
const INTERCOM = join(ROOT, 'intercom-webhooks');

const titled = (what: string, folder: string): string =>
  existsSync(folder) ? what : `${what} (skipped: no folder ${folder}, set VENDOR_FIXTURES_DIR)`;
const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

interface Ended {
  readonly file: string;
  readonly status: number;
  readonly topic: string;
  readonly outcome: string;
  readonly reason: string;
  readonly detail: string;
  readonly because: string;
}

/** Sends one file as the vendor would, and waits until all is decided. */
async function send(world: World, connection: string, folder: string, file: string): Promise<Ended> {
  const raw = readFileSync(join(folder, file));
  const headers = connection === 'jira' ? jiraHeaders(raw) : intercomHeaders(raw);
  const seen = newest(world);
  const { status } = await world.deliver(connection, raw, headers);
  await fileArrivals(world.deskbridge.bridge);
  await settled(world);
  const id = newest(world);
  const { body } = await world.api('GET', `/events/${id}`);
  if (id === seen) return { file, status, topic: '-', outcome: 'not stored', reason: '-', detail: '-', because: '-' };
  const { topic, outcome, reason, detail, because } = body as Record<string, string | null>;
  return {
    file,
    status,
    topic: topic ?? '',
    outcome: outcome ?? '',
    reason: reason ?? '',
    detail: detail ?? '',
    because: because ?? '',
  };
}

/** The id of the event that was filed last. */
function newest(world: World): string {
  const database = new DatabaseSync(join(world.folder, 'deskbridge.db'), { readOnly: true });
  const row = database.prepare('select id from received_events order by seq desc limit 1').get();
  database.close();
  return String(row?.['id'] ?? '');
}

function print(title: string, rows: readonly Ended[]): void {
  const width = Math.max(...rows.map(({ file }) => file.length));
  const lines = rows.map(({ file, topic, outcome, reason, detail }) =>
    [file.padEnd(width), topic.padEnd(34), `${outcome} (${reason})`.padEnd(26), detail.slice(0, 60)].join('  '),
  );
  console.log([title, ...lines].join('\n'));
}

/** Nothing is linked, so no recorded webhook may have an effect; each must say why. */
function expectSensible(rows: readonly Ended[]): void {
  expect(rows.filter(({ status }) => status !== 200)).toEqual([]);
  expect(rows.filter(({ outcome }) => outcome !== 'ignored')).toEqual([]);
  for (const row of rows) expect(row.because, row.file).toMatch(/^\S.{8,}$/);
}

const JIRA_EXPECTED: readonly [RegExp, string][] = [
  [/anomalous/, 'unreadable'],
  [/issuelink|worklog|attachment_created/, 'not_mirrored'],
  [/./, 'not_linked'],
];
const INTERCOM_EXPECTED: readonly [RegExp, string][] = [
  [/^conversation/, 'dialog_not_linked|plain_note|unreadable'],
  [/^ping$/, 'ping'],
  [/^(user|contact|lead|visitor|company|event|tag|ticket)\b/, 'not_mirrored'],
];

const expected = (table: readonly [RegExp, string][], name: string): string =>
  table.find(([pattern]) => pattern.test(name))?.[1] ?? 'unreadable|not_mirrored|unknown_event';

describe.skipIf(!existsSync(JIRA)).each(['cloud', 'data-center'] as const)(
  titled('the recorded webhooks of Jira, sent to a %s connection', JIRA),
  (edition) => {
    let world: World;
    beforeAll(async () => {
      world = await startWorld({ edition });
    });
    afterAll(() => world.stop());

    it('when all are sent one after another, then each ends in a sensible outcome and none is left open', async () => {
      const rows: Ended[] = [];
      for (const file of filesIn(JIRA)) rows.push(await send(world, 'jira', JIRA, file));
      print(`Jira ${edition}: ${rows.length} recorded webhooks`, rows);
      expect(rows.length).toBeGreaterThan(50);
      // Some projects recorded the same bytes as others.
      const stored = rows.filter(({ outcome }) => outcome !== 'not stored');
      expect(stored.length).toBeGreaterThan(rows.length * 0.8);
      expectSensible(stored);
      for (const { file, reason } of stored)
        expect(`${file}: ${reason}`).toBe(`${file}: ${expected(JIRA_EXPECTED, file)}`);
      expect(await world.deskbridge.bridge.ledger.upkeep.counts()).toEqual({});
      expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
      expect(world.intercom.state.noteCount).toBe(0);
      world.guard.assertNoProblems();
    });
  },
);

describe.skipIf(!existsSync(INTERCOM))(titled('the recorded webhooks of Intercom', INTERCOM), () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it('when they come as they were recorded, then each ends in a sensible outcome: most are of another workspace', async () => {
    const rows: Ended[] = [];
    for (const file of filesIn(INTERCOM)) rows.push(await send(world, 'intercom', INTERCOM, file));
    print(`Intercom: ${rows.length} recorded webhooks`, rows);
    expect(rows.length).toBeGreaterThan(10);
    expectSensible(rows.filter(({ outcome }) => outcome !== 'not stored'));
    expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
    world.guard.assertNoProblems();
  });

  it('when they come from our own workspace, then each ends in a sensible outcome', async () => {
    const rows: Ended[] = [];
    for (const file of filesIn(INTERCOM)) {
      const payload = JSON.parse(readFileSync(join(INTERCOM, file), 'utf8')) as Record<string, unknown>;
      if (typeof payload['topic'] !== 'string') continue;
      const raw = JSON.stringify({ ...payload, app_id: 'ws1', id: `ours-${file}` });
      const { status } = await world.deliver('intercom', raw, intercomHeaders(raw));
      await fileArrivals(world.deskbridge.bridge);
      await settled(world);
      const { body } = await world.api('GET', `/events/${newest(world)}`);
      const { topic, outcome, reason, detail, because } = body as Record<string, string>;
      rows.push({ file, status, topic, outcome, reason, detail: detail ?? '', because } as Ended);
    }
    print(`Intercom, as our own workspace: ${rows.length} recorded webhooks`, rows);
    expect(rows.length).toBeGreaterThan(10);
    expectSensible(rows.filter(({ outcome }) => outcome !== 'done'));
    for (const { file, topic, reason } of rows) {
      expect(reason, file).toMatch(new RegExp(`^(${expected(INTERCOM_EXPECTED, topic)})$`));
    }
    expect(await world.deskbridge.bridge.ledger.upkeep.counts()).toEqual({});
    expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('an event that nobody can read', () => {
  it('when it stands before a good one in the same lane, then the good one is told all the same', async () => {
    const world = await startWorld();
    try {
      const { conversationId, issue } = await linkedDialog(world);
      const strange = [
        { webhookEvent: 'jira:issue_teleported', issue },
        { webhookEvent: 'jira:issue_updated', issue: { ...issue, fields: 'none' }, changelog: { items: 'many' } },
        { webhookEvent: 'comment_created', issue, comment: { id: {} } },
      ];
      for (const payload of strange) {
        const raw = JSON.stringify(payload);
        expect((await world.deliver('jira', raw, jiraHeaders(raw))).status).toBe(200);
      }
      world.jira.addComment({ issue: issue.key, body: 'The good one behind them' });
      await until('the comment behind them', () =>
        notesIn(world, conversationId).some((note) => note.includes('good one')),
      );
      await settled(world);
      const { body } = await world.api('GET', `/events?q=${issue.key}`);
      const events = body['events'] as { outcome: string; topic: string; reason: string }[];
      // A summary may wait for its minutes.
      const told = events.filter(({ topic }) => topic !== 'bridge.summary_due');
      expect(told.filter(({ outcome }) => outcome === 'parked' || outcome === 'waiting')).toEqual([]);
      expect(events.find(({ topic }) => topic.includes('teleported'))?.reason).toBe('unknown_event');
      world.guard.assertNoProblems();
    } finally {
      await world.stop();
    }
  });
});
