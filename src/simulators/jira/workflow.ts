// The workflow of the sample site: which status leads where, and what a transition does to an issue.
import { changesOf, assignValues, type IssueValues, recordUpdate } from './change-issue.ts';
import type { Issue, JiraState, Status, User } from './types.ts';

const LEADS: Record<string, string[]> = {
  '10001': ['3', '10002'],
  '3': ['10001', '10003', '10002'],
  '10003': ['3', '10002'],
  '10002': ['10001', '3'],
};
const TRANSITION_IDS: Record<string, string> = { '10001': '11', '3': '21', '10003': '31', '10002': '41' };

export interface Transition {
  id: string;
  to: Status;
}

/** The transitions that are open to the issue in its present status. */
export function transitionsOf(state: JiraState, issue: Issue): Transition[] {
  return (LEADS[issue.statusId] ?? []).flatMap((statusId) => {
    const to = state.statuses.find((status) => status.id === statusId);
    return to === undefined ? [] : [{ id: TRANSITION_IDS[statusId] ?? statusId, to }];
  });
}

/** Whether any status of the workflow has this transition. */
export function isTransitionId(id: string): boolean {
  return Object.values(TRANSITION_IDS).includes(id);
}

function eventName(state: JiraState, from: Status | undefined, to: Status): string {
  if (state.edition === 'cloud') return 'issue_generic';
  if (to.category === 'done') return 'issue_resolved';
  if (from?.category === 'done') return 'issue_reopened';
  return from?.category === 'new' && to.id === '3' ? 'issue_work_started' : 'issue_generic';
}

/** Moves an issue to a status; done sets a resolution, leaving done clears it. */
export function moveToStatus(
  state: JiraState,
  issue: Issue,
  by: User,
  to: Status,
  extra: IssueValues & { bulk?: boolean } = {},
): void {
  const { bulk, ...values } = extra;
  const from = state.statuses.find((status) => status.id === issue.statusId);
  const resolutionId = to.category === 'done' ? (values.resolutionId ?? state.resolutions[0]?.id ?? null) : null;
  const all: IssueValues = { ...values, statusId: to.id, resolutionId };
  const items = changesOf(state, issue, all);
  if (items.length === 0) return;
  assignValues(issue, all);
  if (from?.category !== to.category) issue.categoryChanged = state.now();
  issue.resolved = resolutionId === null ? null : (issue.resolved ?? state.now());
  if (state.edition === 'data-center') items.sort((left) => (left.fieldId === 'status' ? -1 : 1));
  recordUpdate(state, issue, by, items, eventName(state, from, to), bulk);
}
