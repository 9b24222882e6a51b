// The nouns of the simulated Jira: what a site holds, what a request is and what an answer is.
import type { IncomingHttpHeaders } from 'node:http';

export type Edition = 'cloud' | 'data-center';
export type JsonObject = { [key: string]: unknown };
/** An Atlassian Document on Cloud, wiki markup on Data Center. */
export type RichText = string | JsonObject | null;
export type CategoryKey = 'new' | 'indeterminate' | 'done';
export type Language = 'en' | 'ru';

export interface User {
  accountId: string;
  name: string;
  displayName: string;
  emailAddress: string;
  accountType: 'atlassian' | 'app' | 'customer';
  active: boolean;
  timeZone: string;
  roles: string[];
  groups: string[];
}

/** Something with an id and a name that a site's language changes: a status, a priority, a resolution. */
export interface Named {
  id: string;
  name: string;
  russian: string;
  description: string;
}
export interface Status extends Named {
  category: CategoryKey;
}
export interface IssueType {
  id: string;
  name: string;
  description: string;
}
export interface Component {
  id: string;
  name: string;
}
export interface Version {
  id: string;
  name: string;
  description: string;
  released: boolean;
  archived: boolean;
  releaseDate: string | null;
}

export type FieldKind =
  | 'string'
  | 'text'
  | 'rich'
  | 'number'
  | 'date'
  | 'url'
  | 'user'
  | 'priority'
  | 'labels'
  | 'components'
  | 'versions'
  | 'project'
  | 'issuetype'
  | 'select'
  | 'multi'
  | 'cascading'
  | 'users'
  | 'tags'
  | 'releases'
  | 'datetime'
  /** The field of an app, whose value only that app understands. */
  | 'opaque'
  | 'resolution';
export interface FieldOption {
  id: string;
  value: string;
  children?: FieldOption[];
}
export interface Field {
  id: string;
  name: string;
  kind: FieldKind;
  custom?: { type: string; number: number };
  options?: FieldOption[];
}

export interface Project {
  id: string;
  key: string;
  name: string;
  style: 'classic' | 'next-gen';
  leadId: string;
  typeIds: string[];
  components: Component[];
  versions: Version[];
  /** Ids of the fields on the create and edit screens. */
  screen: string[];
  /** Ids of the fields that must have a value, besides summary, project and issuetype. */
  required: string[];
  /** Fields that only the screens of this issue type have, by its id. */
  screenByType: Record<string, string[]>;
  /** Fields that this issue type requires beside the others, by its id. */
  requiredByType: Record<string, string[]>;
  lastNumber: number;
}

export interface Visibility {
  type: 'role' | 'group';
  value: string;
}
export interface Comment {
  id: string;
  authorId: string;
  updateAuthorId: string;
  body: RichText;
  created: number;
  updated: number;
  visibility: Visibility | null;
  internal: boolean;
  properties: Map<string, unknown>;
}
export interface RemoteLink {
  id: number;
  globalId: string | null;
  application: JsonObject | null;
  relationship: string | null;
  object: JsonObject;
}
export interface Attachment {
  id: string;
  filename: string;
  mimeType: string;
  content: Buffer;
  created: number;
  authorId: string;
  mediaId: string;
}
export interface ChangeItem {
  field: string;
  fieldtype: 'jira' | 'custom';
  fieldId: string;
  from: string | null;
  fromText: string | null;
  to: string | null;
  toText: string | null;
}
export interface History {
  id: string;
  authorId: string;
  created: number;
  items: ChangeItem[];
}

export interface Issue {
  id: string;
  key: string;
  formerKeys: string[];
  projectId: string;
  typeId: string;
  statusId: string;
  summary: string;
  description: RichText;
  environment: RichText;
  priorityId: string | null;
  resolutionId: string | null;
  resolved: number | null;
  categoryChanged: number;
  assigneeId: string | null;
  reporterId: string;
  creatorId: string;
  labels: string[];
  componentIds: string[];
  fixVersionIds: string[];
  duedate: string | null;
  custom: Map<string, unknown>;
  created: number;
  updated: number;
  comments: Comment[];
  remoteLinks: RemoteLink[];
  attachments: Attachment[];
  histories: History[];
  properties: Map<string, unknown>;
  /** True while the bridge's account may not see it. */
  hidden: boolean;
}

/** What the search index knows of an issue: it may be behind the issue itself. */
export interface IndexEntry {
  id: string;
  projectId: string;
  typeId: string;
  statusId: string;
  priorityId: string | null;
  resolutionId: string | null;
  assigneeId: string | null;
  reporterId: string;
  labels: string[];
  fixVersionIds: string[];
  created: number;
  updated: number;
}

export type Change =
  | { kind: 'issue_created'; issue: Issue; by: User; history: History }
  | { kind: 'issue_updated'; issue: Issue; by: User; history: History; typeName: string; bulk?: boolean }
  | { kind: 'issue_deleted'; issue: Issue; by: User }
  | {
      kind: 'comment';
      verb: 'created' | 'updated' | 'deleted';
      issue: Issue;
      comment: Comment;
      by: User;
      cascade?: boolean;
    }
  | { kind: 'attachment_created'; issue: Issue; attachment: Attachment; by: User }
  | { kind: 'version_released'; project: Project; version: Version };

export interface JiraState {
  edition: Edition;
  language: Language;
  /** Address of the site, with the context path, without a slash at the end. */
  baseUrl: string;
  users: User[];
  /** Whose token the bridge has. */
  bridgeAccountId: string;
  statuses: Status[];
  priorities: Named[];
  resolutions: Named[];
  issueTypes: IssueType[];
  fields: Field[];
  projects: Project[];
  issues: Map<string, Issue>;
  /** Every key that an issue has or had, to its id. */
  keys: Map<string, string>;
  index: Map<string, IndexEntry>;
  pendingIndex: { at: number; entry: IndexEntry }[];
  /** How far search is behind, in milliseconds. */
  indexLagMs: number;
  commentLimit: number;
  /** Bytes of the largest file that may be attached. */
  uploadLimit: number;
  /** Transitions of these issue ids answer 409 this many times more. */
  transitionConflicts: Map<string, number>;
  sequence: number;
  now: () => number;
  emit: (change: Change) => void;
}

/** From whose eyes, and in which version of the API, an answer is written. */
export interface View {
  state: JiraState;
  api: 2 | 3;
}

export interface Call {
  state: JiraState;
  view: View;
  method: string;
  path: string;
  params: string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: unknown;
  raw: Buffer;
  /** Null for an anonymous call, which is also what a dead token makes. */
  user: User | null;
}
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}
export interface Route {
  method: string;
  /** Path below /rest/api/N, with `:name` for a parameter. */
  pattern: string;
  /** Whether people without an account may call it; else it answers 401. */
  anonymous?: boolean;
  only?: Edition;
  run: (call: Call) => Answer;
}

/** One call and its answer. */
export interface Exchange {
  method: string;
  /** As sent, still percent-encoded, without the context path and the query. */
  path: string;
  /** Decoded; a repeated parameter as a list. */
  query: Record<string, string | string[]>;
  requestHeaders: IncomingHttpHeaders;
  /** Parsed JSON, a Buffer of anything else, undefined for nothing. */
  requestBody: unknown;
  /** 0 when a fault kept the answer back. */
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: unknown;
  at: number;
}
