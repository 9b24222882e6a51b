// Prometheus metrics: what was received, decided and delivered, and what waits.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface MetricsRegistry {
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
  deskbridge_sweep_repairs_total: 'Differences that the sweep fed in as events',
};

/** `depth` says how many rows wait in each state, asked for whenever the metrics are read. */
export function createMetrics(depth: () => Promise<Readonly<Record<string, number>>>): MetricsRegistry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const waiting = new Gauge({
    name: 'deskbridge_waiting',
    help: 'Rows of the ledger that are not at their end, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  const help = (name: string): string => HELP[name] ?? name;
  return {
    contentType: registry.contentType,
    count: (name, labels) => {
      let counter = counters.get(name);
      if (counter === undefined) {
        counter = new Counter({ name, help: help(name), labelNames: Object.keys(labels), registers: [registry] });
        counters.set(name, counter);
      }
      counter.inc({ ...labels });
    },
    time: (name, ms, labels) => {
      let histogram = histograms.get(name);
      if (histogram === undefined) {
        const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
        const labelNames = Object.keys(labels);
        histogram = new Histogram({ name, help: help(name), labelNames, buckets, registers: [registry] });
        histograms.set(name, histogram);
      }
      histogram.observe({ ...labels }, ms / 1000);
    },
    text: async () => {
      waiting.reset();
      for (const [state, count] of Object.entries(await depth())) waiting.set({ state }, count);
      return registry.metrics();
    },
  };
}
