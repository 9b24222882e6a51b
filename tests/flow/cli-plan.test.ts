// Trying rules on recorded events, and asking why one ended as it did, on the real command line.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/adapters/sql/index.ts';
import { planIssueEvents } from '../../src/domain/plan/plan-issue-events.ts';
import { issueLane } from '../../src/domain/refs.ts';
import { type Cli, makeCli } from '../support/cli.ts';
import { linkedDialog, notesIn, settled, startWorld, until, type World } from '../support/world.ts';
import { changed, DIALOG, DONE, ISSUE, issueFacts, known, RULES } from '../unit/plan/builders.ts';

interface Planned {
  readonly ms: number;
  readonly events: number;
  readonly same: number;
  readonly different: readonly {
    readonly eventIds: readonly string[];
    readonly differences: readonly {
      readonly group: string;
      readonly was: string | null;
      readonly would: string | null;
    }[];
  }[];
  readonly untold: readonly { readonly why: string }[];
}

const RULE = `      rules:
        - { on: status_changed, to: { category: done }, do: [{ tag: fixed }] }
        - { on: comment_added, do: [] }
`;

function changedConfig(cli: Cli, change: (text: string) => string): string {
  const file = join(cli.folder, 'new.yaml');
  writeFileSync(file, change(readFileSync(cli.configFile, 'utf8')));
  return file;
}

/** The config with these rules under its one workflow. */
const withRules = (rules: string) => (text: string) =>
  text.replace(/( +)issue: \{ connection: jira, project: SUP, type: Bug \}\n/, (line, indent: string) => {
    return line + rules.replaceAll(/^ {6}/gm, indent);
  });

