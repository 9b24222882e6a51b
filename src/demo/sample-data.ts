// Fills the simulated vendors with a small, plain story: four dialogs with customers and four issues.
import { addContact, addConversation, type IntercomSimulator } from '../simulators/intercom/index.ts';
import type { JiraSimulator } from '../simulators/jira/index.ts';
import { SAMPLE_TEXTS, type SampleDialog, type SampleIssue } from './sample-texts.ts';

export interface SeededDemo {
  /** In the order in which they are shown: open, closed, snoozed, open. */
  readonly dialogIds: readonly string[];
  /** The first three have the address of the dialog at the same place in their description; the last has none. */
  readonly issueKeys: readonly string[];
}

const HOSTS: Readonly<Record<string, string>> = {
  us: 'https://app.intercom.com',
  eu: 'https://app.eu.intercom.com',
  au: 'https://app.au.intercom.com',
};
const SNOOZED_FOR_S = 20 * 3600;
const TEAMMATE_ID = '901';

/** The address under which a teammate would have the dialog open, on Intercom's own host for the region. */
export function dialogUrl(intercom: IntercomSimulator, conversationId: string): string {
  const { id, region } = intercom.state;
  return `${HOSTS[region] ?? HOSTS['us']}/a/inbox/${id}/inbox/shared/all/conversation/${conversationId}`;
}

/** Later parts are put in without a webhook: they happened before the bridge was there. */
function addDialog(intercom: IntercomSimulator, sample: SampleDialog): string {
  const { state } = intercom;
  const [first, ...rest] = sample.messages;
  const at = (ago: number): number => state.now() - ago * 60;
  const contact = addContact(state, { name: sample.customer });
  const conversation = addConversation(state, contact, {
    title: sample.title,
    body: first?.text ?? '',
    createdAt: at(first?.ago ?? 0),
    adminAssigneeId: TEAMMATE_ID,
  });
  const author = { type: 'user', id: contact.id, name: contact.name, email: contact.email } as const;
  const admin = state.admins.get(TEAMMATE_ID);
  if (admin === undefined) throw new Error(`the simulated Intercom has no teammate ${TEAMMATE_ID}`);
  const { actions } = intercom.running;
  for (const { from, text, ago } of rest) {
    const message = { body: `<p>${text}</p>`, createdAt: at(ago) };
    if (from === 'customer') actions.replyAsContact(conversation, author, message);
    else if (from === 'teammate') actions.replyAsAdmin(conversation, admin, message);
    else actions.note(conversation, admin, message);
  }
  if (sample.state === 'closed') actions.close(conversation, admin, { body: null });
  if (sample.state === 'snoozed') actions.snooze(conversation, admin, state.now() + SNOOZED_FOR_S, false);
  return conversation.id;
}

function addIssue(jira: JiraSimulator, sample: SampleIssue, description: string): string {
  const { key } = jira.createIssue({
    project: 'SUP',
    summary: sample.summary,
    description,
    ...(sample.assignee === null ? {} : { assignee: sample.assignee }),
  });
  // Where it stands is its history from before; no webhook tells of it.
  const issue = jira.state.issues.get(jira.state.keys.get(key) ?? '');
  if (issue !== undefined) Object.assign(issue, { statusId: sample.status, priorityId: sample.priority });
  return key;
}

function namePeople(intercom: IntercomSimulator, jira: JiraSimulator, locale: 'en' | 'ru'): void {
  const { teammates, developers } = SAMPLE_TEXTS[locale];
  for (const admin of intercom.state.admins.values()) admin.name = teammates[admin.id] ?? admin.name;
  for (const user of jira.state.users) user.displayName = developers[user.name] ?? user.displayName;
}

/**
 * Adds the sample data and sets Jira's language. Issues are created as people do, so that their webhooks let the
 * bridge link them: call it when the webhook addresses are set and the bridge listens.
 */
export function seedDemo(intercom: IntercomSimulator, jira: JiraSimulator, locale: 'en' | 'ru'): SeededDemo {
  const texts = SAMPLE_TEXTS[locale];
  jira.state.language = locale;
  namePeople(intercom, jira, locale);
  const { raise } = intercom.state;
  intercom.state.raise = () => undefined;
  const dialogIds = texts.dialogs.map((dialog) => addDialog(intercom, dialog));
  intercom.state.raise = raise;
  const issueKeys = texts.issues.map((issue) => {
    const linked = issue.dialog === null ? undefined : dialogIds[issue.dialog];
    const link = linked === undefined ? '' : `\n\n${texts.dialogLine} ${dialogUrl(intercom, linked)}`;
    return addIssue(jira, issue, `${issue.description}${link}`);
  });
  return { dialogIds, issueKeys };
}
