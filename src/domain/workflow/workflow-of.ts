// Finds the workflow that an issue belongs to, and how notes to the developers may begin.
import type { IssueSnapshot } from '../issue.ts';
import type { Rules } from '../rules.ts';
import { sameName } from './choice.ts';
import type { IssueTarget, Workflow } from './workflow.ts';

type Classified = Pick<IssueSnapshot, 'connection' | 'projectKey' | 'type' | 'ids'>;

function targetsOf(workflow: Workflow): IssueTarget[] {
  return [workflow.target, ...workflow.routes.map(({ target }) => target)];
}

/**
 * The first workflow of the file that makes issues of this project and type; else the first that makes any issues of
 * the project, because an issue may change its type. Null: no workflow speaks of the project, only the default rules do.
 */
export function workflowOf(issue: Classified, rules: Pick<Rules, 'workflows'>): Workflow | null {
  const ofProject = rules.workflows.flatMap((workflow) => {
    const targets = targetsOf(workflow).filter(
      (target) => target.connection === issue.connection && sameName(target.project, issue.projectKey),
    );
    return targets.length === 0 ? [] : [{ workflow, targets }];
  });
  const id = issue.ids?.type ?? null;
  const exact = ofProject.find(({ targets }) =>
    targets.some(({ type }) => sameName(issue.type, type) || (id !== null && sameName(id, type))),
  );
  return (exact ?? ofProject[0])?.workflow ?? null;
}

const DEFAULT_PREFIX = 'jira:';

/** How an internal note may begin that is meant for the developers: `jira:` always, and what workflows say. */
export function prefixesOf(rules: Pick<Rules, 'workflows'>): readonly string[] {
  return [...new Set([DEFAULT_PREFIX, ...rules.workflows.map(({ comments }) => comments.prefix.trim())])].filter(
    (prefix) => prefix !== '',
  );
}
