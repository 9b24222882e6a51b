// What people do in the site: the developer's side of a test or the demo, with the events that follow from it.
import { editIssue, type IssueValues } from './change-issue.ts';
import * as life from './issue-life.ts';
import { type Reading, readField } from './read-fields.ts';
import { storedRichText } from './rich-text.ts';
import { findIssue, findProject, findUser, projectOf } from './state.ts';
import type { Comment, Issue, JiraState, JsonObject, Project, RichText, User, Visibility } from './types.ts';
import { moveToStatus, transitionsOf } from './workflow.ts';

/** Who does it, by user name, e-mail address or account id; `olga` when absent. */
interface By {
  by?: string;
}
/** Fields in people's words: names of priorities, versions and components; user names; text or a document. */
export interface PlainFields {
  summary?: string;
  description?: RichText;
  priority?: string | null;
  assignee?: string | null;
  fixVersions?: string[];
  components?: string[];
  labels?: string[];
  duedate?: string | null;
  type?: string;
  resolution?: string;
  /** Custom fields by id, in the form the API takes. */
  custom?: JsonObject;
}
export interface IssueRef {
  id: string;
  key: string;
}
type OnIssue = By & { issue: string };

export interface Actions {
  createIssue: (given: By & PlainFields & { project: string; summary: string }) => IssueRef;
  editIssue: (given: OnIssue & { fields: PlainFields }) => IssueRef;
  /** `to` is the name or id of a status that the workflow leads to. */
  transitionIssue: (given: OnIssue & { to: string; resolution?: string; comment?: RichText }) => IssueRef;
  addComment: (given: OnIssue & { body: RichText; visibility?: Visibility; internal?: boolean }) => { id: string };
  editComment: (given: OnIssue & { comment: string; body: RichText }) => { id: string };
  deleteComment: (given: OnIssue & { comment: string }) => { id: string };
  attachFile: (given: OnIssue & { filename: string; content?: string; mimeType?: string }) => { id: string };
  moveIssue: (given: OnIssue & { project: string }) => IssueRef;
  deleteIssue: (given: OnIssue) => IssueRef;
  hideIssue: (given: { issue: string }) => IssueRef;
  restoreIssue: (given: { issue: string }) => IssueRef;
  releaseVersion: (given: { project: string; version: string }) => { id: string };
  /** One webhook for each issue, all in the Secondary flow. */
  bulkChange: (given: By & { issues: string[]; fields?: PlainFields; to?: string }) => IssueRef[];
  /** The next `times` transitions of the issue over the API answer 409. */
  refuseTransitions: (given: { issue: string; times: number }) => IssueRef;
}

function issueOf(state: JiraState, idOrKey: string): Issue {
  const issue = findIssue(state, idOrKey);
  if (issue === undefined) throw new Error(`no issue ${idOrKey}`);
  return issue;
}

function personOf(state: JiraState, by: string | undefined): User {
  const user = findUser(state, by ?? 'olga');
  if (user === undefined) throw new Error(`no user ${by}`);
  return user;
}

function projectNamed(state: JiraState, key: string): Project {
  const project = findProject(state, key);
  if (project === undefined) throw new Error(`no project ${key}`);
  return project;
}

function userValue(state: JiraState, name: string | null): unknown {
  if (name === null) return null;
  const user = personOf(state, name);
  return { accountId: user.accountId, name: user.name };
}

/** People's words as the API would take them. */
function apiFields(state: JiraState, plain: PlainFields): JsonObject {
  const names = (list: string[]) => list.map((name) => ({ name }));
  const rich = (text: RichText) => storedRichText(state.edition, text);
  const out: JsonObject = { ...plain.custom };
  if (plain.summary !== undefined) out.summary = plain.summary;
  if (plain.description !== undefined) out.description = rich(plain.description);
  if (typeof plain.priority === 'string') out.priority = { name: plain.priority };
  if (plain.assignee !== undefined) out.assignee = userValue(state, plain.assignee);
  if (plain.fixVersions !== undefined) out.fixVersions = names(plain.fixVersions);
  if (plain.components !== undefined) out.components = names(plain.components);
  if (plain.labels !== undefined) out.labels = plain.labels;
  if (plain.duedate !== undefined) out.duedate = plain.duedate;
  if (plain.type !== undefined) out.issuetype = { name: plain.type };
  if (plain.resolution !== undefined) out.resolution = { name: plain.resolution };
  return out;
}

function valuesOf(state: JiraState, project: Project, plain: PlainFields): IssueValues {
  const reading: Reading = { state, project, values: {}, errors: {} };
  for (const [id, value] of Object.entries(apiFields(state, plain))) readField(reading, id, value);
  const wrong = Object.entries(reading.errors)[0];
  if (wrong !== undefined) throw new Error(`${wrong[0]}: ${wrong[1]}`);
  if (plain.priority === null) reading.values.priorityId = null;
  return reading.values;
}

