// Asks for an issue when a dialog meets what a workflow's `createWhen` says: a tag, or a value of an attribute.
import type { DialogDetails } from '../dialog.ts';
import type { ConversationChanged, DialogChange, IssueRequested } from '../event.ts';
import { conversationLane } from '../refs.ts';
import type { Rules } from '../rules.ts';
import { choiceHolds, sameName } from '../workflow/choice.ts';
import { attributeNamed } from '../workflow/customer-value.ts';
import type { CreateWhen, Workflow } from '../workflow/workflow.ts';
import { workflowOf } from '../workflow/workflow-of.ts';
import type { ConversationFacts } from './facts.ts';
import type { FollowUp } from './plan.ts';

function holds(when: CreateWhen, change: DialogChange | null, details: DialogDetails | null): boolean {
  if (when.kind === 'tag') return change?.trigger === 'dialog_tagged' && sameName(change.tag, when.tag);
  if (details === null) return false;
  const value = attributeNamed(details.attributes, when.name);
  // An attribute that is not set says nothing: otherwise `not` would hold for every dialog.
  return value !== null && value !== '' && choiceHolds(when.value, [String(value)]);
}

/** An issue of this workflow that the dialog has or had: a rule makes no second one, also after somebody unlinked it. */
export function earlierIssue(workflow: Workflow, facts: ConversationFacts, rules: Rules): string | null {
  const projects = [workflow.target, ...workflow.routes.map(({ target }) => target)];
  const found = facts.links.find(({ id, issue, issueKey }) => {
    const known = facts.issues[id];
    if (known !== undefined) return workflowOf(known, rules)?.name === workflow.name;
    const key = issueKey.replace(/-\d+$/u, '');
    return projects.some(({ connection, project }) => connection === issue.connection && sameName(project, key));
  });
  return found?.issueKey ?? null;
}

function requestOf(workflow: Workflow, event: ConversationChanged, facts: ConversationFacts): FollowUp {
  const { conversation } = event;
  const request: IssueRequested = {
    ...{ kind: 'issue_requested', conversation, workflow: workflow.name, origin: 'rule', target: null },
    ...{ summary: null, description: null, fields: {} },
    by: event.by,
    at: event.at,
  };
  return {
    // A dialog gets one issue of a workflow by rule, however often the tag is set or the attribute looked at.
    key: `rule/${conversation.connection}/${conversation.conversationId}/${workflow.name}`,
    event: request,
    lane: conversationLane(conversation),
    dueAt: facts.now,
  };
}

/**
 * The requests that follow from what happened in a dialog. Intercom sends no webhook when an attribute changes, so
 * attributes are looked at whenever something else happens in the dialog.
 */
export function requestsByRule(event: ConversationChanged, facts: ConversationFacts, rules: Rules): FollowUp[] {
  return rules.workflows
    .filter((workflow) => workflow.createWhen.some((when) => holds(when, event.change, facts.details)))
    .filter((workflow) => earlierIssue(workflow, facts, rules) === null)
    .map((workflow) => requestOf(workflow, event, facts));
}

/** True when a `createWhen` asks for an attribute, so that the dialog has to be read whenever something happens in it. */
export function creationAsksDetails(rules: Pick<Rules, 'workflows'>): boolean {
  return rules.workflows.some(({ createWhen }) => createWhen.some(({ kind }) => kind === 'attribute'));
}
