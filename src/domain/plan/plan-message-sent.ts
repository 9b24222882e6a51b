// Decides what follows from a message that an operator sends to the developers in the inbox app.
import { paragraph, quote, text } from '../document/build.ts';
import type { Document } from '../document/document.ts';
import { readPlainText } from '../document/read-plain-text.ts';
import type { MessageSent } from '../event.ts';
import type { Link } from '../link.ts';
import { answerNote } from '../note.ts';
import { excerpt } from '../note-excerpt.ts';
import { done, ignored } from '../outcome.ts';
import type { Rules } from '../rules.ts';
import { reminderTextsOf } from '../texts/reminder-texts.ts';
import { textsOf } from '../texts/texts.ts';
import { developerComment } from './developer-comment.ts';
import type { ConversationFacts } from './facts.ts';
import { issueLabel } from './issue-label.ts';
import { NO_PLAN, type Plan, type PlannedAction } from './plan.ts';
import { keepAsleep } from './sleep.ts';

// The operator knows what they have just written: the quote is for colleagues who read the dialog later.
const QUOTED_CHARS = 400;
const QUOTED_LINES = 6;
/** Stands for the note that such a message does not have. */
const INBOX_APP = 'inbox_app';

/** What the dialog shows of the message; it never begins with `jira:`, so it can't be taken for another one. */
function sentNote(event: MessageSent, link: Link, body: Document, rules: Rules): Document {
  const by = event.by.name ?? textsOf(rules.locale).somebody;
  const sentence = ` ${reminderTextsOf(rules.locale).messageSent(by)}`;
  return {
    blocks: [
      paragraph(issueLabel(link, rules), text(sentence)),
      quote(...excerpt(body, QUOTED_CHARS, QUOTED_LINES).blocks),
    ],
  };
}

/** The message becomes a comment of the linked issue, and the dialog shows that it was sent. */
export function planMessageSent(event: MessageSent, facts: ConversationFacts, rules: Rules): Plan {
  const { conversation } = event;
  const link = facts.links.find(({ id, unlinkedAt }) => id === event.linkId && unlinkedAt === null);
  if (link === undefined) return { ...NO_PLAN, outcomes: [ignored('not_linked_any_more')] };
  const { issue: about } = link;
  const body = readPlainText(event.text);
  const answer = (sentence: string): PlannedAction => ({
    once: null,
    action: { kind: 'add_note', conversation, about, body: answerNote(sentence) },
  });
  if (body.blocks.length === 0) {
    const sentence = reminderTextsOf(rules.locale).messageEmpty;
    return { ...NO_PLAN, outcomes: [done('answered', 'empty message')], actions: [answer(sentence)] };
  }
  if (facts.gone.includes(link.id)) {
    const sentence = textsOf(rules.locale).answers.issueGone(link.issueKey);
    return { ...NO_PLAN, outcomes: [done('answered', 'issue gone')], actions: [answer(sentence)] };
  }
  const note = sentNote(event, link, body, rules);
  return {
    ...NO_PLAN,
    outcomes: [done('commented', link.issueKey)],
    actions: [
      developerComment(about, { conversation, partId: INBOX_APP, author: event.by.name, body }, null, rules),
      { once: null, action: { kind: 'add_note', conversation, about, body: note } },
      ...keepAsleep(conversation, about, facts, rules),
    ],
  };
}
