// Prometheus metrics: what was received, decided and delivered, and what waits.
import type { Counter, Histogram, Registry } from 'prom-client';
import { onceLoaded } from './once-loaded.ts';

export interface MetricsRegistry {
  /** Of what `text` gives. */
  readonly contentType: string;
  count(name: string, labels: Readonly<Record<string, string>>): void;
  /** Observes a duration given in milliseconds; the metric is in seconds, as Prometheus wants it. */
  time(name: string, ms: number, labels: Readonly<Record<string, string>>): void;
  text(): Promise<string>;
}

const HELP: Readonly<Record<string, string>> = {
  deskbridge_events_received_total: 'Webhooks by connection and answer',
  deskbridge_events_total: 'Events by outcome and reason',
  deskbridge_deliveries_total: 'Tries of deliveries by kind and how they ended',
  deskbridge_delivery_seconds: 'Duration of a try of a delivery',
  deskbridge_vendor_calls_total: 'Calls to the vendors by connection, route and status',
  deskbridge_vendor_call_seconds: 'Duration of calls to the vendors',
  deskbridge_inbox_app_seconds: 'Duration of answers of the inbox app by flow and screen',
  deskbridge_sweep_repairs_total: 'Differences that the sweep fed in as events',
};

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
// prom-client's own `Registry.PROMETHEUS_CONTENT_TYPE`, which is known only once it is loaded.
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Instruments {
  counter(name: string, labels: readonly string[]): Counter;
  histogram(name: string, labels: readonly string[]): Histogram;
  setWaiting(depth: Readonly<Record<string, number>>): void;
  readonly registry: Registry;
}

/** The instrument of this name, made at its first use. */
function named<T>(
  make: (name: string, labels: readonly string[]) => T,
): (name: string, labels: readonly string[]) => T {
  const made = new Map<string, T>();
  return (name, labels) => {
    const instrument = made.get(name) ?? make(name, labels);
    made.set(name, instrument);
    return instrument;
  };
}

/** Loading prom-client takes 60 ms of processor time. */
async function buildInstruments(): Promise<Instruments> {
  const { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const common = (name: string) => ({ name, help: HELP[name] ?? name, registers: [registry] });
  const waiting = new Gauge({
    name: 'deskbridge_waiting',
    help: 'Rows of the ledger that are not at their end, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  return {
    registry,
    counter: named((name, labels) => new Counter({ ...common(name), labelNames: [...labels] })),
    histogram: named((name, labels) => new Histogram({ ...common(name), labelNames: [...labels], buckets: BUCKETS })),
    setWaiting: (depth) => {
      waiting.reset();
      for (const [state, count] of Object.entries(depth)) waiting.set({ state }, count);
    },
  };
}

/** `depth` says how many rows wait in each state, asked for whenever the metrics are read. */
export function createMetrics(depth: () => Promise<Readonly<Record<string, number>>>): MetricsRegistry {
  const withInstruments = onceLoaded(buildInstruments);
  return {
    contentType: CONTENT_TYPE,
    count: (name, labels) => withInstruments(({ counter }) => counter(name, Object.keys(labels)).inc({ ...labels })),
    time: (name, ms, labels) =>
      withInstruments(({ histogram }) => histogram(name, Object.keys(labels)).observe({ ...labels }, ms / 1000)),
    text: async () => {
      const waiting = await depth();
      const instruments = await new Promise<Instruments>((resolve) => withInstruments(resolve));
      instruments.setWaiting(waiting);
      return instruments.registry.metrics();
    },
  };
}
