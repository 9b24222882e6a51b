// Builders for tests of the inbox app: everything that a screen can be made of, with words as hostile as wanted.
import { fieldsOf } from '../../../src/domain/screen/form-fields.ts';
import type { FormView } from '../../../src/domain/screen/form-screen.ts';
import { type Draft, freshMemory, type ScreenMemory } from '../../../src/domain/screen/memory.ts';
import type { FoundIssue, IssueView, Viewer } from '../../../src/domain/screen/view.ts';
import type { CreateField, CreateForm, FieldOption, FieldType } from '../../../src/domain/new-issue.ts';
import type { Workflow } from '../../../src/domain/workflow/workflow.ts';

export const NOW = Date.UTC(2026, 10, 22, 12, 0);

export const VIEWERS: readonly Viewer[] = [
  { locale: 'en', timezone: 'UTC', now: NOW },
  { locale: 'ru', timezone: 'Europe/Moscow', now: NOW },
];

/** What people and attackers call things. */
export const HOSTILE: readonly string[] = [
  'Report',
  '',
  '   ',
  'ы'.repeat(300),
  'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(8),
  '👩‍👩‍👧‍👦'.repeat(40),
  'שלום עולם \u202egnirts desrever\u202c مرحبا',
  '<script>alert(1)</script> & "quotes" \\ \' `code`',
  '[click](https://evil.example) **bold** __b__ ![x](javascript:alert(1))',
  '](https://evil.example',
  'line\nbreak\r\nand \0 control \u0007',
  '\ud800 lone surrogate',
  '- * # > 1. ---',
];

export function issueView(given: Partial<IssueView> = {}): IssueView {
  return {
    linkId: 'ln_1',
    key: 'SUP-1',
    url: 'https://jira.test/browse/SUP-1',
    summary: 'Report',
    type: 'Bug',
    status: 'To Do',
    category: 'todo',
    priority: 'Major',
    assignee: 'Olga',
    statusSince: { at: NOW - 3 * 86_400_000, exact: true },
    updatedAt: NOW - 60_000,
    dialogs: 3,
    promise: null,
    state: 'seen',
    movedFrom: null,
    readAt: NOW - 10_000,
    ...given,
  };
}

export function found(given: Partial<FoundIssue> = {}): FoundIssue {
  return {
    connection: 'jira',
    issueId: '10001',
    key: 'SUP-12',
    summary: 'Report does not open',
    status: 'To Do',
    category: 'todo',
    dialogs: 3,
    linked: false,
    ...given,
  };
}

export function memory(given: Partial<ScreenMemory> = {}): ScreenMemory {
  return { ...freshMemory('nonce-1'), ...given };
}

export function draft(values: Draft['values'] = {}, given: Partial<Draft> = {}): Draft {
  return { workflow: 'incident', values, names: {}, comparedFor: null, links: 0, ...given };
}

export function options(count: number, name: string): FieldOption[] {
  return Array.from({ length: count }, (_, at) => ({ id: `o${at}`, name: `${name} ${at}` }));
}

export function field(id: string, type: FieldType, given: Partial<CreateField> = {}): CreateField {
  return { id, name: id, type, required: true, hasDefault: false, options: null, vendorType: type, ...given };
}

export function form(fields: readonly CreateField[], given: Partial<CreateForm> = {}): CreateForm {
  return {
    connection: 'jira',
    project: { id: '1', key: 'SUP', name: 'Support' },
    type: { id: '1', name: 'Bug' },
    fields,
    ...given,
  };
}

const KEEP_ALL = { names: 'keep', email: 'keep', phone: 'keep', tokens: 'keep', cards: 'keep' } as const;

export function workflow(given: Partial<Workflow> = {}): Workflow {
  return {
    name: 'incident',
    label: { en: 'Incident', ru: 'Инцидент' },
    target: { connection: 'jira', project: 'SUP', type: 'Bug', components: [] },
    routes: [],
    priority: { default: 'Major', choices: [] },
    labels: [],
    fields: {},
    transcript: { last: 10, internalNotes: false },
    attachments: { maxBytes: 10_000_000, maxCount: 10 },
    privacy: KEEP_ALL,
    createWhen: [],
    comments: { toDialog: ['public'], edits: 'note', deletions: 'note', prefix: 'jira:' },
    rules: [],
    defaults: true,
    escalate: [],
    countField: null,
    ...given,
  };
}

const ALL_TYPES: readonly FieldType[] = [
  'text',
  'rich_text',
  'number',
  'date',
  'datetime',
  'select',
  'multi_select',
  'cascading_select',
  'user',
  'multi_user',
  'labels',
  'components',
  'versions',
  'priority',
  'checkbox',
  'url',
  'unsupported',
];

/** A form with a required field of every type; those of options have `count` of them, called `name`. */
export function formOfAll(count: number, name: string): CreateForm {
  const plain = ['text', 'rich_text', 'number', 'date', 'datetime', 'labels', 'url', 'user', 'multi_user'];
  const children = options(Math.min(count, 30), name);
  const fields = ALL_TYPES.map((type) =>
    field(`f_${type}`, type, {
      name: `${name} ${type}`,
      vendorType: name,
      options: plain.includes(type)
        ? null
        : options(count, name).map((one) => (type === 'cascading_select' ? { ...one, children } : one)),
    }),
  );
  return form([
    field('summary', 'text', { name }),
    field('description', 'rich_text', { name, required: false }),
    ...fields,
  ]);
}

export function formView(given: CreateForm, more: Partial<FormView> = {}): FormView {
  const incident = workflow();
  return {
    workflow: { name: incident.name, label: 'Incident' },
    form: given,
    fields: fieldsOf(given, incident.target, incident),
    problems: {},
    message: null,
    alike: [],
    ...more,
  };
}
