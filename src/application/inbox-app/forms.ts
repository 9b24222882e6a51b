// What a form is made of, as read from both vendors: where the issue goes, what Jira asks there, what the dialog says.
import type { DialogContent } from '../../domain/dialog.ts';
import { toPlainText } from '../../domain/document/plain-text.ts';
import { cutText } from '../../domain/document/truncate.ts';
import { routeOf } from '../../domain/new-issue/route.ts';
import type { CreateForm } from '../../domain/new-issue.ts';
import { type FormFields, fieldsOf } from '../../domain/screen/form-fields.ts';
import type { Draft } from '../../domain/screen/memory.ts';
import type { WorkflowChoice } from '../../domain/screen/view.ts';
import { sameName } from '../../domain/workflow/choice.ts';
import type { IssueTarget, Workflow } from '../../domain/workflow/workflow.ts';
import { chatOf, LATE, type Sitting, timeLeft, trackerOf, within } from './sitting.ts';

/** How long a form may wait for the dialog: without it, it is only not prefilled. */
const CONTENT_MS = 2400;
/** What is left for writing the answer. */
const MARGIN_MS = 300;
/** The first call to Jira loads its SDK, which holds up everything else for half a second. */
const WARM_AFTER_MS = 100;
const MAX_PREFILLED = 6000;
const MAX_SUMMARY = 200;

export interface FormContext {
  readonly workflow: Workflow;
  readonly choice: WorkflowChoice;
  readonly target: IssueTarget;
  readonly form: CreateForm;
  readonly fields: FormFields;
  /** Null when the dialog could not be read in time. */
  readonly content: DialogContent | null;
}

export type FormReading =
  | { readonly state: 'ready'; readonly context: FormContext }
  | { readonly state: 'no_workflow' }
  | { readonly state: 'no_project'; readonly target: IssueTarget }
  | { readonly state: 'late' };

/** The dialog with its messages; null when the chat is slow, refuses, or has no such dialog. */
export async function readContent(sitting: Sitting): Promise<DialogContent | null> {
  const { conversation, recent } = sitting;
  const chat = chatOf(sitting);
  if (chat === null) return null;
  const { connection, conversationId } = conversation;
  const key = `${connection}/${conversationId}`;
  const known = recent.contents.peek(key);
  const reading =
    known ??
    within(
      Math.min(CONTENT_MS, timeLeft(sitting)),
      recent.contents.read(key, () => chat.content(conversationId)),
    );
  const read = await Promise.resolve(reading).catch(() => LATE);
  if (read === LATE || typeof read === 'symbol') return null;
  return read.value.state === 'found' ? read.value.value : null;
}

const keyOf = ({ connection, project, type }: IssueTarget): string => `${connection}/${project}/${type}`;

/** Jira has refused what the form made of this: it may have been changed there. */
export function forgetForm({ target }: FormContext, { recent }: Sitting): void {
  recent.forms.forget(keyOf(target));
}

/** Whoever needs the form is told what is wrong with it. */
function readAhead(target: IssueTarget, { bridge, recent }: Sitting): void {
  const tracker = trackerOf(target.connection, bridge);
  if (tracker === null || recent.forms.peek(keyOf(target)) !== null) return;
  recent.forms.read(keyOf(target), () => tracker.createForm(target.project, target.type)).catch(() => undefined);
}

const MOST_WARMED = 6;

/** Reads the usual forms ahead, once the answer is out: whoever presses "Create" next finds them. */
export function warmForms(sitting: Sitting): void {
  const { bridge, recent } = sitting;
  const targets = bridge
    .rules()
    .workflows.slice(0, MOST_WARMED)
    .map(({ target }) => target);
  const cold = targets.filter(
    (target) => recent.forms.last(keyOf(target)) === null && !bridge.pauses.isPaused(target.connection),
  );
  if (cold.length === 0) return;
  setTimeout(() => {
    for (const target of cold) readAhead(target, sitting);
  }, WARM_AFTER_MS).unref();
}

