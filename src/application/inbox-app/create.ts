// Creating an issue: the form, what is chosen in it, what will cross, and whether it exists by now.
import { conversationLane } from '../../domain/refs.ts';
import { previewCrossing } from '../../domain/new-issue/crossing.ts';
import { formScreen, previewScreen } from '../../domain/screen/form-screen.ts';
import type { Draft, ScreenMemory } from '../../domain/screen/memory.ts';
import { readValues } from '../../domain/screen/read-values.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import type { FoundIssue } from '../../domain/screen/view.ts';
import { createdScreen, creatingScreen, errorScreen } from '../../domain/screen/wait-screens.ts';
import { issueUrl } from '../../domain/vendor-urls.ts';
import { requestIssue, requestKey, type RequestState } from '../request-issue.ts';
import { findAlike } from './find.ts';
import {
  carriedOver,
  changedDescription,
  cutWhenPrefilled,
  forgetForm,
  type FormContext,
  prefilled,
  readContent,
  readForm,
} from './forms.ts';
import { findCreating, showHome } from './home.ts';
import { activeLinks } from './issue-views.ts';
import { stateOf } from './request-of.ts';
import { emptied, type Sitting, textsFor, timeLeft } from './sitting.ts';

const STEP_MS = 20;
const MARGIN_MS = 150;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface FormWish {
  readonly problems?: Readonly<Record<string, string>>;
  readonly message?: string | null;
  readonly alike?: readonly FoundIssue[];
  readonly memory?: ScreenMemory;
}

export function showForm(context: FormContext, sitting: Sitting, wish: FormWish = {}): Screen {
  const view = {
    workflow: context.choice,
    form: context.form,
    fields: context.fields,
    problems: wish.problems ?? {},
    message: wish.message ?? null,
    alike: wish.alike ?? [],
  };
  return formScreen(view, wish.memory ?? sitting.memory, sitting.viewer);
}

/** Runs `next` with what the form is made of, or says why there can be no form. Throws VendorError. */
async function withForm(
  workflow: string,
  sitting: Sitting,
  next: (context: FormContext) => Screen | Promise<Screen>,
): Promise<Screen> {
  const { errors } = textsFor(sitting);
  const { memory, viewer } = sitting;
  const reading = await readForm(workflow, sitting);
  if (reading.state === 'ready') return next(reading.context);
  if (reading.state === 'no_workflow') return showHome(sitting, { message: errors.noWorkflow(workflow) });
  const nothing = { detail: null, reference: null };
  if (reading.state === 'late') {
    const again = memory.draft === null ? ({ kind: 'create', workflow } as const) : ({ kind: 'form' } as const);
    return errorScreen({ ...nothing, message: errors.slow, again }, memory, viewer);
  }
  const message = errors.noProject(reading.target.project, reading.target.type);
  return errorScreen({ ...nothing, message, again: null }, memory, viewer);
}

/** Runs `next` with the form of the draft; without a draft there is nothing to go back to. */
export function withDraft(
  sitting: Sitting,
  next: (context: FormContext, draft: Draft) => Screen | Promise<Screen>,
): Promise<Screen> {
  const { draft } = sitting.memory;
  if (draft === null) return showHome(sitting, { message: textsFor(sitting).errors.notUnderstood });
  return withForm(draft.workflow, sitting, (context) => next(context, draft));
}

/** Issues that this dialog has or is about to have: a colleague may create one while a form is open. */
async function countIssues(sitting: Sitting): Promise<number> {
  const [links, creating] = await Promise.all([activeLinks(sitting), findCreating(sitting)]);
  return links.length + (creating === null ? 0 : 1);
}

const LOOK_BACK = 20;

/** This very form has been sent before: a second click. */
async function isRequested({ bridge, conversation, memory }: Sitting): Promise<boolean> {
  const events = await bridge.ledger.events.ofLanes([conversationLane(conversation)], LOOK_BACK);
  return events.some(({ deliveryKey }) => deliveryKey === requestKey(conversation.conversationId, memory.nonce));
}

/** An unfinished form is taken up again; else a new one, with what is known already and what looks like it. */
export async function startForm(workflow: string, sitting: Sitting): Promise<Screen> {
  const { memory } = sitting;
  // What was typed belongs to that request: it comes back when it failed, and is done with when the issue exists.
  const earlier = memory.eventId === null ? null : await stateOf(memory.eventId, sitting);
  if (earlier?.state === 'creating' || earlier?.state === 'failed') return showWaiting(sitting);
  return withForm(workflow, sitting, async (context) => {
    if (memory.draft?.workflow === workflow && memory.eventId === null) return showForm(context, sitting);
    const other = memory.eventId === null ? memory.draft : null;
    const draft = other === null ? prefilled(context) : carriedOver(other, prefilled(context), context);
    const summary = draft.values['summary']?.[0] ?? '';
    const [alike, links] = await Promise.all([findAlike(summary, context.target, sitting), countIssues(sitting)]);
    const cut = other === null ? cutWhenPrefilled(context) : memory.cut;
    const fresh = { ...emptied(sitting), draft: { ...draft, comparedFor: summary, links }, cut };
    const message = context.content === null ? textsFor(sitting).form.notPrefilled : null;
    return showForm(context, sitting, { alike, memory: fresh, message });
  });
}

