// Decides what follows when somebody wants an issue made of a dialog, when it exists, and when the tracker refuses it.
import { bulletList, documentOf, paragraph, text } from '../document/build.ts';
import type { IssueCreatedByUs, IssueRefused, IssueRequested } from '../event.ts';
import { fingerprint } from '../known.ts';
import { composeIssue, problemText } from '../new-issue/compose-issue.ts';
import type { FilledFields } from '../new-issue/fill-fields.ts';
import { writeIncomplete } from '../new-issue/incomplete.ts';
import { routeOf } from '../new-issue/route.ts';
import { done, ignored } from '../outcome.ts';
import type { Rules } from '../rules.ts';
import { newIssueTextsOf } from '../texts/new-issue-texts.ts';
import type { DialogDetails } from '../dialog.ts';
import { sameName } from '../workflow/choice.ts';
import type { IssueTarget, Workflow } from '../workflow/workflow.ts';
import { earlierIssue } from './create-when.ts';
import type { ConversationFacts } from './facts.ts';
import { linkChange, planLink } from './linking.ts';
import { NO_PLAN, type Plan, type PlannedAction } from './plan.ts';

/** The workflow that a request names, by its name in any case of letters. */
export function requestedWorkflow(event: Pick<IssueRequested, 'workflow'>, rules: Rules): Workflow | null {
  return rules.workflows.find(({ name }) => sameName(name, event.workflow)) ?? null;
}

/** Where the issue goes: as the operator chose, else as the routes say. */
export function requestedTarget(event: IssueRequested, workflow: Workflow, details: DialogDetails): IssueTarget {
  const routed = routeOf(workflow, details);
  if (event.target === null) return routed;
  const { project, type } = event.target;
  const known = [routed, workflow.target, ...workflow.routes.map(({ target }) => target)];
  const same = known.find((target) => sameName(target.project, project));
  return { connection: same?.connection ?? routed.connection, project, type, components: same?.components ?? [] };
}

function labelOf(event: Pick<IssueRequested, 'workflow'>, rules: Rules): string {
  return requestedWorkflow(event, rules)?.label[rules.locale] ?? event.workflow;
}

function reasonsNote(
  event: Pick<IssueRequested, 'conversation' | 'workflow'>,
  reasons: readonly string[],
  advice: string | null,
  rules: Rules,
): PlannedAction {
  const heading = newIssueTextsOf(rules.locale).notCreated(labelOf(event, rules));
  const body = documentOf(
    paragraph(text(heading, 'strong')),
    bulletList(...reasons),
    ...(advice === null ? [] : [paragraph(advice)]),
  );
  return { once: null, action: { kind: 'add_note', conversation: event.conversation, about: null, body } };
}

/** The operator hears why: in a note, or at the fields of the form. */
function cannotCreate(
  event: IssueRequested,
  reasons: readonly string[],
  fields: Readonly<Record<string, string>>,
  rules: Rules,
): Plan {
  const message = reasons.join('; ');
  if (event.origin === 'inbox_app') {
    return { ...NO_PLAN, outcomes: [ignored('request_incomplete', writeIncomplete({ message, fields }))] };
  }
  const advice = Object.keys(fields).length > 0 ? newIssueTextsOf(rules.locale).useForm : null;
  return {
    ...NO_PLAN,
    outcomes: [done('answered', message)],
    actions: [reasonsNote(event, reasons, advice, rules)],
  };
}

/** What of the config could not be used: for the trace, since the issue is created all the same. */
function leftOut({ unused, unknown }: FilledFields, workflow: Workflow, rules: Rules): string {
  const texts = newIssueTextsOf(rules.locale);
  const told = [
    ...unused.map((problem) => problemText(problem, workflow, rules)),
    ...unknown.map((name) => texts.fieldNotThere(name)),
  ];
  return told.length === 0 ? '' : `; ${told.join('; ')}`;
}

/** The same request is the same issue, however often it is decided. */
function nameOf(event: IssueRequested): string {
  const { conversation, workflow, at, summary, description, fields, target } = event;
  const asked = fingerprint(JSON.stringify({ summary, description, fields, target }));
  return `create/${conversation.connection}/${conversation.conversationId}/${workflow}/${at}/${asked}`;
}