/** Throws VendorError. */
export async function readForm(workflowName: string, sitting: Sitting): Promise<FormReading> {
  const { bridge, recent, viewer } = sitting;
  const workflow = bridge.rules().workflows.find(({ name }) => name === workflowName);
  if (workflow === undefined) return { state: 'no_workflow' };
  // Without routes the dialog does not decide which form it is: both are read at once.
  if (workflow.routes.length === 0) readAhead(workflow.target, sitting);
  const content = await readContent(sitting);
  const target = content === null ? workflow.target : routeOf(workflow, content.details);
  const tracker = trackerOf(target.connection, bridge);
  if (tracker === null) return { state: 'no_project', target };
  const key = keyOf(target);
  const load = () => tracker.createForm(target.project, target.type);
  const read = recent.forms.peek(key) ?? (await within(timeLeft(sitting) - MARGIN_MS, recent.forms.read(key, load)));
  if (read === LATE) return { state: 'late' };
  if (read.value.state === 'missing') return { state: 'no_project', target };
  const form = read.value.value;
  const choice = { name: workflow.name, label: workflow.label[viewer.locale] };
  return {
    state: 'ready',
    context: { workflow, choice, target, form, fields: fieldsOf(form, target, workflow), content },
  };
}

interface Words {
  readonly text: string;
  readonly isCut: boolean;
  /** It is one message and no more: the issue can take it over with its formatting. */
  readonly isOne: boolean;
}

/** What the customer wrote before anybody answered. */
function customersWords(content: DialogContent | null): Words {
  const messages = content?.messages ?? [];
  const answered = messages.findIndex(({ kind }) => kind === 'teammate');
  const before = answered <= 0 ? messages : messages.slice(0, answered);
  const said = before.filter(({ kind }) => kind === 'customer').map(({ body }) => toPlainText(body).trim());
  const all = said.filter((text) => text !== '');
  const text = all.join('\n\n');
  return { text: cutText(text, MAX_PREFILLED), isCut: text.length > MAX_PREFILLED, isOne: all.length === 1 };
}

/** Null for the customer's own words, left as they were: the issue then quotes the message itself, once and whole. */
export function changedDescription(typed: string | null, { content }: Pick<FormContext, 'content'>): string | null {
  const { text, isOne } = customersWords(content);
  return isOne && typed?.trim() === text.trim() ? null : typed;
}

/** The fields whose prefilled text was cut. */
export function cutWhenPrefilled({ content }: FormContext): readonly string[] {
  return customersWords(content).isCut ? ['description'] : [];
}

/** A new draft with what is known already: title, the customer's words, the usual priority. */
export function prefilled({ workflow, fields, content }: FormContext): Draft {
  const words = customersWords(content).text;
  const title = content?.details.title.trim() ?? '';
  const summary = (title === '' ? words : title).replace(/\s+/g, ' ');
  const usual = workflow.priority.default;
  const priority = fields.shown
    .find(({ field }) => field.type === 'priority')
    ?.options.find(({ id, name }) => usual !== null && (id === usual || sameName(name, usual)));
  return {
    workflow: workflow.name,
    values: {
      summary: [cutText(summary, MAX_SUMMARY)],
      description: [words],
      ...(priority === undefined ? {} : { priority: [priority.id] }),
    },
    names: {},
    comparedFor: null,
    links: 0,
  };
}

function fits({ field, as, options }: FormFields['shown'][number], [first = '', ...rest]: readonly string[]): boolean {
  if (as === 'line' || as === 'area' || field.type === 'user' || field.type === 'multi_user') return true;
  const wanted = field.type === 'cascading_select' ? [first] : [first, ...rest];
  return wanted.every((id) => options.some((option) => option.id === id));
}

/** What was typed into another form goes along, as far as it fits this one. */
export function carriedOver(old: Draft, fresh: Draft, { fields }: Pick<FormContext, 'fields'>): Draft {
  const isSet = (values: readonly string[] | undefined): values is readonly string[] => (values ?? []).length > 0;
  const kept = fields.shown.flatMap((shown): [string, readonly string[]][] => {
    const { id, type } = shown.field;
    const values = old.values[id];
    // The usual priority is another one for each kind of issue.
    const usual = type === 'priority' && isSet(fresh.values[id]);
    return isSet(values) && !usual && fits(shown, values) ? [[id, values]] : [];
  });
  return { ...fresh, values: { ...fresh.values, ...Object.fromEntries(kept) }, names: old.names };
}
