// Builders for tests of plans: a linked issue and a dialog, of which a test names only what matters to it.
import type { ConversationNoted, IssueChanged, IssueCommented } from '../../../src/domain/event.ts';
import type { Comment, IssueChange, IssueSnapshot } from '../../../src/domain/issue.ts';
import type { KnownComment, KnownIssue } from '../../../src/domain/known.ts';
import type { Link } from '../../../src/domain/link.ts';
import type { ConversationFacts, IssueFacts } from '../../../src/domain/plan/facts.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import type { Rules } from '../../../src/domain/rules.ts';
import { toPlainText } from '../../../src/domain/document/plain-text.ts';
import { readPlainText } from '../../../src/domain/document/read-plain-text.ts';

export const ISSUE = { connection: 'jira', issueId: '10001' } as const;
export const DIALOG = { connection: 'intercom', conversationId: '7' } as const;
export const NOW = 1_800_000_000_000;
const OLGA = { id: 'olga', name: 'Olga', kind: 'person' } as const;

export const RULES: Rules = {
  version: 'v1',
  locale: 'en',
  timezone: 'UTC',
  chatSites: [{ connection: 'intercom', workspaceId: 'ws1', appUrl: 'https://app.intercom.com' }],
  trackerSites: [{ connection: 'jira', siteUrl: 'https://jira.test' }],
  marks: {},
  restrictedCommentsFrom: [],
  reopenOnDone: true,
  keepSnoozed: true,
  workflows: [],
  texts: {},
  businessHours: null,
  supportNames: [],
  budgetActions: 30,
};

export function snapshot(given: Partial<IssueSnapshot> = {}): IssueSnapshot {
  return {
    ...ISSUE,
    key: 'SUP-1',
    url: 'https://jira.test/browse/SUP-1',
    projectKey: 'SUP',
    summary: 'Report',
    type: 'Bug',
    status: TO_DO,
    resolution: null,
    priority: 'Major',
    assignee: null,
    fixVersions: [],
    components: [],
    labels: [],
    dueDate: null,
    attachments: [],
    urls: [],
    updatedAt: NOW,
    ...given,
  };
}

export const TO_DO = { id: '1', name: 'To Do', category: 'todo' } as const;
export const IN_PROGRESS = { id: '3', name: 'In Progress', category: 'in_progress' } as const;
export const DONE = { id: '5', name: 'Done', category: 'done' } as const;
export const CLOSED = { id: '6', name: 'Closed', category: 'done' } as const;

export function link(given: Partial<Link> = {}): Link {
  return {
    id: 'ln_1',
    conversation: DIALOG,
    issue: ISSUE,
    issueKey: 'SUP-1',
    origin: 'issue_text',
    createdAt: NOW - 100_000,
    by: null,
    promise: null,
    unlinkedAt: null,
    ...given,
  };
}

export function known(told: Partial<IssueSnapshot> = {}, given: Partial<KnownIssue> = {}): KnownIssue {
  return { ...ISSUE, told: snapshot(told), state: 'seen', lastNotedAt: null, ...given };
}

export function issueFacts(now: Partial<IssueSnapshot> | null, given: Partial<IssueFacts> = {}): IssueFacts {
  return {
    now: NOW,
    reading: now === null ? { state: 'missing' } : { state: 'found', value: snapshot(now) },
    known: known(),
    links: [link()],
    comments: [],
    conversations: [],
    spent: {},
    dialogs: {},
    summary: null,
    unanswered: [],
    account: null,
    ...given,
  };
}

export function changed(
  changes: readonly Partial<IssueChange>[] = [],
  given: Partial<IssueChanged> = {},
): IssueChanged {
  return {
    kind: 'issue_changed',
    issue: { ...ISSUE, key: 'SUP-1' },
    by: OLGA,
    at: NOW,
    conversationUrls: [],
    created: false,
    changes: changes.map((change) => ({ field: 'other', vendorField: 'x', from: null, to: null, ...change })),
    ...given,
  };
}

export function commented(given: Partial<IssueCommented> = {}): IssueCommented {
  return {
    kind: 'issue_commented',
    issue: { ...ISSUE, key: 'SUP-1' },
    by: OLGA,
    at: NOW,
    conversationUrls: [],
    commentId: '1',
    what: 'added',
    ...given,
  };
}

export function comment(given: Partial<Omit<Comment, 'body'>> & { text?: string } = {}): Comment {
  const { text = 'We look into it', ...rest } = given;
  return {
    id: '1',
    author: OLGA,
    body: readPlainText(text),
    createdAt: NOW - 1000,
    updatedAt: NOW - 1000,
    restrictedTo: null,
    ourDelivery: null,
    ...rest,
  };
}

export function knownComment(given: Partial<KnownComment> = {}): KnownComment {
  return { ...ISSUE, commentId: '1', author: 'Olga', fingerprint: 'x', updatedAt: NOW, state: 'mirrored', ...given };
}

export function noted(text: string): ConversationNoted {
  const author = { id: '901', name: 'Anna', kind: 'person' } as const;
  return {
    kind: 'conversation_noted',
    conversation: DIALOG,
    part: { id: '55', kind: 'note', author, body: readPlainText(text), createdAt: NOW },
    at: NOW,
  };
}

export function conversationFacts(given: Partial<ConversationFacts> = {}): ConversationFacts {
  return {
    now: NOW,
    links: [link()],
    conversations: [],
    ours: false,
    named: [],
    note: { state: 'not_read' },
    gone: [],
    conversation: null,
    details: null,
    issues: {},
    newIssue: null,
    spent: {},
    ...given,
  };
}

/** What a plan does, in short: each note as its lines, each other action as its name. */
export function told(plan: Plan): (string | string[])[] {
  return plan.actions.map(({ action }) =>
    action.kind === 'add_note' || action.kind === 'comment'
      ? toPlainText(action.body)
          .split('\n')
          .filter((line) => line.trim() !== '')
      : action.kind,
  );
}

/** How each event ended, as `state reason`. */
export function outcomes(plan: Plan): string[] {
  return plan.outcomes.map(({ state, reason }) => `${state} ${reason}`);
}