/** The issue is composed from the dialog and created; or the operator is told why it can not be. */
export function planIssueRequested(event: IssueRequested, facts: ConversationFacts, rules: Rules): Plan {
  const texts = newIssueTextsOf(rules.locale);
  const workflow = requestedWorkflow(event, rules);
  if (workflow === null) {
    const known = rules.workflows.map(({ name }) => name);
    return cannotCreate(event, [texts.noWorkflow(event.workflow, known)], {}, rules);
  }
  const earlier = event.origin === 'rule' ? earlierIssue(workflow, facts, rules) : null;
  if (earlier !== null) return { ...NO_PLAN, outcomes: [ignored('already_requested', earlier)] };
  const content = facts.newIssue?.content ?? null;
  // Without the conversation there is nobody to tell.
  if (content === null) {
    const { conversationId } = event.conversation;
    const gone = writeIncomplete({ message: texts.noConversation, fields: {} });
    const detail = event.origin === 'inbox_app' ? gone : conversationId;
    return { ...NO_PLAN, outcomes: [ignored('conversation_not_found', detail)] };
  }
  const target = requestedTarget(event, workflow, content.details);
  const form = facts.newIssue?.form ?? null;
  if (form === null) return cannotCreate(event, [texts.noForm(target.project, target.type)], {}, rules);
  const { draft, files, filled } = composeIssue(content, form, workflow, target, event, rules);
  if (filled.problems.length > 0) {
    const told = filled.problems.map((problem) => [problem.field.id, problemText(problem, workflow, rules)] as const);
    return cannotCreate(
      event,
      told.map(([, sentence]) => sentence),
      Object.fromEntries(told),
      rules,
    );
  }
  const { conversation, by, origin } = event;
  return {
    ...NO_PLAN,
    outcomes: [done('requested', `${draft.projectKey}${leftOut(filled, workflow, rules)}`)],
    actions: [
      {
        once: nameOf(event),
        action: { kind: 'create_issue', conversation, about: null, workflow: workflow.name, draft, files, by, origin },
      },
    ],
  };
}

/** The new issue is linked with its dialog, and the files of the dialog follow it. */
export function planIssueCreated(event: IssueCreatedByUs, facts: ConversationFacts, rules: Rules): Plan {
  const { conversation } = event;
  const issue = facts.named[0]?.issue ?? null;
  if (issue === null) return { ...NO_PLAN, outcomes: [ignored('issue_not_found', event.issue.keyOrId)] };
  if (facts.conversation === null) {
    return { ...NO_PLAN, outcomes: [ignored('conversation_not_found', conversation.conversationId)] };
  }
  const about = { connection: issue.connection, issueId: issue.issueId };
  const maxBytes = requestedWorkflow(event, rules)?.attachments.maxBytes ?? 0;
  const copies = event.files.map(
    (file): PlannedAction => ({
      once: `attach/${issue.connection}/${issue.issueId}/${file.id}`,
      action: { kind: 'attach_file', issue: about, conversation, file, maxBytes },
    }),
  );
  // The address of the dialog stands in the description: the issue's own webhook may have linked it by now.
  const linked = facts.links.some(
    ({ unlinkedAt, issue: other }) =>
      unlinkedAt === null && other.connection === issue.connection && other.issueId === issue.issueId,
  );
  const link = linkChange(issue, conversation, 'created', event.by);
  if (linked) return { ...NO_PLAN, outcomes: [done('linked', issue.key)], actions: copies, links: [link] };
  const linking = planLink(issue, conversation, facts, rules, event.by);
  return {
    ...NO_PLAN,
    outcomes: [done('linked', issue.key)],
    actions: [...linking.actions, ...copies],
    links: [link],
    introduced: [issue],
    trace: [linking.trace],
  };
}

/** A request of a note or a rule that the tracker refused is answered by a note: the form shows it by itself. */
export function planIssueRefused(event: IssueRefused, _facts: ConversationFacts, rules: Rules): Plan {
  const fields = Object.entries(event.fields).map(([name, what]) => `${name}: ${what}`);
  const reasons = fields.length > 0 ? fields : [event.message];
  const advice = fields.length > 0 ? newIssueTextsOf(rules.locale).useForm : null;
  return {
    ...NO_PLAN,
    outcomes: [done('answered', reasons.join('; ').slice(0, 300))],
    actions: [reasonsNote(event, reasons, advice, rules)],
  };
}
