// Decides what follows from all that waits in one issue's lane: one note for each linked dialog, what rules ask, or why nothing.
import type { AnyIssueEvent, IssueCommented } from '../event.ts';
import { type IssueSnapshot, remembered } from '../issue.ts';
import type { KnownComment, KnownIssue } from '../known.ts';
import type { Link } from '../link.ts';
import { done, ignored, type Outcome, parked } from '../outcome.ts';
import { UNKNOWN_ACTOR } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { type Change, changeOf } from '../workflow/change.ts';
import { workflowOf } from '../workflow/workflow-of.ts';
import { applyRules, type Fate, outcomeOfFates, type RulesApplied, viewOf } from './apply-rules.ts';
import { type CommentVerdict, factsOfEvent, judgeComment } from './comment-entries.ts';
import type { IssueFacts } from './facts.ts';
import { commentChange, issueChanges, releasedChange, unchangedChange } from './issue-changes.ts';
import { findNewLinks, linkChange, type NewLinks, planLink } from './linking.ts';
import { type LinkChange, NO_PLAN, type Plan, type PlannedAction } from './plan.ts';
import { promiseChanges } from './plan-reminder.ts';
import { withSummary } from './plan-summary.ts';

function activeLinks(facts: IssueFacts): readonly Link[] {
  return facts.links.filter((link) => link.unlinkedAt === null);
}

const UNTOLD: RulesApplied = { actions: [], trace: [], fates: new Map() };

interface Telling extends RulesApplied {
  readonly overBudget: readonly Link[];
}

/** What the rules do about the changes; a link that has spent its budget stops all of it. */
function tellAll(changes: readonly Change[], issue: IssueSnapshot, facts: IssueFacts, rules: Rules): Telling {
  const links = activeLinks(facts);
  if (changes.length === 0 || links.length === 0) return { ...UNTOLD, overBudget: [] };
  const { connection, issueId } = issue;
  const details = Object.values(facts.dialogs);
  const context = { workflow: workflowOf(issue, rules), rules, now: facts.now, account: facts.account };
  const applied = applyRules(
    changes,
    links,
    { connection, issueId },
    issue,
    (link) => viewOf(link.conversation, facts.conversations, details),
    context,
    facts,
    rules,
  );
  const spent = links.filter((link) => (facts.spent[link.id] ?? 0) >= rules.budgetActions);
  return { ...applied, overBudget: applied.actions.length === 0 ? [] : spent };
}

/** The issue is not there for us: deleted if somebody said so, else out of sight. Told once. */
function planMissing(events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  const { known } = facts;
  const deletion = events.find((event) => event.kind === 'issue_deleted');
  if (known === null || activeLinks(facts).length === 0) {
    return { ...NO_PLAN, outcomes: events.map(() => ignored('not_linked')) };
  }
  const state = deletion !== undefined || known.state === 'deleted' ? 'deleted' : 'inaccessible';
  if (known.state === state) return { ...NO_PLAN, outcomes: events.map(() => ignored('already_told')) };
  const by = deletion?.by ?? UNKNOWN_ACTOR;
  const change = changeOf(state, known.told, known.told, by, { entries: [{ kind: state }] });
  const { actions, trace, fates, overBudget } = tellAll([change], known.told, facts, rules);
  if (overBudget.length > 0) return stopLoop(events, overBudget, trace);
  const outcome = outcomeOfFates([...fates.values()]) ?? ignored('no_rule');
  return {
    ...NO_PLAN,
    outcomes: events.map(() => (outcome.reason === 'noted' ? done('noted', state) : outcome)),
    actions,
    issue: { ...known, state, lastNotedAt: outcome.reason === 'noted' ? facts.now : known.lastNotedAt },
    trace,
  };
}

interface CommentDecisions {
  readonly changes: readonly Change[];
  readonly remember: readonly KnownComment[];
  readonly byComment: ReadonlyMap<string, CommentVerdict>;
  readonly changeOf: ReadonlyMap<string, Change>;
}

function decideComments(issue: IssueSnapshot, facts: IssueFacts, rules: Rules): CommentDecisions {
  const since = Math.min(...facts.links.map((link) => link.createdAt));
  const workflow = workflowOf(issue, rules);
  const told = facts.known?.told ?? issue;
  const byComment = new Map<string, CommentVerdict>();
  const changes = new Map<string, Change>();
  for (const fact of facts.comments) {
    const verdict = judgeComment(fact, issue, since, rules, workflow);
    byComment.set(fact.commentId, verdict);
    const change = commentChange(verdict, fact.commentId, fact.comment, told, issue);
    if (change !== null) changes.set(fact.commentId, change);
  }
  const remember = [...byComment.values()].flatMap((verdict) => verdict.remember ?? []);
  return { changes: [...changes.values()], remember, byComment, changeOf: changes };
}