function statusNamed(state: JiraState, issue: Issue, to: string) {
  const open = transitionsOf(state, issue).find(({ to: status }) =>
    [status.id, status.name, status.russian].includes(to),
  );
  if (open === undefined) throw new Error(`${issue.key} cannot go to ${to}`);
  return open.to;
}

function commentOf(issue: Issue, id: string): Comment {
  const comment = issue.comments.find((one) => one.id === id);
  if (comment === undefined) throw new Error(`${issue.key} has no comment ${id}`);
  return comment;
}

const ref = ({ id, key }: Issue): IssueRef => ({ id, key });

function commentActions(state: JiraState): Pick<Actions, 'addComment' | 'editComment' | 'deleteComment'> {
  const stored = (body: RichText) => storedRichText(state.edition, body);
  return {
    addComment: ({ issue, by, body, visibility, internal }) => {
      const given = { body: stored(body), visibility: visibility ?? null, internal: internal ?? false };
      return { id: life.addComment(state, issueOf(state, issue), personOf(state, by), given).id };
    },
    editComment: ({ issue, by, comment, body }) => {
      const on = issueOf(state, issue);
      life.editComment(state, on, personOf(state, by), commentOf(on, comment), { body: stored(body) });
      return { id: comment };
    },
    deleteComment: ({ issue, by, comment }) => {
      const on = issueOf(state, issue);
      life.deleteComment(state, on, personOf(state, by), commentOf(on, comment));
      return { id: comment };
    },
  };
}

function transition(
  state: JiraState,
  issue: Issue,
  given: Parameters<Actions['transitionIssue']>[0],
  bulk = false,
): void {
  const user = personOf(state, given.by);
  const plain = given.resolution === undefined ? {} : { resolution: given.resolution };
  const values = valuesOf(state, projectOf(state, issue.projectId), plain);
  moveToStatus(state, issue, user, statusNamed(state, issue, given.to), { ...values, bulk });
  if (given.comment !== undefined) {
    life.addComment(state, issue, user, { body: storedRichText(state.edition, given.comment) });
  }
}

function bulkChange(state: JiraState, given: Parameters<Actions['bulkChange']>[0]): IssueRef[] {
  const by = personOf(state, given.by);
  return given.issues.map((name) => {
    const issue = issueOf(state, name);
    const project = projectOf(state, issue.projectId);
    if (given.fields !== undefined) editIssue(state, issue, by, valuesOf(state, project, given.fields), true);
    if (given.to !== undefined) transition(state, issue, { issue: name, to: given.to, by: by.name }, true);
    return ref(issue);
  });
}

function setHidden(state: JiraState, name: string, hidden: boolean): IssueRef {
  const issue = issueOf(state, name);
  issue.hidden = hidden;
  return ref(issue);
}

function issueActions(
  state: JiraState,
): Pick<Actions, 'createIssue' | 'editIssue' | 'transitionIssue' | 'moveIssue' | 'deleteIssue'> {
  return {
    createIssue: (given) => {
      const { project: key, by, ...plain } = given;
      const project = projectNamed(state, key);
      const values = valuesOf(state, project, { type: 'Bug', ...plain });
      return ref(life.createIssue(state, project, personOf(state, by), values));
    },
    editIssue: ({ issue, by, fields }) => {
      const on = issueOf(state, issue);
      editIssue(state, on, personOf(state, by), valuesOf(state, projectOf(state, on.projectId), fields));
      return ref(on);
    },
    transitionIssue: (given) => {
      const on = issueOf(state, given.issue);
      transition(state, on, given);
      return ref(on);
    },
    moveIssue: ({ issue, by, project }) => {
      const on = issueOf(state, issue);
      life.moveIssue(state, on, personOf(state, by), projectNamed(state, project));
      return ref(on);
    },
    deleteIssue: ({ issue, by }) => {
      const on = issueOf(state, issue);
      life.deleteIssue(state, on, personOf(state, by));
      return ref(on);
    },
  };
}

/** People's actions on a site; each throws a plain Error that says what is wrong with what was given. */
export function createActions(state: JiraState): Actions {
  return {
    ...issueActions(state),
    ...commentActions(state),
    attachFile: ({ issue, by, filename, content, mimeType }) => {
      const file = {
        filename,
        content: Buffer.from(content ?? filename),
        mimeType: mimeType ?? 'application/octet-stream',
      };
      return { id: life.attachFile(state, issueOf(state, issue), personOf(state, by), file).id };
    },
    hideIssue: ({ issue }) => setHidden(state, issue, true),
    restoreIssue: ({ issue }) => setHidden(state, issue, false),
    releaseVersion: ({ project: key, version: name }) => {
      const project = projectNamed(state, key);
      const version = project.versions.find((one) => one.name === name || one.id === name);
      if (version === undefined) throw new Error(`${key} has no version ${name}`);
      life.releaseVersion(state, project, version);
      return { id: version.id };
    },
    bulkChange: (given) => bulkChange(state, given),
    refuseTransitions: ({ issue, times }) => {
      const on = issueOf(state, issue);
      state.transitionConflicts.set(on.id, times);
      return ref(on);
    },
  };
}
