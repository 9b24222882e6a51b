// Decides what follows from all that waits in one issue's lane: one note for each linked dialog, or why none.
import type { AnyIssueEvent, IssueCommented } from '../event.ts';
import type { IssueSnapshot } from '../issue.ts';
import type { KnownComment, KnownIssue } from '../known.ts';
import type { Link } from '../link.ts';
import { composeNote, divideEntries, type NoteEntry, type NoteSubject } from '../note.ts';
import { done, ignored, type Outcome, parked } from '../outcome.ts';
import type { Rules } from '../rules.ts';
import { type CommentVerdict, factsOfEvent, judgeComment } from './comment-entries.ts';
import type { IssueFacts } from './facts.ts';
import { fieldEntries, reachedDone } from './field-changes.ts';
import { findNewLinks, linkActions, linkChange, type NewLinks } from './linking.ts';
import { type LinkChange, NO_PLAN, type Plan, type PlannedAction } from './plan.ts';
import { keepAsleep } from './sleep.ts';

function activeLinks(facts: IssueFacts): readonly Link[] {
  return facts.links.filter((link) => link.unlinkedAt === null);
}

/** The actions that bring entries to one linked dialog. */
function tellDialog(
  link: Link,
  subject: NoteSubject,
  entries: readonly NoteEntry[],
  reopen: boolean,
  facts: IssueFacts,
  rules: Rules,
): PlannedAction[] {
  const { conversation, issue: about } = link;
  const actions = divideEntries(entries).map((part): PlannedAction => {
    const body = composeNote(subject, part, rules.locale);
    return { once: null, action: { kind: 'add_note', conversation, about, body } };
  });
  if (reopen) {
    actions.push({ once: null, action: { kind: 'reopen', conversation, about } });
    return actions;
  }
  return [...actions, ...keepAsleep(conversation, about, facts, rules)];
}

interface Telling {
  readonly actions: readonly PlannedAction[];
  readonly overBudget: readonly Link[];
}

function tellAll(
  subject: NoteSubject,
  entries: readonly NoteEntry[],
  reopen: boolean,
  facts: IssueFacts,
  rules: Rules,
): Telling {
  const links = activeLinks(facts);
  const overBudget = links.filter((link) => (facts.spent[link.id] ?? 0) >= rules.budgetActions);
  const actions = links
    .filter((link) => !overBudget.includes(link))
    .flatMap((link) => tellDialog(link, subject, entries, reopen, facts, rules));
  return { actions, overBudget };
}

/** The issue is not there for us: deleted if somebody said so, else out of sight. Told once. */
function planMissing(events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  const { known } = facts;
  const deleted = events.some((event) => event.kind === 'issue_deleted');
  if (known === null || activeLinks(facts).length === 0) {
    return { ...NO_PLAN, outcomes: events.map(() => ignored('not_linked')) };
  }
  const state = deleted || known.state === 'deleted' ? 'deleted' : 'inaccessible';
  if (known.state === state) return { ...NO_PLAN, outcomes: events.map(() => ignored('already_told')) };
  const { actions, overBudget } = tellAll(known.told, [{ kind: state }], false, facts, rules);
  if (overBudget.length > 0) return stopLoop(events, overBudget);
  return {
    ...NO_PLAN,
    outcomes: events.map(() => done('noted', state)),
    actions,
    issue: { ...known, state, lastNotedAt: facts.now },
  };
}

interface CommentDecisions {
  readonly entries: readonly NoteEntry[];
  readonly remember: readonly KnownComment[];
  readonly byComment: ReadonlyMap<string, CommentVerdict>;
}

function decideComments(issue: IssueSnapshot, facts: IssueFacts, rules: Rules): CommentDecisions {
  const since = Math.min(...facts.links.map((link) => link.createdAt));
  const byComment = new Map(facts.comments.map((fact) => [fact.commentId, judgeComment(fact, issue, since, rules)]));
  const verdicts = [...byComment.values()];
  return {
    entries: verdicts.flatMap((verdict) => verdict.entries),
    remember: verdicts.flatMap((verdict) => verdict.remember ?? []),
    byComment,
  };
}

function commentOutcome(event: IssueCommented, facts: IssueFacts, decisions: CommentDecisions): Outcome {
  const verdicts = factsOfEvent(event, facts.comments).map((fact) => decisions.byComment.get(fact.commentId));
  if (verdicts.some((verdict) => verdict?.silent === null)) return done('noted');
  return verdicts[0]?.silent ?? ignored('comment_gone');
}