describe('with a service that has told some changes', () => {
  let world: World;
  let cli: Cli;

  beforeEach(async () => {
    world = await startWorld();
    cli = makeCli({ intercomUrl: world.intercom.url, jiraUrl: world.jira.url, folder: world.folder });
  });

  afterEach(async () => {
    await world.stop();
  });

  /** A linked dialog whose issue was commented and then done. */
  async function told(): Promise<{ conversationId: string; issue: { id: string; key: string } }> {
    const { conversationId, issue } = await linkedDialog(world);
    world.jira.addComment({ issue: issue.key, body: 'We found it' });
    await until('the note of the comment', () => notesIn(world, conversationId).length === 2);
    await settled(world);
    world.jira.transitionIssue({ issue: issue.key, to: 'Done' });
    await until('the note of the end', () => notesIn(world, conversationId).length === 3);
    await settled(world);
    return { conversationId, issue };
  }

  it('when the rules are the same, then everything would end the same, and it ends with 0', async () => {
    await told();
    const { code, stdout, stderr } = await cli.run(
      'plan',
      '--config',
      changedConfig(cli, (text) => text),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/ {2}(\d+) would end the same\n {2}0 would end differently\n {2}0 can't be told/);
  });

  it('when rules change, then what would have ended differently is told side by side; nothing is sent or stored', async () => {
    const { conversationId } = await told();
    const state = async () => ({
      notes: notesIn(world, conversationId, true).length,
      calls: world.jira.exchanges.length,
      counts: await world.deskbridge.bridge.ledger.upkeep.counts(),
    });
    const before = await state();
    const file = changedConfig(cli, withRules(RULE));
    const { code, stdout } = await cli.run('plan', '--config', file, '--last', '50');
    expect(code).toBe(2);
    expect(stdout).toMatch(/end: done noted → ignored silenced: 1 decision/);
    expect(stdout).toMatch(/reopen: no longer: 1 decision/);
    expect(stdout).toMatch(/tag: new: 1 decision/);
    expect(stdout).toMatch(/\(nothing\) +│ put on fixed/);
    expect(stdout).toMatch(/[23] would end differently/);
    const { stdout: json } = await cli.run('plan', '--config', file, '--json');
    const planned = JSON.parse(json) as Planned;
    expect(planned.different).toHaveLength(2);
    const groups = planned.different.flatMap(({ differences }) => differences.map(({ group }) => group));
    expect(groups.filter((group) => group === 'add_note: no longer')).toHaveLength(2);
    expect(await state()).toEqual(before);
  });

  it('when new rules ask for what was not read, then those events are told apart', async () => {
    await told();
    const rules = '      rules: [{ on: status_changed, if: { tag: vip }, do: [note] }]\n';
    const { code, stdout } = await cli.run('plan', '--config', changedConfig(cli, withRules(rules)));
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 decision: the new rules ask for the dialog or its customer, which was not read then/);
  });

  it('when the file is wrong, then its mistakes are told and nothing is tried', async () => {
    const file = changedConfig(cli, withRules('      rules: [{ on: status_change, do: [note] }]\n'));
    const { code, stdout, stderr } = await cli.run('plan', '--config', file);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/new\.yaml:\d+:\d+ .*status_change/);
  });

  it('when one payload is given, then it is decided with the new rules and what is known now', async () => {
    const { issue } = await told();
    const payload = { webhookEvent: 'jira:issue_updated', timestamp: 1, issue: { ...issue, fields: {} } };
    const file = join(cli.folder, 'payload.json');
    writeFileSync(file, JSON.stringify(payload));
    const run = await cli.run('plan', '--event', file, '--connection', 'jira');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/decision {5}ignored (nothing_visible|already_told)/);
    expect((await cli.run('plan', '--event', file)).stderr).toMatch(/--connection is missing/);
  });

  it('when somebody asks why, then the rules that were tried are told with what followed, also by delivery and API', async () => {
    const { issue } = await told();
    const { stdout } = await cli.run('trace', issue.key, '--json');
    const traced = JSON.parse(stdout) as { events: { id: string; deliveries: { id: string; kind: string }[] }[] };
    const done = traced.events.find(({ deliveries }) => deliveries.some(({ kind }) => kind === 'reopen'));
    const explained = await cli.run('explain', done?.id ?? '');
    expect(explained.code).toBe(0);
    expect(explained.stdout).toMatch(/Ended done noted with config [0-9a-f]+/);
    expect(explained.stdout).toMatch(/ {2}status_changed in conversation \d+\n/);
    expect(explained.stdout).toMatch(/ {4}✓ default: /);
    expect(explained.stdout).toMatch(/ {2}reopen → conversation\/intercom\/\d+: delivered/);
    const byDelivery = await cli.run('explain', done?.deliveries[0]?.id ?? '');
    expect(byDelivery.stdout).toBe(explained.stdout);
    const { body } = await world.api('GET', `/events/${done?.id}`);
    expect(body).toMatchObject({ rulesFrom: 'recorded', rules: [{ trigger: expect.any(String) as string }] });
    const unknown = await cli.run('explain', 'ev_nothing');
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('with a thousand recorded events', () => {
  it('when rules are tried on them, then it takes less than five seconds', async () => {
    const cli = makeCli();
    const ledger = await openLedger(`sqlite:${join(cli.folder, 'deskbridge.db')}`);
    for (let n = 0; n < 1000; n++) {
      const issue = { ...ISSUE, issueId: String(n) };
      const lane = issueLane(issue);
      const event = changed([{ field: 'status', from: 'To Do', to: 'Done' }], { issue: { ...issue, key: `SUP-${n}` } });
      const { id, body } = { id: `ev_${n}`, body: Buffer.from(JSON.stringify(event)) };
      const base = { connection: 'jira', format: 'bridge', bodyHash: null, topic: 't', issueKey: null } as const;
      await ledger.events.record({
        ...base,
        id,
        deliveryKey: id,
        lane,
        body,
        headers: {},
        receivedAt: n,
        replayOf: null,
      });
      const [claimed] = await ledger.events.claim(lane, 5000, 6000, 1);
      const told = known({ issueId: String(n) });
      const facts = issueFacts({ issueId: String(n), status: DONE }, { known: { ...told, issueId: String(n) } });
      const plan = planIssueEvents([event], facts, RULES);
      await ledger.events.decide({
        batch: [{ id, attempt: claimed?.attempt ?? 0 }],
        plan,
        deliveries: plan.actions.map(({ action }, index) => ({
          ...{ id: `dl_${n}_${index}`, lane: `conversation/intercom/${DIALOG.conversationId}`, connection: 'intercom' },
          action,
        })),
        linkIds: [],
        rulesVersion: 'v0',
        facts: '{}',
        record: { facts: JSON.stringify(facts), trace: plan.trace },
        followUps: [],
        now: 5000,
      });
    }
    await ledger.close();
    const { code, stdout } = await cli.run(
      'plan',
      '--config',
      changedConfig(cli, withRules(RULE)),
      '--last',
      '1000',
      '--json',
    );
    cli.close();
    const planned = JSON.parse(stdout) as Planned;
    expect([code, planned.events, planned.different.length]).toEqual([2, 1000, 1000]);
    expect(planned.ms).toBeLessThan(5000);
  }, 60_000);
});
