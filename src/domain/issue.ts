// An issue as Deskbridge needs it, and what can change about it.
import type { Document } from './document/document.ts';
import type { Actor, Instant } from './refs.ts';

/** `undefined` is Jira's own category for a status without one. */
export type StatusCategory = 'todo' | 'in_progress' | 'done' | 'undefined';

export interface IssueStatus {
  readonly id: string;
  /** In the language of the site; never used to decide anything. */
  readonly name: string;
  readonly category: StatusCategory;
}

export interface IssueAttachment {
  readonly id: string;
  readonly name: string;
  /** Where a person with a Jira account can open it. */
  readonly url: string | null;
}

/** What an issue looks like at the moment it was read by API with the bridge's own account. */
export interface IssueSnapshot {
  readonly connection: string;
  readonly issueId: string;
  readonly key: string;
  /** The page that people open: `SITE/browse/KEY`. */
  readonly url: string;
  readonly projectKey: string;
  readonly summary: string;
  readonly type: string;
  readonly status: IssueStatus;
  readonly resolution: string | null;
  readonly priority: string | null;
  readonly assignee: string | null;
  readonly fixVersions: readonly string[];
  readonly components: readonly string[];
  readonly labels: readonly string[];
  /** Calendar date `YYYY-MM-DD`, without a time zone, as Jira keeps it. */
  readonly dueDate: string | null;
  readonly attachments: readonly IssueAttachment[];
  /** Every http(s) address in the description and in any text or URL field. */
  readonly urls: readonly string[];
  readonly updatedAt: Instant;
  /** Ids of what is named above, which rules may use instead; absent where they were not kept. */
  readonly ids?: IssueIds;
  /** The key that it had before it moved to another project, as far as we saw; never of a reading. */
  readonly formerKey?: string;
}

export interface IssueIds {
  readonly type: string | null;
  readonly priority: string | null;
  readonly resolution: string | null;
  readonly assignee: string | null;
}

/** What is remembered of a reading: where it moved from stays known. */
export function remembered(issue: IssueSnapshot, told: IssueSnapshot | null): IssueSnapshot {
  const formerKey = told === null || told.key === issue.key ? told?.formerKey : told.key;
  return formerKey === undefined ? issue : { ...issue, formerKey };
}

/** The fields whose changes are told to dialogs. */
export type MirroredField =
  | 'status'
  | 'resolution'
  | 'priority'
  | 'assignee'
  | 'fixVersions'
  | 'dueDate'
  | 'summary'
  | 'key';

/** One item of Jira's changelog, in our words. Values are what a person would read. */
export interface IssueChange {
  readonly field: MirroredField | 'attachment' | 'description' | 'other';
  /** The field's name as the vendor wrote it, for the trace. */
  readonly vendorField: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface Comment {
  readonly id: string;
  readonly author: Actor;
  readonly body: Document;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** Who may read it when not everybody: a role, a group, or "internal" of Jira Service Management. */
  readonly restrictedTo: string | null;
  /** The delivery of ours that wrote it, read from the mark that we put on our comments. */
  readonly ourDelivery: string | null;
}
