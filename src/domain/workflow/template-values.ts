// Every value that a template may name: what it means, an example, and when there is one. The reference page is made of it.
import type { Customer, DialogDetails } from '../dialog.ts';
import type { IssueSnapshot } from '../issue.ts';
import { DIALOG_TRIGGERS, ISSUE_TRIGGERS, type Trigger } from './rule.ts';
import type { TemplateValues } from './template.ts';

export interface TemplateValue {
  /** As a template writes it; an open one ends with `NAME`, which stands for any name. */
  readonly path: string;
  readonly en: string;
  readonly ru: string;
  readonly sample: string | number | readonly string[];
  /** `always`: also where fields of a new issue are filled; `rules`: with every trigger. */
  readonly on: 'always' | 'rules' | readonly Trigger[];
}

const FIELD_CHANGES = [
  'status_changed',
  'resolution_changed',
  'priority_changed',
  'assignee_changed',
  'version_changed',
  'due_date_changed',
  'summary_changed',
  'moved',
] as const satisfies readonly Trigger[];

const ISSUE: readonly TemplateValue[] = [
  issue('key', 'its key', 'её ключ', 'SUP-12'),
  issue('url', 'the page that people open', 'её страница', 'https://example.atlassian.net/browse/SUP-12'),
  issue('summary', 'its summary', 'её название', 'The report does not open'),
  issue('type', 'its type', 'её тип', 'Bug'),
  issue('status', 'its status', 'её статус', 'In Progress'),
  issue(
    'category',
    'category of the status: todo, in_progress or done',
    'категория статуса: todo, in_progress или done',
    'in_progress',
  ),
  issue('priority', 'its priority', 'её приоритет', 'Major'),
  issue('resolution', 'its resolution; empty while there is none', 'её решение; пусто, пока его нет', 'Fixed'),
  issue('assignee', 'name of the assignee; empty for nobody', 'имя исполнителя; пусто, если не назначен', 'Olga'),
  issue('project', 'key of its project', 'ключ её проекта', 'SUP'),
  issue('versions', 'its fix versions, a list', 'её версии исправления, список', ['2.4', '2.5']),
  issue('components', 'its components, a list', 'её компоненты, список', ['App']),
  issue('labels', 'its labels, a list', 'её метки, список', ['from-support']),
  issue('dueDate', 'when it is due, YYYY-MM-DD', 'срок, ГГГГ-ММ-ДД', '2026-12-01'),
  issue(
    'updated',
    'when it was changed last, ISO 8601',
    'когда менялась в последний раз, ISO 8601',
    '2026-11-20T10:15:00.000Z',
  ),
];

const EVENT: readonly TemplateValue[] = [
  value('change.field', 'the field that changed', 'поле, которое изменилось', 'status', FIELD_CHANGES),
  value('change.from', 'its value before', 'его прежнее значение', 'To Do', FIELD_CHANGES),
  value('change.to', 'its value now', 'его новое значение', 'In Progress', FIELD_CHANGES),
  value('comment.author', 'who wrote the comment', 'автор комментария', 'Olga', [
    'comment_added',
    'comment_edited',
    'comment_deleted',
  ]),
  value('comment.text', 'the comment as plain text', 'комментарий простым текстом', 'Which browser is it?', [
    'comment_added',
    'comment_edited',
  ]),
  value('version.name', 'the version that was released', 'версия, которая вышла', '2.4', ['version_released']),
  value('days', 'days since the last change', 'дней с последнего изменения', 5, ['no_change']),
];

const DIALOG: readonly TemplateValue[] = [
  value('dialog.id', 'id of the conversation', 'номер диалога', '7'),
  value(
    'dialog.url',
    'where teammates open it',
    'где его открывают операторы',
    'https://app.intercom.com/a/inbox/ws1/inbox/conversation/7',
  ),
  value('dialog.title', 'its title', 'его заголовок', 'The report does not open'),
  value('dialog.state', 'open, closed or snoozed', 'open, closed или snoozed', 'open'),
  value('dialog.team', 'team that it is assigned to', 'команда, на которую он назначен', 'Billing'),
  value('dialog.teammate', 'teammate that it is assigned to', 'оператор, на которого он назначен', 'Anna'),
  value('dialog.tags', 'its tags, a list', 'его теги, список', ['bug']),
  value(
    'dialog.attributes.NAME',
    'an attribute of the conversation; with spaces: dialog.attributes["Jira key"]',
    'атрибут диалога; с пробелами: dialog.attributes["Jira key"]',
    'SUP-12',
  ),
];

