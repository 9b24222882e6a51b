// Reads the linked dialogs where a rule or a text asks for more than their last known state, and no others.
import type { DialogDetails } from '../domain/dialog.ts';
import type { AnyIssueEvent, ConversationChanged } from '../domain/event.ts';
import type { IssueSnapshot } from '../domain/issue.ts';
import type { Link } from '../domain/link.ts';
import type { ConversationFacts, IssueFacts } from '../domain/plan/facts.ts';
import { findNewLinks } from '../domain/plan/linking.ts';
import { changesOf } from '../domain/plan/plan-issue-events.ts';
import { type ConversationRef, conversationLane, type IssueRef, issueLane } from '../domain/refs.ts';
import { needsAccount, needsDetails } from '../domain/workflow/needs-details.ts';
import type { Trigger } from '../domain/workflow/rule.ts';
import { workflowOf } from '../domain/workflow/workflow-of.ts';
import type { Bridge } from './bridge.ts';
import { conversationsOf, issuesOf } from './connected.ts';
import type { Issues } from './ports.ts';

const AT_ONCE = 5;

function activeLinks(links: readonly Link[]): readonly Link[] {
  return links.filter(({ unlinkedAt }) => unlinkedAt === null);
}

async function readDetails(conversation: ConversationRef, bridge: Bridge): Promise<DialogDetails | null> {
  const reading = await conversationsOf(bridge, conversation.connection).details(conversation.conversationId);
  return reading.state === 'found' ? reading.value : null;
}

type Wanted = readonly (readonly [key: string, conversation: ConversationRef])[];

async function readAll(wanted: Wanted, bridge: Bridge): Promise<Record<string, DialogDetails>> {
  const found: [string, DialogDetails][] = [];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const some = wanted.slice(start, start + AT_ONCE);
    // A few at once, and then the next: the other lanes want their turn.
    const read = await Promise.all(some.map(([, conversation]) => readDetails(conversation, bridge)));
    found.push(
      ...read.flatMap((details, index) =>
        details === null ? [] : [[some[index]?.[0] ?? '', details] as [string, DialogDetails]],
      ),
    );
  }
  return Object.fromEntries(found);
}

function triggersOf(events: readonly AnyIssueEvent[], facts: IssueFacts, bridge: Bridge): readonly Trigger[] {
  if (facts.reading.state !== 'found') return ['deleted', 'inaccessible'];
  return changesOf(facts.reading.value, events, facts, bridge.rules()).all.map(({ trigger }) => trigger);
}

/**
 * What rules ask of the dialogs that an issue is linked with (by link id) or is about to be linked with (by lane), and
 * of the bridge's own account. Empty when nothing asks. Throws VendorError.
 */
export async function gatherDialogs(
  events: readonly AnyIssueEvent[],
  facts: IssueFacts,
  bridge: Bridge,
): Promise<Pick<IssueFacts, 'dialogs' | 'account'>> {
  const rules = bridge.rules();
  const { reading, known } = facts;
  const issue = reading.state === 'found' ? reading.value : (known?.told ?? null);
  const workflow = issue === null ? null : workflowOf(issue, rules);
  if (issue === null || workflow === null || reading.state === 'not_read') return { dialogs: {}, account: null };
  const triggers = triggersOf(events, facts, bridge);
  const linked = needsDetails(workflow, rules, triggers)
    ? activeLinks(facts.links).map(({ id, conversation }) => [id, conversation] as const)
    : [];
  const named = reading.state === 'found' && needsDetails(workflow, rules, ['linked']);
  const added = named ? findNewLinks(issue, facts, rules).conversations : [];
  const wanted = [
    ...linked,
    ...added.map(({ conversation }) => [conversationLane(conversation), conversation] as const),
  ];
  const commented = triggers.some((trigger) => trigger === 'comment_added' || trigger === 'comment_edited');
  const asksAccount = commented && needsAccount(workflow);
  const [dialogs, account] = await Promise.all([
    readAll(wanted, bridge),
    asksAccount ? accountName(issuesOf(bridge, issue.connection)) : null,
  ]);
  return { dialogs, account };
}

const names = new WeakMap<Issues, string>();

/** An account keeps its name; whoever renames it restarts, or names it among `supportNames`. */
async function accountName(issues: Issues): Promise<string> {
  const known = names.get(issues);
  if (known !== undefined) return known;
  const { name } = await issues.account();
  names.set(issues, name);
  return name;
}

/** Issues of active links as last told, by link id. */
export async function knownIssues(links: readonly Link[], bridge: Bridge): Promise<ConversationFacts['issues']> {
  const known = await Promise.all(
    activeLinks(links).map(async ({ id, issue }) => ({ id, told: (await bridge.ledger.memory.issue(issue))?.told })),
  );
  return Object.fromEntries(known.flatMap(({ id, told }) => (told === undefined ? [] : [[id, told]])));
}

/** What rules ask of a dialog that changed: its issues, itself, and what its links have spent. Throws VendorError. */
export async function gatherDialogChange(
  event: ConversationChanged,
  facts: ConversationFacts,
  bridge: Bridge,
): Promise<Partial<ConversationFacts>> {
  const { change } = event;
  const links = activeLinks(facts.links);
  if (change === null || links.length === 0) return {};
  const issues = await knownIssues(links, bridge);
  const asked = Object.values(issues).some((issue) =>
    workflowOf(issue, bridge.rules())?.rules.some(({ on }) => on === change.trigger),
  );
  if (!asked) return { issues };
  const [details, spent] = await Promise.all([
    gatherDetails(event.conversation, Object.values(issues), change.trigger, bridge),
    Promise.all(links.map(async (link) => [link.id, await spentBy(link, bridge)] as const)),
  ]);
  return { issues, details, spent: Object.fromEntries(spent) };
}

/** The dialog, where a rule of these issues' workflows about the trigger asks for it. Throws VendorError. */
export async function gatherDetails(
  conversation: ConversationRef,
  issues: readonly IssueSnapshot[],
  trigger: Trigger,
  bridge: Bridge,
): Promise<DialogDetails | null> {
  const rules = bridge.rules();
  const asks = issues.some((issue) => needsDetails(workflowOf(issue, rules), rules, [trigger]));
  return asks ? readDetails(conversation, bridge) : null;
}

/** How many actions a link has caused: those on its dialog, and those of rules on the issue. */
export function spentOf(conversation: ConversationRef, issue: IssueRef, counts: ReadonlyMap<string, number>): number {
  return (counts.get(conversationLane(conversation)) ?? 0) + (counts.get(issueLane(issue)) ?? 0);
}

async function spentBy({ conversation, issue }: Link, bridge: Bridge): Promise<number> {
  const since = bridge.now() - bridge.patience.budgetPer;
  return spentOf(conversation, issue, await bridge.ledger.deliveries.countSince(issue, since));
}
