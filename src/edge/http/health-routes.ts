// For those who run Deskbridge: is it alive, can it do its work, and how much of it.
import { Router } from 'express';
import type { Bridge } from '../../application/bridge.ts';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Alive is not ready: ready means that events can be stored and every connection takes our token. */
export function healthRoutes(bridge: Bridge, metrics: Metrics): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive' });
  });
  router.get('/readyz', async (_request, response) => {
    const problems: string[] = [];
    await bridge.ledger
      .check()
      .catch((error: unknown) => problems.push(`The database cannot be written: ${String(error)}`));
    for (const [connection, reason] of bridge.pauses.all())
      problems.push(`The connection ${connection} is paused: ${reason}`);
    const alarms = await bridge.ledger.upkeep.alarms().catch(() => []);
    response.status(problems.length === 0 ? 200 : 503).json({
      status: problems.length === 0 ? 'ready' : 'not ready',
      problems,
      alarms: alarms.map(({ at, kind, subject, message }) => ({
        at: new Date(at).toISOString(),
        kind,
        subject,
        message,
      })),
    });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}
