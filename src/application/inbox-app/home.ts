// The first screen, and the card of one issue.
import { conversationLane } from '../../domain/refs.ts';
import { homeScreen, issueScreen } from '../../domain/screen/home-screen.ts';
import type { ScreenMemory } from '../../domain/screen/memory.ts';
import type { Screen } from '../../domain/screen/screen.ts';
import type { WorkflowChoice } from '../../domain/screen/view.ts';
import { requestState } from '../request-issue.ts';
import { activeLinks, linkOf, refreshIssues, viewsOf } from './issue-views.ts';
import { stateOf } from './request-of.ts';
import { emptied, renewed, type Sitting, textsFor } from './sitting.ts';

/** How far back an unfinished creation is looked for when the app is opened. */
const LOOK_BACK_MS = 600_000;
const LOOK_BACK = 8;

function workflowsFor({ bridge, viewer }: Sitting): WorkflowChoice[] {
  return bridge.rules().workflows.map(({ name, label }) => ({ name, label: label[viewer.locale] }));
}

/** The creation that this dialog still waits for; null for none. */
export async function findCreating({ bridge, conversation }: Sitting): Promise<string | null> {
  const events = await bridge.ledger.events.ofLanes([conversationLane(conversation)], LOOK_BACK);
  const since = bridge.now() - LOOK_BACK_MS;
  const requested = events.filter(({ topic, receivedAt }) => topic === 'bridge.issue_requested' && receivedAt > since);
  const states = await Promise.all(
    requested.map(async ({ id }) => ({ id, state: (await requestState(bridge, id)).state })),
  );
  return states.find(({ state }) => state === 'creating')?.id ?? null;
}

export interface HomeWish {
  /** What was done just now. */
  readonly message?: string;
  /** Somebody pressed Refresh. */
  readonly forced?: boolean;
  readonly memory?: ScreenMemory;
}

export async function showHome(sitting: Sitting, wish: HomeWish = {}): Promise<Screen> {
  const links = await activeLinks(sitting);
  const [inTime, creating] = await Promise.all([
    refreshIssues(links, wish.forced === true, sitting),
    findCreating(sitting),
  ]);
  const { memory: given } = sitting;
  const own = given.eventId === null ? null : await stateOf(given.eventId, sitting);
  const view = {
    issues: await viewsOf(links, sitting),
    workflows: workflowsFor(sitting),
    stale: !inTime,
    creating: own?.state === 'creating' ? given.eventId : creating,
    message: wish.message ?? null,
  };
  // What was typed belongs to the creation: should it fail, the form comes back with it; else it is done with.
  const memory = own?.state === 'created' ? emptied(sitting) : renewed(sitting);
  return homeScreen(view, wish.memory ?? memory, sitting.viewer);
}

export async function showIssue(linkId: string, sitting: Sitting): Promise<Screen> {
  const link = await linkOf(linkId, sitting);
  if (link === null) return showHome(sitting, { message: textsFor(sitting).errors.unlinkedMeanwhile });
  const inTime = await refreshIssues([link], false, sitting);
  const [view] = await viewsOf([link], sitting);
  if (view === undefined) return showHome(sitting);
  return issueScreen(view, !inTime, renewed(sitting), sitting.viewer);
}
