// Events and deliveries by API: follow them, list what is stuck, do them again.
import { Router } from 'express';
import type { Bridge } from '../../application/bridge.ts';
import type { DeliveryState } from '../../application/ledger.ts';
import { type ReplayResult, replayDelivery, replayEvent } from '../../application/replay.ts';
import { rulesOfEvent } from '../../application/explain.ts';
import { trace, traceEvent } from '../../application/trace.ts';
import { ApiError } from './api-errors.ts';

const STATES: readonly DeliveryState[] = ['queued', 'sending', 'retrying', 'delivered', 'superseded', 'parked'];
const MAX_LISTED = 200;

function replayed(result: ReplayResult, id: string): { readonly event?: string; readonly delivery?: string } {
  switch (result.kind) {
    case 'event':
      return { event: result.eventId };
    case 'delivery':
      return { delivery: result.deliveryId };
    case 'not_found':
      throw new ApiError(404, 'not_found', `There is no ${id}`);
    case 'not_parked':
      throw new ApiError(409, 'not_parked', `${id} is not parked: only a parked delivery can be sent again`);
  }
}

export function eventRoutes(bridge: Bridge): Router {
  const router = Router();
  router.get('/events', async (request, response) => {
    const { q } = request.query;
    if (typeof q !== 'string' || q.trim() === '') {
      throw new ApiError(400, 'bad_query', 'Give q: an event id, an issue key or URL, a conversation id or URL');
    }
    response.json(await trace(q, bridge));
  });
  router.get('/events/:id', async (request, response) => {
    const event = await traceEvent(request.params.id, bridge);
    if (event === null) throw new ApiError(404, 'not_found', `There is no event ${request.params.id}`);
    const { from, rules } = await rulesOfEvent(event.id, bridge);
    response.json({ ...event, rules, rulesFrom: from });
  });
  router.post('/events/:id/replay', async (request, response) => {
    response.status(202).json(replayed(await replayEvent(request.params.id, bridge), request.params.id));
  });
  router.get('/deliveries', async (request, response) => {
    const state = STATES.find((known) => known === request.query['state']);
    if (state === undefined) throw new ApiError(400, 'bad_query', `Give state: ${STATES.join(', ')}`);
    const deliveries = await bridge.ledger.deliveries.inState(state, MAX_LISTED);
    response.json({
      deliveries: deliveries.map(({ action, ...delivery }) => ({ ...delivery, kind: action.kind })),
    });
  });
  router.post('/deliveries/:id/replay', async (request, response) => {
    response.status(202).json(replayed(await replayDelivery(request.params.id, bridge), request.params.id));
  });
  return router;
}