interface Parts {
  /** What happened to the issue itself, and what a release or a timer brings. */
  readonly own: readonly Change[];
  readonly brought: ReadonlyMap<AnyIssueEvent, Change>;
  readonly comments: CommentDecisions;
  readonly newLinks: NewLinks;
  readonly fates: ReadonlyMap<string, Fate>;
}

function fatesOf(changes: readonly Change[], fates: Parts['fates']): readonly Fate[] {
  return changes.map(({ key }) => fates.get(key) ?? { noted: false, acted: [], silenced: null });
}

function commentOutcome(event: IssueCommented, facts: IssueFacts, { comments, fates }: Parts): Outcome {
  const meant = factsOfEvent(event, facts.comments);
  const changes = meant.flatMap(({ commentId }) => comments.changeOf.get(commentId) ?? []);
  const [verdict] = meant.map(({ commentId }) => comments.byComment.get(commentId));
  return outcomeOfFates(fatesOf(changes, fates)) ?? verdict?.silent ?? ignored('comment_gone');
}

function linkOutcome(newLinks: NewLinks): Outcome | null {
  return newLinks.conversations.length > 0 ? done('linked') : newLinks.refusal;
}

function carriesComment(event: AnyIssueEvent): boolean {
  return event.kind === 'issue_changed' && event.changes.some((change) => change.vendorField === 'comment');
}

/** One outcome for each event: done when it has a part in what is told or done, else why not. */
function outcomeOf(event: AnyIssueEvent, facts: IssueFacts, parts: Parts): Outcome {
  const linking = linkOutcome(parts.newLinks);
  if (activeLinks(facts).length === 0) return linking ?? ignored('not_linked');
  if (event.kind === 'issue_deleted') return ignored('still_there');
  if (event.kind === 'issue_commented') {
    const outcome = commentOutcome(event, facts, parts);
    return outcome.state === 'done' || linking?.state !== 'done' ? outcome : linking;
  }
  const brought = parts.brought.get(event);
  const said = carriesComment(event) ? parts.comments.changes : [];
  const ended = outcomeOfFates(fatesOf(brought === undefined ? [...parts.own, ...said] : [brought], parts.fates));
  if (ended?.state === 'done') return ended;
  return linking ?? ended ?? quietOutcome(event);
}

function quietOutcome(event: AnyIssueEvent): Outcome {
  const visible =
    event.kind === 'issue_changed' &&
    event.changes.some((change) => change.field !== 'other' && change.field !== 'description');
  return ignored(visible || event.kind === 'issue_observed' ? 'already_told' : 'nothing_visible');
}

function linkUpdates(issue: IssueSnapshot, told: IssueSnapshot | null, facts: IssueFacts): PlannedAction[] {
  const resolved = issue.status.category === 'done';
  if (told === null || (told.status.category === 'done') === resolved) return [];
  const { connection, issueId } = issue;
  return activeLinks(facts).map(({ conversation }) => ({
    once: null,
    action: { kind: 'put_remote_link', issue: { connection, issueId }, conversation, resolved },
  }));
}

/** A moved issue has another key: the dialogs' attribute shows it. */
function keyUpdates(
  issue: IssueSnapshot,
  told: IssueSnapshot | null,
  facts: IssueFacts,
  rules: Rules,
): PlannedAction[] {
  if (told === null || told.key === issue.key) return [];
  return activeLinks(facts).flatMap((link) => {
    const name = rules.marks[link.conversation.connection]?.attribute ?? null;
    if (name === null) return [];
    const { conversation, issue: about } = link;
    return [{ once: null, action: { kind: 'set_attribute', conversation, about, name, value: null } }];
  });
}

function renames(issue: IssueSnapshot, told: IssueSnapshot | null): LinkChange[] {
  if (told === null || told.key === issue.key) return [];
  return [{ kind: 'rename', issue: { connection: issue.connection, issueId: issue.issueId }, issueKey: issue.key }];
}

