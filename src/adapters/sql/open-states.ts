// Which rows are not at their end. Written out, not bound: a partial index serves only a query that repeats its words.
import { sql } from 'kysely';

const OPEN_EVENT_STATES = `('queued', 'working', 'waiting')`;
const OPEN_DELIVERY_STATES = `('queued', 'retrying', 'sending')`;

export const OPEN_EVENTS = `state in ${OPEN_EVENT_STATES}`;
/** Their time has not come: they stand in no lane, and hold nobody. */
export const SCHEDULED_EVENTS = `state = 'scheduled'`;
export const OPEN_DELIVERIES = `state in ${OPEN_DELIVERY_STATES}`;

export const isOpenEvent = sql.raw<boolean>(`received_events.${OPEN_EVENTS}`);
export const isScheduledEvent = sql.raw<boolean>(`received_events.${SCHEDULED_EVENTS}`);
export const isOpenDelivery = sql.raw<boolean>(`deliveries.${OPEN_DELIVERIES}`);

/** True for the first open row of its lane. */
export const isEventHead = sql.raw<boolean>(
  `not exists (select 1 from received_events as earlier
    where earlier.lane = received_events.lane and earlier.${OPEN_EVENTS} and earlier.seq < received_events.seq)`,
);
export const isDeliveryHead = sql.raw<boolean>(
  `not exists (select 1 from deliveries as earlier
    where earlier.lane = deliveries.lane and earlier.${OPEN_DELIVERIES} and earlier.seq < deliveries.seq)`,
);

/** Repeats the words of the index by time of change. */
export const isSeen = sql.raw<boolean>(`known_issues.state = 'seen'`);
