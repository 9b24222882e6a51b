// Answers what is asked in the inbox app: always with a screen, always in time.
import type { Actor } from '../../domain/refs.ts';
import type { Ask } from '../../domain/screen/ask.ts';
import { freshMemory } from '../../domain/screen/memory.ts';
import type { InboxRequest } from '../../domain/screen/request.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import { withTyped } from '../../domain/screen/typed.ts';
import { errorScreen, type ErrorView } from '../../domain/screen/wait-screens.ts';
import { screenTextsOf } from '../../domain/texts/screen-texts.ts';
import type { Bridge } from '../bridge.ts';
import { errorForLog } from '../error-for-log.ts';
import { VendorError } from '../vendor-error.ts';
import { clear, drop, pick, showChoices, showChoicesAgain } from './choose.ts';
import { showForm, showPreview, showWaiting, startForm, submitForm, withDraft } from './create.ts';
import { linkIssue, search, showFind } from './find.ts';
import { warmForms } from './forms.ts';
import { showHome, showIssue } from './home.ts';
import { askComment, askRemind, askUnlink, remindIn, remindNever, remindOn, sendComment, unlink } from './link-asks.ts';
import { createRecent, type Recent } from './recent.ts';
import { LATE, type Sitting, within } from './sitting.ts';

/** Everything is answered within 4 s (the inbox gives up at about 10): so much of it is for the work. */
const WORK_MS = 3300;
/** When the work itself has not kept to that: the screen that says so must still be in time. */
const LAST_MS = 3700;

export interface InboxApp {
  /** Never throws. */
  answer(connection: string, workspaceId: string, request: InboxRequest): Promise<Screen>;
}

function perform(ask: Ask, sitting: Sitting): Promise<Screen> {
  switch (ask.kind) {
    case 'home':
      warmForms(sitting);
      return showHome(sitting);
    case 'refresh':
      return showHome(sitting, { forced: true });
    case 'issue':
      return showIssue(ask.linkId, sitting);
    case 'unlink':
      return askUnlink(ask.linkId, sitting);
    case 'unlink_yes':
      return unlink(ask.linkId, sitting);
    case 'comment':
      return askComment(ask.linkId, sitting);
    case 'send':
      return sendComment(ask.linkId, sitting);
    case 'remind':
      return askRemind(ask.linkId, sitting);
    case 'remind_in':
      return remindIn(ask.linkId, ask.after, sitting);
    case 'remind_on':
      return remindOn(ask.linkId, sitting);
    case 'remind_never':
      return remindNever(ask.linkId, sitting);
    case 'find':
      return showFind(sitting);
    case 'link':
      return linkIssue(ask.connection, ask.issue, sitting);
    default:
      return performInForm(ask, sitting);
  }
}

type AskOfForm = Extract<
  Ask,
  {
    kind: 'create' | 'form' | 'choose' | 'pick' | 'drop' | 'clear' | 'page' | 'preview' | 'submit' | 'wait' | 'search';
  }
>;

function performInForm(ask: AskOfForm, sitting: Sitting): Promise<Screen> {
  switch (ask.kind) {
    case 'create':
      return startForm(ask.workflow, sitting);
    case 'form':
      return withDraft(sitting, (context) => showForm(context, sitting));
    case 'choose':
      return showChoices(ask.field, sitting);
    case 'pick':
      return pick(ask, sitting);
    case 'drop':
      return drop(ask.field, ask.option, sitting);
    case 'clear':
      return clear(ask.field, sitting);
    case 'page':
      return showChoicesAgain(ask.page, sitting);
    case 'search':
      return sitting.memory.choosing === null ? search(sitting) : showChoicesAgain(null, sitting);
    case 'preview':
      return showPreview(sitting);
    case 'submit':
      return submitForm(sitting);
    case 'wait':
      return showWaiting(sitting);
  }
}

/** The vendor's words stand beside ours: they often name what an admin has to look for. */
function explain(error: unknown, again: Ask, sitting: Sitting): ErrorView {
  const { errors } = screenTextsOf(sitting.viewer.locale);
  const reference = sitting.bridge.newId('al');
  const connection = sitting.conversation.connection;
  const logged = { reference, connection, ask: again.kind, error: errorForLog(error) };
  sitting.bridge.telemetry.log(error instanceof VendorError ? 'warn' : 'error', 'inbox_app.failed', logged);
  if (!(error instanceof VendorError)) return { message: errors.unknown, detail: null, reference, again };
  switch (error.details.kind) {
    case 'auth':
      return { message: errors.paused, detail: null, reference, again };
    case 'timeout':
      return { message: errors.slow, detail: null, reference, again };
    case 'unavailable':
    case 'rate_limited':
      return { message: errors.vendorDown, detail: null, reference, again };
    case 'forbidden':
    case 'gone':
    case 'rejected':
      return { message: errors.refused, detail: error.message, reference, again };
  }
}

async function answerInTime(ask: Ask, sitting: Sitting): Promise<Screen> {
  const { bridge, memory, viewer } = sitting;
  const { errors } = screenTextsOf(viewer.locale);
  try {
    const screen = await within(LAST_MS, perform(ask, sitting));
    if (screen !== LATE) return screen;
    bridge.telemetry.log('warn', 'inbox_app.late', { ask: ask.kind, connection: sitting.conversation.connection });
    return errorScreen({ message: errors.slow, detail: null, reference: null, again: ask }, memory, viewer);
  } catch (error) {
    return errorScreen(explain(error, ask, sitting), memory, viewer);
  }
}

function sit(bridge: Bridge, recent: Recent, connection: string, request: InboxRequest): Sitting {
  const { locale, timezone } = bridge.rules();
  const now = bridge.now();
  const memory = request.memory ?? freshMemory(bridge.newId('ev'));
  const teammate: Actor = request.teammate;
  return {
    bridge,
    recent,
    conversation: { connection, conversationId: request.conversationId ?? '' },
    teammate,
    viewer: { locale: request.locale ?? locale, timezone, now },
    memory: withTyped(memory.nonce === '' ? { ...memory, nonce: bridge.newId('ev') } : memory, request.typed),
    until: now + WORK_MS,
  };
}

export function createInboxApp(bridge: Bridge): InboxApp {
  const recent = createRecent(bridge.now);
  return {
    answer: async (connection, workspaceId, request) => {
      const sitting = sit(bridge, recent, connection, request);
      const { memory, viewer } = sitting;
      const { errors } = screenTextsOf(viewer.locale);
      const say = (message: string): Screen =>
        errorScreen({ message, detail: null, reference: null, again: null }, memory, viewer);
      if (request.workspaceId !== null && request.workspaceId !== workspaceId) {
        return say(errors.otherWorkspace(request.workspaceId));
      }
      if (request.conversationId === null) return say(errors.noConversation);
      if (request.ask === null) return say(errors.notUnderstood);
      return answerInTime(request.ask, sitting);
    },
  };
}