/** Nothing is created while something is wrong; what looks like the issue is shown once for each summary. */
export function submitForm(sitting: Sitting): Promise<Screen> {
  const { bridge, conversation, teammate: by, memory, viewer } = sitting;
  return withDraft(sitting, async (context, draft) => {
    const { target, fields: form, workflow } = context;
    const read = readValues(form.shown, draft, textsFor(sitting), viewer.timezone);
    const { summary, fields, problems } = read;
    const description = changedDescription(read.description, context);
    if (Object.keys(problems).length > 0 || form.blocked.length > 0) return showForm(context, sitting, { problems });
    const links = await countIssues(sitting);
    if (links > draft.links && !(await isRequested(sitting))) {
      const told = { ...memory, draft: { ...draft, links } };
      return showForm(context, sitting, { message: textsFor(sitting).form.linkedMeanwhile, memory: told });
    }
    if (summary !== draft.comparedFor) {
      const alike = await findAlike(summary, target, sitting);
      const compared = { ...memory, draft: { ...draft, comparedFor: summary } };
      if (alike.length > 0) return showForm(context, sitting, { alike, memory: compared });
    }
    const request = {
      ...({ kind: 'issue_requested', origin: 'inbox_app', conversation, workflow: workflow.name } as const),
      ...{ target: { project: target.project, type: target.type }, summary, description, fields, by, at: bridge.now() },
    };
    const eventId = await requestIssue(bridge, request, memory.nonce);
    return showWaiting({ ...sitting, memory: { ...memory, eventId } });
  });
}

/** Waits as long as the answer may, then says how far it is. */
export async function showWaiting(sitting: Sitting): Promise<Screen> {
  const { bridge, memory } = sitting;
  const { eventId } = memory;
  if (eventId === null) return showHome(sitting);
  for (;;) {
    const state = await stateOf(eventId, sitting);
    if (state === null) return showHome(sitting);
    if (state.state === 'created') return showCreated(state, sitting);
    if (state.state === 'failed') return showFailed(state, sitting);
    if (timeLeft(sitting) < STEP_MS + MARGIN_MS) {
      const paused = [...bridge.pauses.all().keys()].some((name) => bridge.connections.get(name)?.kind === 'jira');
      return creatingScreen(paused, memory, sitting.viewer);
    }
    await sleep(STEP_MS);
  }
}

function showCreated(state: Extract<RequestState, { state: 'created' }>, sitting: Sitting): Screen {
  const { bridge, memory, viewer } = sitting;
  const workflow = bridge.rules().workflows.find(({ name }) => name === memory.draft?.workflow);
  const sites = bridge.rules().trackerSites;
  const site = sites.find(({ connection }) => connection === workflow?.target.connection) ?? sites[0];
  const url = site === undefined ? null : issueUrl(site.siteUrl, state.issueKey);
  const issue = { key: state.issueKey, url, summary: memory.draft?.values['summary']?.[0] ?? '' };
  return createdScreen(issue, memory, viewer);
}

/** Back to the form with what is wrong at its fields; the next try is another request. */
function showFailed(state: Extract<RequestState, { state: 'failed' }>, sitting: Sitting): Promise<Screen> | Screen {
  const { bridge, viewer } = sitting;
  const memory = { ...sitting.memory, eventId: null, nonce: bridge.newId('ev') };
  const { wait } = textsFor(sitting);
  if (memory.draft === null) {
    const view = { message: wait.failed, detail: state.message, reference: null, again: null };
    return errorScreen(view, memory, viewer);
  }
  return withDraft({ ...sitting, memory }, (context) => {
    forgetForm(context, sitting);
    const message = `${wait.failed} ${state.message}`.trim();
    return showForm(context, sitting, { problems: state.fields, message, memory });
  });
}

/** What will cross to Jira, with the privacy settings applied. */
export function showPreview(sitting: Sitting): Promise<Screen> {
  return withDraft(sitting, async ({ workflow, choice, content: read, fields: form }, draft) => {
    const content = read ?? (await readContent(sitting));
    const typed = readValues(form.shown, draft, textsFor(sitting), sitting.viewer.timezone);
    const { summary } = typed;
    const description = changedDescription(typed.description, { content });
    const rules = sitting.bridge.rules();
    if (content === null) {
      const none = { text: null, files: [], skipped: [], privacy: [] };
      return previewScreen({ workflow: choice, summary, ...none }, sitting.memory, sitting.viewer);
    }
    const crossing = previewCrossing(
      content,
      workflow,
      { summary: summary === '' ? null : summary, description },
      rules,
    );
    const view = { ...crossing, workflow: choice, text: crossing.description };
    return previewScreen(view, sitting.memory, sitting.viewer);
  });
}
