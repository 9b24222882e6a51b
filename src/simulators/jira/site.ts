// One running site: its state, webhooks, faults, limits and the record of what was asked of it.
import { createFaults, type Faults } from './faults.ts';
import { createLimiter, type Limiter, type RateLimits } from './rate-limits.ts';
import { seedState } from './seed.ts';
import { createState } from './state.ts';
import type { Edition, Exchange, JiraState, Language } from './types.ts';
import { hooksOf } from './webhook-payloads.ts';
import { createWebhooks, type WebhookOptions, type Webhooks } from './webhooks.ts';

export interface SiteOptions {
  edition: Edition;
  contextPath: string;
  email: string;
  apiToken: string;
  personalAccessToken: string;
  /** Milliseconds every API call takes; a fault can add more to some. */
  latencyMs: number;
  rateLimits: RateLimits | null | undefined;
  webhooks: Partial<WebhookOptions>;
  language: Language;
  indexLagMs: number;
  /** How many exchanges are kept for GET /_simulator/exchanges. */
  keepExchanges: number;
  seed: ((state: JiraState) => void) | undefined;
  onExchange: ((exchange: Exchange) => void) | undefined;
}

export interface Site {
  options: SiteOptions;
  state: JiraState;
  webhooks: Webhooks;
  faults: Faults;
  limiter: Limiter;
  exchanges: Exchange[];
  /** Cheap counters: calls by method and route, and by status. */
  counts: { calls: number; byRoute: Record<string, number>; byStatus: Record<string, number> };
  /** Empties the site and fills it with the sample data again; the webhook address stays. */
  reset: () => void;
}

/** A small repeatable source of chance (mulberry32), so that a run with faults can be repeated. */
function seededRandom(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function fill(site: Site): void {
  const { state, options, webhooks } = site;
  seedState(state, options.email);
  state.language = options.language;
  state.indexLagMs = 0;
  options.seed?.(state);
  // Sample data is old: it is in the index already, and it made no webhooks.
  state.indexLagMs = options.indexLagMs;
  state.emit = (change) => {
    if (webhooks.options.url !== null) webhooks.send(hooksOf(state, change, webhooks.options.commentEvents));
  };
}

export function createSite(options: SiteOptions): Site {
  const random = seededRandom(7);
  const state = createState(options.edition);
  const site: Site = {
    options,
    state,
    webhooks: createWebhooks(options.edition, options.webhooks, random),
    faults: createFaults(random),
    limiter: createLimiter(options.edition, options.rateLimits, () => Date.now()),
    exchanges: [],
    counts: { calls: 0, byRoute: {}, byStatus: {} },
    reset: () => {
      const { baseUrl } = state;
      site.webhooks.clear();
      site.faults.clear();
      site.limiter = createLimiter(options.edition, options.rateLimits, () => Date.now());
      site.exchanges.length = 0;
      site.counts = { calls: 0, byRoute: {}, byStatus: {} };
      Object.assign(state, createState(options.edition), { baseUrl });
      fill(site);
    },
  };
  fill(site);
  return site;
}