interface Parts {
  readonly fields: readonly NoteEntry[];
  readonly comments: CommentDecisions;
  readonly newLinks: NewLinks;
}

function linkOutcome(newLinks: NewLinks): Outcome | null {
  return newLinks.conversations.length > 0 ? done('linked') : newLinks.refusal;
}

function carriesComment(event: AnyIssueEvent): boolean {
  return event.kind === 'issue_changed' && event.changes.some((change) => change.vendorField === 'comment');
}

/** One outcome for each event: done when it has a part in what is told, else why not. */
function outcomeOf(event: AnyIssueEvent, facts: IssueFacts, parts: Parts): Outcome {
  const linking = linkOutcome(parts.newLinks);
  if (activeLinks(facts).length === 0) return linking ?? ignored('not_linked');
  if (event.kind === 'issue_deleted') return ignored('still_there');
  if (event.kind === 'issue_commented') {
    const outcome = commentOutcome(event, facts, parts.comments);
    return outcome.state === 'done' || linking?.state !== 'done' ? outcome : linking;
  }
  const tells = parts.fields.length > 0 || (carriesComment(event) && parts.comments.entries.length > 0);
  return tells ? done('noted') : (linking ?? quietOutcome(event));
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

/** What the dialogs that are linked already are told, beside comments. */
function stateEntriesSince(issue: IssueSnapshot, facts: IssueFacts, events: readonly AnyIssueEvent[], rules: Rules) {
  const told = facts.known?.told ?? null;
  if (told === null) return { entries: [] as NoteEntry[], reopen: false };
  const restored: NoteEntry[] = facts.known?.state === 'seen' ? [] : [{ kind: 'restored' }];
  const entries = [...restored, ...fieldEntries(told, issue, events)];
  const finished = reachedDone(told, issue);
  if (finished) {
    entries.push({ kind: 'tell_customer', resolution: issue.resolution, versions: issue.fixVersions });
  }
  return { entries, reopen: finished && rules.reopenOnDone };
}

function planFound(issue: IssueSnapshot, events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  const linked = activeLinks(facts).length > 0;
  const newLinks = findNewLinks(issue, facts, rules);
  const fields = stateEntriesSince(issue, facts, events, rules);
  const comments = decideComments(issue, facts, rules);
  const parts: Parts = { fields: fields.entries, comments, newLinks };
  const outcomes = events.map((event) => outcomeOf(event, facts, parts));
  if (!linked && newLinks.conversations.length === 0) return { ...NO_PLAN, outcomes };
  const entries = linked ? [...fields.entries, ...comments.entries] : [];
  const telling =
    entries.length > 0
      ? tellAll(issue, entries, fields.reopen, facts, rules)
      : { actions: [], overBudget: [] as readonly Link[] };
  if (telling.overBudget.length > 0) return stopLoop(events, telling.overBudget);
  const linking = newLinks.conversations.flatMap(({ conversation }) => linkActions(issue, conversation, facts, rules));
  const known: KnownIssue = {
    connection: issue.connection,
    issueId: issue.issueId,
    told: issue,
    state: 'seen',
    lastNotedAt: entries.length > 0 ? facts.now : (facts.known?.lastNotedAt ?? null),
  };
  return {
    ...NO_PLAN,
    outcomes,
    actions: [
      ...telling.actions,
      ...linkUpdates(issue, facts.known?.told ?? null, facts),
      ...keyUpdates(issue, facts.known?.told ?? null, facts, rules),
      ...linking,
    ],
    links: [
      ...renames(issue, facts.known?.told ?? null),
      ...newLinks.conversations.map(({ conversation, origin }) => linkChange(issue, conversation, origin, null)),
    ],
    issue: known,
    comments: comments.remember,
  };
}

/** Nothing is done and nothing remembered, so that a later event or a replay still tells what changed. */
function stopLoop(events: readonly AnyIssueEvent[], overBudget: readonly Link[]): Plan {
  const links = overBudget.map((link) => `${link.issueKey} ↔ ${link.conversation.conversationId}`).join(', ');
  return { ...NO_PLAN, outcomes: events.map(() => parked('budget_spent', links)) };
}

/** What follows from all events that wait in the lane of one issue. Pure: the same input gives the same plan. */
export function planIssueEvents(events: readonly AnyIssueEvent[], facts: IssueFacts, rules: Rules): Plan {
  switch (facts.reading.state) {
    case 'not_read':
      return { ...NO_PLAN, outcomes: events.map(() => ignored('not_linked')) };
    case 'missing':
      return planMissing(events, facts, rules);
    case 'found':
      return planFound(facts.reading.value, events, facts, rules);
  }
}
