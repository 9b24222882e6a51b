// Which rows are not at their end. Written out, not bound: a partial index serves only a query that repeats its words.
import { sql } from 'kysely';

const OPEN_EVENT_STATES = `('queued', 'working', 'waiting')`;
const OPEN_DELIVERY_STATES = `('queued', 'retrying', 'sending')`;

export const OPEN_EVENTS = `state in ${OPEN_EVENT_STATES}`;
export const OPEN_DELIVERIES = `state in ${OPEN_DELIVERY_STATES}`;

export const isOpenEvent = sql.raw<boolean>(`received_events.${OPEN_EVENTS}`);
export const isOpenDelivery = sql.raw<boolean>(`deliveries.${OPEN_DELIVERIES}`);
