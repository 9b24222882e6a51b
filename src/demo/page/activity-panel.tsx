// What the bridge did and why: a line for each event, from receiving it over the decision to every delivery.
import { Checkbox } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { textsOf } from '../../domain/texts/texts.ts';
import type { Activity, ActivityDelivery } from './demo-state.ts';
import { clock } from './format.ts';
import { ArrowIcon, CheckIcon } from './icons.tsx';
import { type Page, usePage } from './page-context.ts';

/** True housekeeping: our own writes coming back, and changes that nobody would see. */
const QUIET = new Set(['own_echo', 'already_told', 'remembered', 'nothing_visible']);
const FRESH_MS = 4000;

/** What only has to wait for its time is no news, nor is a summary that says the same. */
const isQuiet = (event: Activity): boolean =>
  event.deliveries.length === 0 &&
  (event.what === 'bridge.summary_due' || event.outcome === 'scheduled' || QUIET.has(event.reason ?? ''));

/** Whose side of the bridge it came from, and what it is about. */
function subjectOf(event: Activity, page: Page): { side: 'Jira' | 'Intercom'; words: string } {
  const [kind = '', , id = ''] = event.lane.split('/');
  const { state, texts } = page;
  const topic = texts.activity.topics[event.what] ?? texts.activity.anything;
  if (kind === 'issue') {
    return { side: 'Jira', words: topic(state.issues.find((issue) => issue.id === id)?.key ?? id) };
  }
  return { side: 'Intercom', words: topic(state.dialogs.find((dialog) => dialog.id === id)?.title ?? id) };
}

function reasonOf(event: Activity, page: Page): string {
  const { activity } = page.texts;
  if (event.decidedWith !== null) return activity.together;
  if (event.outcome === 'queued' || event.outcome === 'working') return activity.onItsWay;
  if (event.reason === 'digest' && event.dueAt !== null) {
    return activity.waiting(Math.ceil((event.dueAt - page.state.now) / 1000));
  }
  const reasons: Readonly<Record<string, string>> = textsOf(page.language).reasons;
  return reasons[event.reason ?? ''] ?? event.why;
}

function DeliveryChip({ delivery, marked }: { delivery: ActivityDelivery; marked: boolean }) {
  const { activity } = usePage().texts;
  const state = activity.deliveryStates[delivery.state] ?? delivery.state;
  const name = activity.deliveries[delivery.wasOpen ? 'was_open' : delivery.kind];
  return (
    <span
      className={`delivery ${delivery.state}${marked ? ' marked' : ''}`}
      data-delivery={delivery.id}
      title={delivery.error ?? undefined}
    >
      {delivery.state === 'delivered' ? <CheckIcon /> : null}
      {name ?? delivery.kind}
      <span className={delivery.state === 'delivered' ? 'visually-hidden' : 'delivery-state'}>{state}</span>
      {delivery.ms !== null && <span className="ms">{activity.ms(delivery.ms)}</span>}
    </span>
  );
}

function ActivityRow({ event, deliveryId }: { event: Activity; deliveryId: string | null }) {
  const page = usePage();
  const { activity } = page.texts;
  const { side, words } = subjectOf(event, page);
  const fresh = page.state.now - event.at < FRESH_MS ? ' fresh' : '';
  return (
    <tr className={`event-row ${event.outcome}${isQuiet(event) ? ' quiet' : ''}${fresh}`}>
      <td className="event-time">
        <time dateTime={new Date(event.at).toISOString()}>{clock(event.at)}</time>
      </td>
      <td className="event-what">
        <span className={`side ${side.toLowerCase()}`}>{side}</span>
        <span title={words}>{words}</span>
      </td>
      <td className="event-why">
        <ArrowIcon />
        <span className={`badge ${event.outcome}`}>{activity.outcomes[event.outcome] ?? event.outcome}</span>
        {reasonOf(event, page)}
      </td>
      <td>
        <div className="deliveries">
          {event.deliveries.length > 0 && <ArrowIcon />}
          {event.deliveries.map((delivery) => (
            <DeliveryChip key={delivery.id} delivery={delivery} marked={delivery.id === deliveryId} />
          ))}
          {event.deliveries.length === 0 && event.decidedWith === null && event.tookMs !== null && (
            <span className="hint">{activity.nothingToDo}</span>
          )}
        </div>
      </td>
      <td className="event-total">
        {event.deliveries.length > 0 && event.tookMs !== null ? activity.inTotal(event.tookMs) : ''}
      </td>
    </tr>
  );
}

function useScrollToDelivery(deliveryId: string | null) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (deliveryId === null) return;
    box.current?.querySelector(`[data-delivery="${deliveryId}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [deliveryId]);
  return box;
}

export function ActivityPanel({ deliveryId }: { deliveryId: string | null }) {
  const { state, texts } = usePage();
  const [all, setAll] = useState(false);
  const box = useScrollToDelivery(deliveryId);
  const words = texts.activity;
  const shown = state.activity.filter((event) => all || !isQuiet(event));
  return (
    <section className="pane activity" aria-labelledby="activity-title" ref={box}>
      <div className="pane-head">
        <h2 id="activity-title">{words.title}</h2>
        <Checkbox
          size="xs"
          checked={all}
          label={words.showAll}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 && <p className="hint padded">{words.empty}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable */}
      <section className="events" tabIndex={0} aria-labelledby="activity-title">
        <table>
          <thead>
            <tr>
              <th scope="col" colSpan={2}>
                {words.received}
              </th>
              <th scope="col">{words.decision}</th>
              <th scope="col">{words.delivered}</th>
              <th scope="col" className="event-total">
                {words.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((event) => (
              <ActivityRow key={event.id} event={event} deliveryId={deliveryId} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