/** What happened to the issue since the dialogs were last told. */
function ownChanges(issue: IssueSnapshot, facts: IssueFacts, events: readonly AnyIssueEvent[], rules: Rules) {
  const { known } = facts;
  if (known === null) return [];
  const ownTriggers = new Set<string>(workflowOf(issue, rules)?.rules.map(({ on }) => on));
  return issueChanges(known.told, issue, known.state === 'seen', events, ownTriggers);
}

/** What a release or a timer says, as far as it still holds; by its event. */
function broughtChanges(issue: IssueSnapshot, facts: IssueFacts, events: readonly AnyIssueEvent[]) {
  const changes = events.flatMap((event): [AnyIssueEvent, Change][] => {
    const told = facts.known?.told ?? issue;
    let change: Change | null = null;
    if (event.kind === 'issue_released') change = releasedChange(event, issue);
    if (event.kind === 'issue_unchanged') change = unchangedChange(event, told, issue);
    return change === null ? [] : [[event, change]];
  });
  return new Map(changes);
}

/** All changes that rules are asked about, each once. */
export function changesOf(
  issue: IssueSnapshot,
  events: readonly AnyIssueEvent[],
  facts: IssueFacts,
  rules: Rules,
): Pick<Parts, 'own' | 'brought' | 'comments'> & { readonly all: readonly Change[] } {
  const own = ownChanges(issue, facts, events, rules);
  const comments = decideComments(issue, facts, rules);
  // Whatever has happened meanwhile, the issue is not one that nothing happens to.
  const quiet = own.length === 0 && comments.changes.length === 0;
  const brought = new Map(
    [...broughtChanges(issue, facts, events)].filter(([, { trigger }]) => quiet || trigger !== 'no_change'),
  );
  const byKey = new Map([...own, ...brought.values(), ...comments.changes].map((change) => [change.key, change]));
  return { own, brought, comments, all: [...byKey.values()] };
}

function planFound(issue: IssueSnapshot, events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  const linked = activeLinks(facts).length > 0;
  const newLinks = findNewLinks(issue, facts, rules);
  const { all, ...changes } = changesOf(issue, events, facts, rules);
  const telling = tellAll(linked ? all : [], issue, facts, rules);
  const parts: Parts = { ...changes, newLinks, fates: telling.fates };
  const outcomes = events.map((event) => outcomeOf(event, facts, parts));
  if (!linked && newLinks.conversations.length === 0) return { ...NO_PLAN, outcomes };
  if (telling.overBudget.length > 0) return stopLoop(events, telling.overBudget, telling.trace);
  const linking = newLinks.conversations.map(({ conversation }) => planLink(issue, conversation, facts, rules));
  const noted = [...telling.fates.values()].some((fate) => fate.noted);
  const told = facts.known?.told ?? null;
  const known: KnownIssue = {
    connection: issue.connection,
    issueId: issue.issueId,
    told: remembered(issue, told),
    state: 'seen',
    lastNotedAt: noted ? facts.now : (facts.known?.lastNotedAt ?? null),
  };
  return {
    ...NO_PLAN,
    outcomes,
    actions: [
      ...telling.actions,
      ...linkUpdates(issue, told, facts),
      ...keyUpdates(issue, told, facts, rules),
      ...linking.flatMap(({ actions }) => actions),
    ],
    links: [
      ...renames(issue, told),
      ...promiseChanges(told, issue, facts.links),
      ...newLinks.conversations.map(({ conversation, origin }) => linkChange(issue, conversation, origin, null)),
    ],
    issue: known,
    comments: changes.comments.remember,
    trace: [...telling.trace, ...linking.map(({ trace }) => trace)],
  };
}

/** Nothing is done and nothing remembered, so that a later event or a replay still tells what changed. */
function stopLoop(events: readonly AnyIssueEvent[], overBudget: readonly Link[], trace: Plan['trace']): Plan {
  const links = overBudget.map((link) => `${link.issueKey} ↔ ${link.conversation.conversationId}`).join(', ');
  return { ...NO_PLAN, outcomes: events.map(() => parked('budget_spent', links)), trace };
}

/** What follows from all events that wait in the lane of one issue. Pure: the same input gives the same plan. */
export function planIssueEvents(events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  return withSummary(decide(events, facts, rules), events, facts, rules);
}

function decide(events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  switch (facts.reading.state) {
    case 'not_read':
      return { ...NO_PLAN, outcomes: events.map(() => ignored('not_linked')) };
    case 'missing':
      return planMissing(events, facts, rules);
    case 'found':
      return planFound(facts.reading.value, events, facts, rules);
  }
}
