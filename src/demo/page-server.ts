// Serves the demo's page and its data: the state of both simulated vendors and of the bridge, live.
import { setTimeout } from 'node:timers/promises';
import express, { type Response, type Router } from 'express';
import type { IntercomSimulator } from '../simulators/intercom/index.ts';
import type { JiraSimulator } from '../simulators/jira/index.ts';
import type { DemoState, Locale } from './page/demo-state.ts';
import { callApp } from './call-app.ts';
import { performAct } from './perform-act.ts';
import { type BridgeReport, readBridge } from './read-bridge.ts';
import { readChoices, readDialogs, readIssues } from './read-simulators.ts';

export interface DemoRoutesOptions {
  readonly intercom: IntercomSimulator;
  readonly jira: JiraSimulator;
  /** No trailing slash. */
  readonly bridgeUrl: string;
  readonly bridgeToken: string;
  /** The folder of the built page. */
  readonly pageDir: string;
  /** The bridge's language; the page begins with it. */
  readonly locale: Locale;
  /** Signs what the inbox asks of the app, as it signs webhooks. */
  readonly clientSecret: string;
  /** In whose name the bridge writes notes; 900 when absent. */
  readonly bridgeAdminId?: string;
}

// Quick while something is under way, so that a note shows at once; slow otherwise.
const TICK_MS = 150;
const IDLE_BRIDGE_MS = 1500;
const BUSY_FOR_MS = 6000;
const LONG_MS = 60_000;

/** Asks the bridge no more often than needed, and never twice at the same time. */
function createBridgeReader(options: DemoRoutesOptions) {
  let report: BridgeReport = { up: true, activity: [], dialogsByIssue: new Map() };
  let reading: Promise<BridgeReport> | null = null;
  let readAt = 0;
  let busyUntil = 0;
  const read = async (): Promise<BridgeReport> => {
    readAt = Date.now();
    report = await readBridge([...options.intercom.state.conversations.keys()], options, report);
    return report;
  };
  return {
    /** Something happened: the bridge will soon have news. */
    wake: (): void => {
      busyUntil = Date.now() + BUSY_FOR_MS;
    },
    read: async (): Promise<BridgeReport> => {
      const since = Date.now() - LONG_MS;
      const underWay = report.activity.some((event) => event.tookMs === null && event.at > since);
      const maxAge = underWay || Date.now() < busyUntil ? TICK_MS : IDLE_BRIDGE_MS;
      if (reading === null && Date.now() - readAt < maxAge) return report;
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

async function buildState(options: DemoRoutesOptions, bridge: { read: () => Promise<BridgeReport> }) {
  const report = await bridge.read();
  const state: DemoState = {
    locale: options.locale,
    dialogs: readDialogs(options.intercom, options.bridgeAdminId ?? '900'),
    issues: readIssues(options.jira, (issueId) => report.dialogsByIssue.get(issueId) ?? []),
    ...readChoices(options.jira),
    activity: report.activity,
    bridge: report.up ? 'up' : 'down',
    now: Date.now(),
  };
  return state;
}

/** Tells every listening page when the state differs from what it was. */
function createFeed(read: () => Promise<DemoState>, onChange: () => void) {
  const listeners = new Set<Response>();
  let known = '';
  let ticking = false;
  const look = async (): Promise<void> => {
    const state = JSON.stringify({ ...(await read()), now: 0 });
    if (state !== known) {
      known = state;
      onChange();
      for (const listener of listeners) listener.write('event: changed\ndata: {}\n\n');
    }
  };
  const tick = async (): Promise<void> => {
    ticking = true;
    while (listeners.size > 0) {
      // A look that failed is made good by the next.
      await look().catch(() => undefined);
      await setTimeout(TICK_MS, undefined, { ref: false });
    }
    ticking = false;
  };
  return (response: Response): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    if (!ticking) void tick();
  };
}

/** The page at `/`, its data at `/demo/state`, news at `/demo/stream`, and what a visitor does at `/demo/act`. */
export function createDemoRoutes(options: DemoRoutesOptions): Router {
  const bridge = createBridgeReader(options);
  const read = () => buildState(options, bridge);
  const listen = createFeed(read, bridge.wake);
  const router = express.Router();
  router.get('/demo/state', async (_request, response) => {
    response.set('cache-control', 'no-store').json(await read());
  });
  router.get('/demo/stream', (_request, response) => listen(response));
  router.post('/demo/act', express.json({ limit: '64kb' }), (request, response) => {
    const answer = performAct(request.body, options);
    if (answer.ok) bridge.wake();
    response.status(answer.ok ? 200 : 422).json(answer);
  });
  router.post('/demo/app', express.json({ limit: '256kb' }), async (request, response) => {
    bridge.wake();
    response.json(await callApp(request.body, options));
  });
  router.use(express.static(options.pageDir, { index: 'index.html' }));
  return router;
}
