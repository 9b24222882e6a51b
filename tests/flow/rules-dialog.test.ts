// Every action of rules on a dialog and on an issue against the simulated vendors, as a table, on both editions.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { observe, quiet } from '../support/observe.ts';
import { linkedDialog, startWorld, type World } from '../support/world.ts';

const EDITIONS = ['cloud', 'data-center'] as const;

/** Each label that an issue gets stands for an action; the rule takes the label as its sign. */
const ACTIONS = {
  close: 'close',
  snooze: '{ snooze: 1d }',
  team: '{ assign: { team: Support } }',
  teammate: '{ assign: { teammate: Boris Lane } }',
  nobody: '{ assign: { team: Night shift } }',
  ticket: '{ ticketState: resolved }',
  'no-state': '{ ticketState: Asleep }',
  comment: '{ comment: "{{ issue.key }} waits for {{ customer.name }}" }',
  transition: '{ transition: In Progress }',
  'no-way': '{ transition: Testing }',
  field: '{ setField: { summary: "{{ issue.summary }}!" } }',
  'no-field': '{ setField: { Nonsense: "1" } }',
  label: '{ label: told }',
  unlabel: '{ unlabel: unlabel }',
} as const;

const WORKFLOWS = `  incident:
    issue: { connection: jira, project: SUP, type: Bug }
    defaults: off
    rules:
      - { on: linked, do: [note] }
${Object.entries(ACTIONS)
  .map(([sign, action]) => `      - { on: priority_changed, if: { label: ${sign} }, do: [${action}] }`)
  .join('\n')}
`;

function dialog(world: World, conversationId: string) {
  const found = world.intercom.state.conversations.get(conversationId);
  if (found === undefined) throw new Error(`no conversation ${conversationId}`);
  return found;
}

function issueIn(world: World, issueId: string) {
  const found = world.jira.state.issues.get(issueId);
  if (found === undefined) throw new Error(`no issue ${issueId}`);
  return found;
}

/** How often the bridge has read a contact. */
function customersRead(world: World): number {
  const { requestsByRoute } = world.intercom.counts() as { requestsByRoute: Record<string, number> };
  return requestsByRoute['GET /contacts/{contact_id}'] ?? 0;
}

interface Case {
  readonly sign: keyof typeof ACTIONS;
  readonly receipt: RegExp;
  readonly see: (world: World, conversationId: string, issueId: string) => unknown;
  readonly is: unknown;
}

const CASES: readonly Case[] = [
  { sign: 'close', receipt: /^closed/, see: (world, id) => dialog(world, id).state, is: 'closed' },
  { sign: 'snooze', receipt: /^snoozed$/, see: (world, id) => dialog(world, id).state, is: 'snoozed' },
  { sign: 'team', receipt: /./, see: (world, id) => dialog(world, id).teamAssigneeId, is: '800' },
  { sign: 'teammate', receipt: /./, see: (world, id) => dialog(world, id).adminAssigneeId, is: '902' },
  {
    sign: 'nobody',
    receipt: /^not done: .*Night shift/,
    see: (world, id) => dialog(world, id).teamAssigneeId,
    is: null,
  },
  {
    sign: 'ticket',
    receipt: /./,
    see: (world, id) => world.intercom.state.tickets.get(dialog(world, id).ticketId ?? '')?.stateId,
    is: '8272',
  },
  {
    sign: 'no-state',
    receipt: /^not done: .*Asleep/,
    see: (world, id) => world.intercom.state.tickets.get(dialog(world, id).ticketId ?? '')?.stateId,
    is: '8269',
  },
  { sign: 'comment', receipt: /./, see: (world, _, id) => issueIn(world, id).comments.length, is: 1 },
  { sign: 'transition', receipt: /./, see: (world, _, id) => issueIn(world, id).statusId, is: '3' },
  { sign: 'no-way', receipt: /^not done: .*Testing/, see: (world, _, id) => issueIn(world, id).statusId, is: '10001' },
  { sign: 'field', receipt: /./, see: (world, _, id) => issueIn(world, id).summary, is: 'Report does not open!' },
  {
    sign: 'no-field',
    receipt: /^not done: .*Nonsense/,
    see: (world, _, id) => issueIn(world, id).summary,
    is: 'Report does not open',
  },
  { sign: 'label', receipt: /./, see: (world, _, id) => issueIn(world, id).labels, is: ['label', 'told'] },
  { sign: 'unlabel', receipt: /./, see: (world, _, id) => issueIn(world, id).labels, is: [] },
];

describe.each(EDITIONS)('actions of rules on Jira %s', (edition) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ edition, workflows: WORKFLOWS });
  });
  afterAll(() => world.stop());
  afterEach(() => world.guard.assertNoProblems());

  test.each(CASES)(
    'when a rule asks for $sign, then it is done, or said why not',
    async ({ sign, receipt, see, is }) => {
      const before = customersRead(world);
      const { conversationId, issue } = await linkedDialog(world);
      if (sign === 'ticket' || sign === 'no-state') world.intercom.teammateConverts({ conversationId });
      world.jira.editIssue({ issue: issue.key, fields: { labels: [sign] } });
      await quiet(world);
      const seen = await observe(world, conversationId, () =>
        world.jira.editIssue({ issue: issue.key, fields: { priority: 'Minor' } }),
      );
      expect(see(world, conversationId, issue.id)).toEqual(is);
      // A rule on priorities names the customer. The summary of another issue may read its customers at any moment.
      expect(customersRead(world)).toBeGreaterThan(before);
      const acted = seen.events.filter(({ reason }) => reason === 'acted');
      expect(acted).toHaveLength(1);
      expect(acted[0]?.deliveries).toEqual([
        expect.objectContaining({ state: 'delivered', receipt: expect.stringMatching(receipt) }),
      ]);
      expect(seen.notes).toEqual([]);
    },
  );

  test('when nothing is there to change, then the same is done again without harm', async () => {
    const { conversationId, issue } = await linkedDialog(world);
    world.intercom.teammateCloses({ conversationId });
    world.jira.editIssue({ issue: issue.key, fields: { labels: ['close'] } });
    await quiet(world);
    const parts = dialog(world, conversationId).parts.length;
    const seen = await observe(world, conversationId, () =>
      world.jira.editIssue({ issue: issue.key, fields: { priority: 'Minor' } }),
    );
    expect(dialog(world, conversationId).parts).toHaveLength(parts);
    expect(seen.events.flatMap(({ deliveries }) => deliveries.map(({ receipt }) => receipt))).toEqual([
      'was closed already',
    ]);
  });
});
