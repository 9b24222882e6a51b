// English texts.
import { plural } from './plural.ts';
import type { Texts } from './texts.ts';

export const ENGLISH: Texts = {
  locale: 'en',
  fields: {
    status: 'Status',
    resolution: 'Resolution',
    priority: 'Priority',
    assignee: 'Assignee',
    fixVersions: 'Fix version',
    dueDate: 'Due',
    summary: 'Summary',
    type: 'Type',
  },
  nobody: 'nobody',
  none: 'none',
  linked: 'Linked to this conversation',
  unlinked: (by) => (by === null ? 'No longer linked to this conversation' : `Unlinked by ${by}`),
  moved: (fromKey) => `Moved here from ${fromKey}`,
  deleted: 'The issue was deleted in Jira',
  inaccessible: 'The issue can no longer be seen: it was deleted, or access to it was taken away',
  restored: 'The issue can be seen again',
  commented: (author) => `${author} commented:`,
  commentEdited: (author) => `${author} edited a comment:`,
  commentDeleted: (author) => `A comment by ${author} was deleted`,
  attached: 'File attached',
  tellCustomer: ({ resolution, versions }) => {
    const outcome = resolution === null ? 'it is done' : `resolved as “${resolution}”`;
    const where =
      versions.length === 0
        ? ''
        : `, ${plural('en', versions.length, { one: 'version', many: 'versions' })} ${versions.join(', ')}`;
    return `Now tell the customer: ${outcome}${where}`;
  },
  moreChanges: (count) => `and ${count} more ${plural('en', count, { one: 'change', many: 'changes' })}`,
  somebody: 'Somebody',
  history: 'history',
  fromSupport: (teammate) => `${teammate} (support):`,
  emptyComment: '(no text)',
  answers: {
    issueNotFound: (asked) =>
      asked.length === 1
        ? `${asked[0]} was not found in Jira, or Deskbridge may not see it. Check the key and write the note again.`
        : `${asked.join(', ')} were not found in Jira, or Deskbridge may not see them. Check the keys and write the note again.`,
    issueGone: (key) => `Nothing was sent: ${key} can no longer be seen in Jira.`,
    whichIssue: (keys) =>
      `Several issues are linked here: ${keys.join(', ')}. Begin with the key, for example “jira: ${keys[0]} your text”.`,
    noIssue: 'No issue is linked to this conversation. Link one first, for example “jira: SUP-12”.',
    emptyMessage: 'There is no text after “jira:”. Write “jira: your text” to comment, or “jira: SUP-12” to link.',
  },
  remoteLink: { title: (title) => `Conversation: ${title}`, summary: 'Customer conversation in Intercom' },
  categories: { todo: 'To do', in_progress: 'In progress', done: 'Done', undefined: 'No category' },
  reasons: {
    noted: 'The dialogs were told',
    linked: 'The dialog was linked to the issue',
    unlinked: 'The link was taken away',
    commented: 'The note was sent to the developers as a comment',
    remembered: 'Remembered; nobody had to be told',
    answered: 'The operator got an answer in a note',
    acted: 'A rule of the config was carried out',
    requested: 'An issue is being created from the conversation',
    promised: 'A reminder was set',
    promise_cancelled: 'The reminder was cancelled',
    reminded: 'The operator who promised was reminded',
    summarised: 'The summary on the issue was brought up to date',
    passed_on: 'Passed on to the issues that it concerns',
    silenced: 'A rule of the config says that nothing is told',
    no_rule: 'No rule of the config applies, and no default rule stands for it',
    already_requested: 'An issue of this kind exists for the conversation already',
    request_incomplete: 'The issue could not be created: something is missing',
    promise_over: 'The reminder had been cancelled, moved or kept before',
    summary_unchanged: 'The summary on the issue says this already',
    ping: 'A test message of the vendor: it arrived well',
    not_mirrored: 'Nothing follows from this kind of event',
    unknown_event: 'An event that this version of Deskbridge does not know',
    unreadable: 'The content could not be understood; it is kept and can be replayed',
    own_echo: 'Our own change coming back',
    not_linked: 'No dialog is linked to this issue',
    dialog_not_linked: 'No issue is linked to this conversation',
    already_told: 'The dialogs have been told already',
    nothing_visible: 'Nothing changed that an operator would see',
    restricted_comment: 'The comment is restricted or internal and is not shown to operators',
    comment_gone: 'The comment cannot be seen any more',
    note_gone: 'The note was taken back before it could be sent to the developers',
    still_there: 'The issue was reported as deleted, but it is still there',
    other_workspace: 'The address belongs to another Intercom workspace',
    other_host: 'The address only looks like Intercom: the host is not Intercom’s',
    plain_note: 'A note between teammates, not meant for Jira',
    already_linked: 'The dialog was linked to the issue already',
    was_unlinked: 'Somebody took this link away; it is not set again by itself',
    issue_not_found: 'The tracker shows no such issue to the bridge’s account',
    conversation_not_found: 'The chat shows no such conversation to the bridge’s account',
    not_linked_any_more: 'The link had been taken away before',
    budget_spent: 'Stopped as a possible loop: the link caused too many actions in a short time',
    crashed: 'Deskbridge made a mistake on this event; please report it',
    vendor_refused: 'The vendor refused the call',
    gave_up: 'The vendor could not be reached for too long',
  },
};
