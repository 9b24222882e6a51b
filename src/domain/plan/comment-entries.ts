// Decides which comments cross to the dialogs, by what was read and never by what a webhook claimed.
import { toPlainText } from '../document/plain-text.ts';
import type { IssueCommented } from '../event.ts';
import type { Comment, IssueSnapshot } from '../issue.ts';
import { fingerprint, type KnownComment } from '../known.ts';
import type { NoteEntry } from '../note.ts';
import { ignored, type Outcome } from '../outcome.ts';
import type { Instant } from '../refs.ts';
import type { Rules } from '../rules.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { CommentFact } from './facts.ts';

export interface CommentVerdict {
  readonly entries: readonly NoteEntry[];
  readonly remember: KnownComment | null;
  /** Why nothing crosses; null when something does. */
  readonly silent: Outcome | null;
}

const silence = (silent: Outcome, remember: KnownComment | null = null): CommentVerdict => ({
  entries: [],
  remember,
  silent,
});

function remembered(comment: Comment, issue: IssueSnapshot, state: KnownComment['state']): KnownComment {
  return {
    connection: issue.connection,
    issueId: issue.issueId,
    commentId: comment.id,
    author: comment.author.name,
    fingerprint: fingerprint(toPlainText(comment.body)),
    updatedAt: comment.updatedAt,
    state,
  };
}

/** Which comments the workflow lets through; public ones, edited and deleted too, where there is none. */
interface Gate {
  readonly shows: (comment: Comment) => boolean;
  readonly silentEdits: Outcome | null;
  readonly silentDeletions: Outcome | null;
  readonly at: string;
}

function gateOf(issue: IssueSnapshot, workflow: Workflow | null, rules: Rules): Gate {
  const settings = workflow?.comments ?? null;
  const at = `workflows.${workflow?.name}.comments`;
  // Either setting is a clear word of the admin: the project's of old, or the workflow's.
  const restricted = rules.restrictedCommentsFrom.includes(issue.projectKey);
  const silent = (name: 'edits' | 'deletions'): Outcome | null =>
    settings?.[name] === 'silent' ? ignored('silenced', `${at}.${name}`) : null;
  return {
    shows: ({ restrictedTo }) =>
      restrictedTo === null
        ? (settings?.toDialog.includes('public') ?? true)
        : restricted || (settings?.toDialog.includes('restricted') ?? false),
    silentEdits: silent('edits'),
    silentDeletions: silent('deletions'),
    at,
  };
}

function judgeGone(fact: CommentFact, gate: Gate): CommentVerdict {
  const { known } = fact;
  if (known === null || known.state === 'withheld') return silence(ignored('comment_gone'));
  if (known.state === 'deleted') return silence(ignored('already_told'));
  const remember: KnownComment = { ...known, state: 'deleted' };
  if (known.state === 'ours') return silence(ignored('own_echo'), remember);
  if (gate.silentDeletions !== null) return silence(gate.silentDeletions, remember);
  return { entries: [{ kind: 'comment_deleted', author: known.author }], remember, silent: null };
}

function judgePresent(
  comment: Comment,
  known: KnownComment | null,
  issue: IssueSnapshot,
  since: Instant,
  gate: Gate,
): CommentVerdict {
  if (!gate.shows(comment)) {
    // A comment that was shown and became restricted stays known as shown: taking notes back is not possible.
    const remember = known?.state === 'mirrored' ? null : remembered(comment, issue, 'withheld');
    const why = ignored('restricted_comment', comment.restrictedTo);
    return silence(comment.restrictedTo === null ? ignored('silenced', `${gate.at}.toDialog`) : why, remember);
  }
  const remember = remembered(comment, issue, 'mirrored');
  if (known?.state === 'mirrored' && known.fingerprint === remember.fingerprint) {
    return silence(ignored('already_told'), remember);
  }
  // A comment from before the first link is news only because somebody has edited it.
  const old = known === null && comment.createdAt < since && comment.updatedAt > comment.createdAt;
  const what = known?.state === 'mirrored' || old ? 'edited' : 'added';
  if (what === 'edited' && gate.silentEdits !== null) return silence(gate.silentEdits, remember);
  const url = `${issue.url}?focusedCommentId=${comment.id}`;
  return {
    entries: [{ kind: 'comment', what, author: comment.author.name, body: comment.body, url }],
    remember,
    silent: null,
  };
}

/** What follows from one comment of an issue; `since` is when the first dialog was linked to it. */
export function judgeComment(
  fact: CommentFact,
  issue: IssueSnapshot,
  since: Instant,
  rules: Rules,
  workflow: Workflow | null = null,
): CommentVerdict {
  const { comment, known } = fact;
  const gate = gateOf(issue, workflow, rules);
  if (comment === null) return judgeGone(fact, gate);
  if (fact.ours || comment.ourDelivery !== null) {
    return silence(ignored('own_echo'), remembered(comment, issue, 'ours'));
  }
  return judgePresent(comment, known, issue, since, gate);
}

/** The comments that an event is about: one, or all that are known when the vendor did not say which. */
export function factsOfEvent(event: IssueCommented, facts: readonly CommentFact[]): readonly CommentFact[] {
  if (event.commentId !== null) return facts.filter((fact) => fact.commentId === event.commentId);
  return facts.filter((fact) => fact.comment === null);
}