const CUSTOMER: readonly TemplateValue[] = [
  value('customer.name', 'name of the customer', 'имя клиента', 'Maria'),
  value('customer.email', 'their email address', 'электронная почта', 'maria@example.com'),
  value('customer.phone', 'their phone number', 'телефон', '+1 555 0100'),
  value('customer.plan', 'plan of their company', 'тариф компании', 'Enterprise'),
  value('customer.company', 'name of their company', 'название компании', 'Example Ltd'),
  value('customer.externalId', 'their id in your own product', 'идентификатор в вашем продукте', '4711'),
  value('customer.attributes.NAME', 'a custom attribute of the customer', 'дополнительный атрибут клиента', 'yes'),
  value('customer.NAME', 'the same, shorter', 'то же короче', 'yes'),
];

/** In the order in which people look for them. */
export const TEMPLATE_VALUES: readonly TemplateValue[] = [...ISSUE, ...EVENT, ...DIALOG, ...CUSTOMER];

function issue(name: string, en: string, ru: string, sample: TemplateValue['sample']): TemplateValue {
  return value(`issue.${name}`, en, ru, sample, 'rules');
}

function value(
  path: string,
  en: string,
  ru: string,
  sample: TemplateValue['sample'],
  on: TemplateValue['on'] = 'always',
): TemplateValue {
  return { path, en, ru, sample, on };
}

/** Whether the value can be there: with this trigger, or where a new issue is filled in (`new_issue`). */
export function isGiven({ on }: TemplateValue, trigger: Trigger | 'new_issue'): boolean {
  if (on === 'always') return true;
  return trigger !== 'new_issue' && (on === 'rules' || on.includes(trigger));
}

/** With which triggers the value is there. */
export function triggersOf({ on }: TemplateValue): readonly Trigger[] {
  return typeof on === 'string' ? [...ISSUE_TRIGGERS, ...DIALOG_TRIGGERS] : on;
}

/** Values to render a template with before there are real ones: every value that is documented. */
export function sampleValues(): TemplateValues {
  const values: Record<string, unknown> = {};
  for (const { path, sample } of TEMPLATE_VALUES) {
    const [first = '', ...rest] = path.split('.');
    const last = rest.at(-1);
    if (last === undefined) values[first] = sample;
    else put(values, [first, ...rest.slice(0, -1)], last, sample);
  }
  return values;
}

function put(values: Record<string, unknown>, parents: readonly string[], name: string, sample: unknown): void {
  let at = values;
  for (const parent of parents) {
    const next = at[parent];
    const inner: Record<string, unknown> = typeof next === 'object' && next !== null ? { ...next } : {};
    at[parent] = inner;
    at = inner;
  }
  at[name] = sample;
}

/** The part of the values that an issue gives. */
export function issueValues(issue: IssueSnapshot): TemplateValues {
  return {
    issue: {
      key: issue.key,
      url: issue.url,
      summary: issue.summary,
      type: issue.type,
      status: issue.status.name,
      category: issue.status.category === 'undefined' ? null : issue.status.category,
      priority: issue.priority,
      resolution: issue.resolution,
      assignee: issue.assignee,
      project: issue.projectKey,
      versions: issue.fixVersions,
      components: issue.components,
      labels: issue.labels,
      dueDate: issue.dueDate,
      updated: new Date(issue.updatedAt).toISOString(),
    },
  };
}

/** The part of the values that a dialog and its customer give. */
export function dialogValues(details: DialogDetails): TemplateValues {
  const { conversationId: id, url, title, state, attributes, team, teammate, tags, customer } = details;
  const names = { team: team?.name ?? null, teammate: teammate?.name ?? null, tags: tags.map(({ name }) => name) };
  return {
    dialog: { id, url, title, state, ...names, attributes },
    customer: customer === null ? null : customerValues(customer),
  };
}

function customerValues({ name, email, phone, company, externalId, attributes }: Customer): TemplateValues {
  return {
    ...attributes,
    name,
    email,
    phone,
    plan: company?.plan ?? attributes['plan'] ?? null,
    company: company?.name ?? null,
    externalId,
    attributes,
  };
}
