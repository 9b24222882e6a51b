// English texts of the inbox app.
import { plural } from './plural.ts';
import type { ScreenTexts } from './screen-texts.ts';

const MAX_LISTED = 4;

const dialogs = (count: number): string => `${count} ${plural('en', count, { one: 'dialog', many: 'dialogs' })}`;

/** Names of fields, the rest of many as a number. */
function listed(fields: readonly string[]): string {
  const shown = fields.slice(0, MAX_LISTED).map((field) => `“${field}”`);
  const rest = fields.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

export const SCREENS_ENGLISH: ScreenTexts = {
  home: {
    linked: (count) => `${count} linked ${plural('en', count, { one: 'issue', many: 'issues' })}`,
    nothing: 'No issue is linked to this dialog yet.',
    more: (count) => `and ${count} more`,
    refresh: 'Refresh',
    create: (label) => `Create: ${label}`,
    find: 'Find and link',
    back: 'Back',
    asOf: (ago) => (ago === null ? 'Up to date' : `As of ${ago}`),
    unknownAge: 'As Jira reported it last',
    stale: 'Jira did not answer in time: this is what was known last.',
    staleAsOf: (ago) =>
      `Jira did not answer in time: this is what was known ${ago === null ? 'less than a minute ago' : ago}.`,
    creating: 'An issue is being created from this dialog.',
  },
  card: {
    status: 'Status',
    inStatus: 'In this status',
    atLeast: (duration) => `at least ${duration}`,
    lessThanMinute: 'less than a minute',
    type: 'Type',
    priority: 'Priority',
    assignee: 'Assignee',
    nobody: 'nobody',
    none: 'none',
    changed: 'Last change',
    justNow: 'just now',
    waiting: 'Waiting',
    dialogs,
    promise: 'Reminder',
    promised: (when, by) => (by === null ? when : `${when} (${by})`),
    overdue: (when, by) => (by === null ? `was due ${when}` : `was due ${when} (${by})`),
    moved: (from) => `Moved to another project: it was ${from} before.`,
    deleted: 'This issue was deleted in Jira. Below is what was known last.',
    inaccessible:
      'This issue can no longer be seen: it was deleted, or access to it was taken away. Below is what was known last.',
    deletedShort: 'Deleted in Jira',
    inaccessibleShort: 'Can no longer be seen in Jira',
    comment: 'Comment to developers',
    remind: 'Remind me',
    unlink: 'Unlink',
  },
  unlink: {
    title: (key) => `Unlink ${key}?`,
    what: 'This dialog will get no more news about the issue. The issue itself stays as it is.',
    promiseGoes: 'The reminder set here will be cancelled.',
    yes: 'Unlink',
    no: 'Keep the link',
    done: (key) => `${key} is unlinked.`,
  },
  comment: {
    title: (key) => `Comment on ${key}`,
    label: 'Your message to the developers',
    placeholder: 'What should they know?',
    crosses: 'Everybody who can see the issue in Jira can read it.',
    send: 'Send to developers',
    empty: 'There is no text yet: write what the developers should know.',
    tooLong: (max) =>
      `The text was cut: a comment may have ${max.toLocaleString('en')} characters. Check its end, then send it.`,
    done: (key) => `Your comment is on its way to ${key}.`,
  },
  remind: {
    title: (key) => `Remind me about ${key}`,
    what: 'At that time this dialog gets a note with the state of the issue, is opened and assigned to you.',
    tomorrow: (time) => `Tomorrow at ${time}`,
    days: (count, when) => `In ${count} ${plural('en', count, { one: 'day', many: 'days' })}: ${when}`,
    week: (when) => `In a week: ${when}`,
    date: 'Another date',
    datePlaceholder: '2026-12-31 or 2026-12-31 14:30',
    setDate: 'Set this date',
    badDate: (typed) =>
      typed === ''
        ? 'Type a date first, for example 2026-12-31 14:30.'
        : `“${typed}” is no date: write it as 2026-12-31 or 2026-12-31 14:30.`,
    pastDate: (typed) => `“${typed}” has passed: choose a time to come.`,
    farDate: (typed) => `“${typed}” is more than a year away: choose an earlier one.`,
    now: (when) => `A reminder is set for ${when}.`,
    never: 'Cancel the reminder',
    done: (key, when) => `You will be reminded about ${key}: ${when}.`,
    cancelled: (key) => `The reminder about ${key} is cancelled.`,
  },
  form: {
    title: (label) => `New: ${label}`,
    goesTo: (project, type) => `Goes to ${project} as ${type}.`,
    summary: 'Summary',
    description: 'Description',
    required: 'Fields with * are required.',
    choose: (field) => `Choose: ${field}`,
    change: (field) => `Change: ${field}`,
    nothingChosen: 'nothing chosen',
    noneOption: '— none —',
    labelsHint: 'Separated by spaces',
    dateHint: '2026-12-31',
    dateTimeHint: '2026-12-31 14:30',
    numberHint: '12 or 12.5',
    urlHint: 'https://…',
    submit: (label) => `Create: ${label}`,
    submitAnyway: 'It is another one: create it',
    preview: 'What will cross to Jira?',
    back: 'Back',
    cut: (fields) => `Too long to be kept whole, so the end was cut: ${fields.join(', ')}. Check before you create.`,
    cantShow: (field, vendorType, setting) =>
      `“${field}” is required, but such a field (${vendorType}) can't be filled in here. Ask an admin to fill it with ${setting} in the config of Deskbridge, or to make it optional in Jira.`,
    noOptions: (field) => `“${field}” is required, but Jira offers no value for it. Ask an admin of Jira to add one.`,
    alike: (count) => plural('en', count, { one: 'It may be known already', many: 'They may be known already' }),
    alikeItem: (count, key) =>
      count === 0
        ? `No dialog waits for ${key} yet`
        : `${dialogs(count)} already ${plural('en', count, { one: 'waits', many: 'wait' })} for ${key}`,
    alikeHint: 'Press one to link it to this dialog instead of creating another.',
    alikeAbove: 'The issues listed at the top may be the same: look at them before you create another.',
    linkedMeanwhile:
      'Meanwhile somebody created or linked an issue here: see “Back”. Press the button again if this is another one.',
    notPrefilled:
      'The dialog could not be read just now, so nothing is filled in. What the customer wrote will stand in the issue all the same.',
    sawProblems: (fields) => `Nothing was created yet. Look at ${listed(fields)}.`,
  },
  problems: {
    missing: 'Jira requires this field: fill it in.',
    tooLong: (max) => `Too long: at most ${max} characters.`,
    notNumber: (typed) => `“${typed}” is no number: write it as 12 or 12.5.`,
    notDate: (typed) => `“${typed}” is no date: write it as 2026-12-31.`,
    notDateTime: (typed) => `“${typed}” is no date with a time: write it as 2026-12-31 14:30.`,
    notUrl: (typed) => `“${typed}” is no address: it begins with https://.`,
    notOption: (typed) => `“${typed}” can't be chosen any more: choose again.`,
    notLabel: (typed) => `“${typed}” is too long for a label: at most 255 characters.`,
  },
  choose: {
    title: (field) => field,
    under: (parent) => `Under: ${parent}`,
    search: 'Search',
    searchPeople: 'Beginning of a name',
    found: (count) => `${count} ${plural('en', count, { one: 'value', many: 'values' })}`,
    page: (page, pages) => `Page ${page} of ${pages}`,
    previous: 'Previous page',
    next: 'Next page',
    chosen: 'Chosen',
    remove: 'Press to remove',
    nothing: (query) => `Nothing is called “${query}”. Try fewer letters.`,
    typeName: 'Type the beginning of a name and press the search button.',
    done: 'Back to the form',
    clear: 'Leave empty',
  },
  preview: {
    title: 'What will cross to Jira',
    files: (count) => (count === 0 ? 'No files' : `${count} ${plural('en', count, { one: 'file', many: 'files' })}`),
    skipped: 'Left out',
    privacy: 'Personal data',
    cut: 'The text goes on: only its beginning is shown here.',
    unavailable: 'The dialog could not be read just now, so the text can’t be shown. What you typed is kept.',
  },
  wait: {
    title: 'Still creating…',
    what: 'It takes longer than usual. The work goes on by itself: press Refresh in a moment, or go on with the dialog.',
    refresh: 'Refresh',
    waitsForJira: 'Jira does not answer at the moment. Deskbridge keeps trying; nothing is lost.',
    created: (key) => `${key} is created`,
    linked: 'It is linked to this dialog: its news will arrive here as notes.',
    home: 'Linked issues',
    failed: 'Jira did not take it, so nothing was created.',
  },
  find: {
    title: 'Find and link',
    label: 'Key, address or words',
    placeholder: 'SUP-12 or “report does not open”',
    results: (count) => `${count} ${plural('en', count, { one: 'issue', many: 'issues' })} found`,
    nothing: (query) => `Nothing was found for “${query}”. Check the key, or try other words.`,
    waiting: (count) =>
      count === 0
        ? 'no dialog waits for it'
        : `${dialogs(count)} ${plural('en', count, { one: 'waits', many: 'wait' })} for it`,
    linkHint: 'Press an issue to link it to this dialog.',
    already: 'linked already',
    done: (key) => `${key} is linked.`,
    notThere: (key) => `${key} was not found in Jira, or Deskbridge may not see it.`,
  },
  errors: {
    title: 'That did not work',
    slow: 'Jira did not answer in time.',
    vendorDown: 'Jira can’t be reached at the moment.',
    refused: 'Jira refused this.',
    paused: 'Jira refuses the token of Deskbridge: an admin has to renew it. Until then nothing is lost.',
    unknown: 'Deskbridge made a mistake.',
    reference: (id) => `If it happens again, tell your admin this reference: ${id}`,
    kept: 'What you typed is kept.',
    again: 'Try again',
    noConversation: 'Open a conversation to see its issues here.',
    otherWorkspace: (workspaceId) =>
      `This app is not set up for the workspace ${workspaceId}: ask the admin who installed it.`,
    unlinkedMeanwhile: 'This issue is not linked any more: somebody was quicker.',
    notSent: 'This was not sent, copy it if you need it:',
    noWorkflow: (name) => `“${name}” was taken out of the config meanwhile: choose again.`,
    noProject: (project, type) =>
      `Jira shows Deskbridge no project ${project} with issues of type ${type}: ask an admin to check the config and the permissions.`,
    notUnderstood: 'This button is from an older version of the app: begin again.',
    pending: 'It is stored and will be done; press Refresh in a moment.',
    already: 'This was linked already.',
  },
};
