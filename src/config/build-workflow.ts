/** Turns a workflow of the file into the workflow that plans and forms work with, what was left out filled in. */
import type { CreateWhen, FieldSetting, IssueTarget, Route, Workflow } from '../domain/workflow/workflow.ts';
import { buildRule, type Compile } from './build-rule.ts';
import { dropMissing, mapRecord } from './records.ts';
import type { WorkflowInput } from './schema-workflow.ts';

type IssueInput = WorkflowInput['issue'];

export function buildWorkflow(name: string, input: WorkflowInput, compile: Compile): Workflow {
  const { issue, comments, summary } = input;
  const at = `workflows.${name}`;
  const target = {
    connection: issue.connection,
    project: issue.project,
    type: issue.type,
    components: issue.components,
  };
  return {
    name,
    label: { en: input.label?.en ?? input.label?.ru ?? name, ru: input.label?.ru ?? input.label?.en ?? name },
    target,
    routes: issue.routes.map((route, index) => buildRoute(`${at}.issue.routes[${index}]`, route, target)),
    priority: { default: issue.priority?.default ?? null, choices: issue.priority?.choices ?? [] },
    labels: issue.labels,
    fields: mapRecord(issue.fields, (field) => buildField(field, compile)),
    transcript: readTranscript(input.transcript),
    attachments: {
      maxBytes: Math.round(input.attachments.maxSizeMb * 1024 * 1024),
      maxCount: input.attachments.maxCount,
    },
    privacy: input.privacy,
    createWhen: input.createWhen.flatMap(readCreateWhen),
    comments: {
      toDialog: comments.toDialog,
      edits: comments.edits,
      deletions: comments.deletions,
      prefix: comments.toIssue.prefix,
    },
    rules: input.rules.map((rule, index) => buildRule(`${at}.rules[${index}]`, rule, compile)),
    defaults: input.defaults,
    escalate: summary.escalate.map(({ customers, plan, priority }, index) => ({
      at: `${at}.summary.escalate[${index}]`,
      customers: customers ?? null,
      plan: plan ?? null,
      priority,
    })),
    countField: summary.countField ?? null,
  };
}

function buildRoute(at: string, { if: conditions, ...own }: IssueInput['routes'][number], usual: IssueTarget): Route {
  return { at, conditions: dropMissing(conditions), target: { ...usual, ...dropMissing(own) } };
}

function buildField(input: IssueInput['fields'][string], compile: Compile): FieldSetting {
  if (typeof input === 'string') return { kind: 'value', value: compile(input) };
  if (Array.isArray(input)) return { kind: 'list', values: input.map(compile) };
  return { kind: 'ask' };
}

function readTranscript(input: WorkflowInput['transcript']): Workflow['transcript'] {
  if (typeof input === 'object') {
    return { last: input.last === 'all' ? Number.POSITIVE_INFINITY : input.last, internalNotes: input.notes };
  }
  if (input === 'none') return { last: 0, internalNotes: false };
  const last = input === 'all' ? Number.POSITIVE_INFINITY : Number(input.slice('last-'.length));
  return { last, internalNotes: false };
}

function readCreateWhen({ tag, attribute }: WorkflowInput['createWhen'][number]): CreateWhen[] {
  if (tag !== undefined) return [{ kind: 'tag', tag }];
  return Object.entries(attribute ?? {}).map(([name, value]) => ({ kind: 'attribute', name, value }));
}
