// What taking a link away means for the dialog and for the issue.
import type { Link } from '../link.ts';
import { composeNote, type NoteEntry } from '../note.ts';
import type { Actor } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { issueUrl } from '../vendor-urls.ts';
import { changeOf } from '../workflow/change.ts';
import { workflowOf } from '../workflow/workflow-of.ts';
import { applyRules, viewOf } from './apply-rules.ts';
import type { ConversationFacts } from './facts.ts';
import type { PlannedAction, RuleTrace } from './plan.ts';

interface Told {
  readonly actions: readonly PlannedAction[];
  readonly trace: readonly RuleTrace[];
}

/** The note about it, or what rules on `unlinked` say. */
function tell(link: Link, by: Actor, facts: ConversationFacts, rules: Rules): Told {
  const { conversation, issue: about } = link;
  const entries: NoteEntry[] = [{ kind: 'unlinked', by: by.name }];
  const issue = facts.issues[link.id];
  if (issue === undefined) {
    const site = rules.trackerSites.find((candidate) => candidate.connection === about.connection);
    const subject = { key: link.issueKey, url: issueUrl(site?.siteUrl ?? '', link.issueKey), summary: '' };
    const body = composeNote(subject, entries, rules.locale);
    return { actions: [{ once: null, action: { kind: 'add_note', conversation, about, body } }], trace: [] };
  }
  const change = changeOf('unlinked', issue, issue, by, { entries });
  const context = { workflow: workflowOf(issue, rules), rules, now: facts.now, account: null };
  const subject = { key: issue.key, url: issue.url, summary: '' };
  const view = viewOf(conversation, facts.conversations, [facts.details]);
  return applyRules([change], [link], about, subject, () => view, context, { ...facts, conversations: [] }, rules);
}

/** The note, the link on the issue, and the marks of the connection, as far as no other link needs them. */
export function planUnlink(link: Link, by: Actor, facts: ConversationFacts, rules: Rules): Told {
  const { conversation, issue: about } = link;
  const marks = rules.marks[conversation.connection];
  const { actions: told, trace } = tell(link, by, facts, rules);
  const actions: PlannedAction[] = [
    ...told,
    { once: null, action: { kind: 'remove_remote_link', issue: about, conversation } },
  ];
  if (marks?.attribute != null) {
    const action = { kind: 'set_attribute', conversation, about, name: marks.attribute, value: null } as const;
    actions.push({ once: null, action });
  }
  const linked = facts.links.filter(({ unlinkedAt }) => unlinkedAt === null).length;
  if (marks?.tag != null && linked === 1) {
    actions.push({ once: null, action: { kind: 'tag', conversation, about, tag: marks.tag, remove: true } });
  }
  return { actions, trace };
}
