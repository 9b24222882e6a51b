// For those who run Deskbridge: is it alive, can it do its work, and how much of it.
import { Router } from 'express';
import type { Bridge } from '../../application/bridge.ts';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Alarms as strangers may see them: what and where to look, no words of vendors or people. */
async function shownAlarms(bridge: Bridge) {
  const alarms = await bridge.ledger.upkeep.alarms().catch(() => []);
  return alarms.map(({ at, kind, subject }) => ({ at: new Date(at).toISOString(), kind, subject }));
}

function pausedConnections(bridge: Bridge): string[] {
  return [...bridge.pauses.all().keys()].map(
    (connection) => `The connection ${connection} is paused, its token was refused: look with deskbridge doctor`,
  );
}

/** A refused file is said with the places of its mistakes; their words are for the log and for `config check`. */
function shownConfig(bridge: Bridge) {
  const { version, loadedAt, refused } = bridge.configStatus();
  const shown =
    refused === null
      ? null
      : { at: new Date(refused.at).toISOString(), messages: refused.messages.map((message) => placeOf(message)) };
  return { version, loadedAt: new Date(loadedAt).toISOString(), refused: shown };
}

/** `FILE:LINE:COLUMN PATH` of a mistake. */
function placeOf(message: string): string {
  return message.split(': found ', 1)[0]?.slice(0, 300) ?? '';
}

/**
 * Ready means that events can be stored. A paused connection is said, but does not make us unready: whoever took us
 * out of service for it would lose the webhooks that we can still keep.
 */
async function readiness(bridge: Bridge) {
  const paused = pausedConnections(bridge);
  try {
    await bridge.ledger.check();
  } catch (error) {
    const broken = `The database cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    return {
      code: 503,
      body: { status: 'not ready', problems: [broken, ...paused], alarms: [], config: shownConfig(bridge) },
    };
  }
  const status = paused.length === 0 ? 'ready' : 'ready, but a connection is paused';
  const config = shownConfig(bridge);
  const refused =
    config.refused === null
      ? []
      : [`A changed config file was refused, ${config.version} stays in force: look with deskbridge config check`];
  return { code: 200, body: { status, problems: [...paused, ...refused], alarms: await shownAlarms(bridge), config } };
}

export function healthRoutes(bridge: Bridge, metrics: Metrics): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const { code, body } = await readiness(bridge);
    response.status(code).json(body);
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}
