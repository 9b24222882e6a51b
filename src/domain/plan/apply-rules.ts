// Holds changes against the rules for each linked dialog, and puts together what all rules that were met want.
import type { KnownConversation } from '../known.ts';
import type { Link } from '../link.ts';
import type { NoteSubject } from '../note.ts';
import { done, ignored, type Outcome } from '../outcome.ts';
import { type ConversationRef, type IssueRef, sameConversation } from '../refs.ts';
import type { Rules } from '../rules.ts';
import type { DialogDetails } from '../dialog.ts';
import type { Change } from '../workflow/change.ts';
import type { DialogView, RuleContext } from '../workflow/conditions.ts';
import { type Match, matchRules } from '../workflow/match-rules.ts';
import { dialogActions, issueActions, type Target } from './rule-actions.ts';
import type { PlannedAction, RuleTrace } from './plan.ts';
import { type IssueWishes, noWishes, wish } from './wishes.ts';

/** How a change ended over all dialogs. */
export interface Fate {
  readonly noted: boolean;
  /** Where the rules stand that did something. */
  readonly acted: readonly string[];
  /** Where the rule stands that asks for silence. */
  readonly silenced: string | null;
}

export interface RulesApplied {
  readonly actions: readonly PlannedAction[];
  readonly trace: readonly RuleTrace[];
  /** By the key of the change. */
  readonly fates: ReadonlyMap<string, Fate>;
}

export interface RuleFacts {
  readonly now: number;
  readonly conversations: readonly KnownConversation[];
}

/** A dialog as rules see it. */
export function viewOf(
  conversation: ConversationRef,
  conversations: readonly KnownConversation[],
  details: readonly (DialogDetails | null)[],
): DialogView {
  const known = conversations.find((candidate) => sameConversation(candidate, conversation));
  const read = details.find((candidate) => candidate !== null && sameConversation(candidate, conversation));
  return { conversationId: conversation.conversationId, state: known?.state ?? null, details: read ?? null };
}

function fateWith(fate: Fate | undefined, { rule }: Match, change: Change): Fate {
  const before = fate ?? { noted: false, acted: [], silenced: null };
  if (rule === null) return before;
  if (rule.do.length === 0) return { ...before, silenced: rule.at };
  const notes = rule.do.some((action) => action.kind === 'note' && (change.entries.length > 0 || action.text !== null));
  const acted = before.acted.includes(rule.at) ? before.acted : [...before.acted, rule.at];
  return { noted: before.noted || notes, acted, silenced: before.silenced };
}

/** What the rules want for the changes of one issue in the dialogs linked with it. */
export function applyRules(
  changes: readonly Change[],
  links: readonly Link[],
  about: IssueRef,
  subject: NoteSubject,
  viewFor: (link: Link) => DialogView,
  context: RuleContext,
  facts: RuleFacts,
  rules: Rules,
): RulesApplied {
  const fates = new Map<string, Fate>();
  const trace: RuleTrace[] = [];
  const actions: PlannedAction[] = [];
  const ofIssue: IssueWishes = new Map();
  const targetOf = ({ conversation }: Link): Target => ({ conversation, about, subject, once: null });
  for (const link of links) {
    const view = viewFor(link);
    const wishes = noWishes();
    for (const change of changes) {
      const match = matchRules(change, view, context);
      trace.push(match.trace);
      fates.set(change.key, fateWith(fates.get(change.key), match, change));
      if (match.rule !== null) {
        wish(match.rule, change, view, link, { dialog: wishes, issue: ofIssue }, rules, facts.now);
      }
    }
    actions.push(...dialogActions(wishes, targetOf(link), facts, rules));
  }
  const [first] = links;
  if (first !== undefined) actions.push(...issueActions(ofIssue, targetOf(first), rules));
  return { actions, trace, fates };
}

/** How an event ends that brought these changes; null when it brought none. */
export function outcomeOfFates(fates: readonly Fate[]): Outcome | null {
  if (fates.length === 0) return null;
  if (fates.some(({ noted }) => noted)) return done('noted');
  const acted = [...new Set(fates.flatMap((fate) => fate.acted))];
  if (acted.length > 0) return done('acted', acted.join(', '));
  const silenced = fates.flatMap((fate) => fate.silenced ?? []);
  return silenced.length > 0 ? ignored('silenced', [...new Set(silenced)].join(', ')) : ignored('no_rule');
}
