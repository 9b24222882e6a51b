// Sends the webhooks: signed, retried as the edition does, and on request doubled, shuffled, late or lost.
import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import type { CommentEvents, Hook } from './webhook-payloads.ts';
import type { Edition } from './types.ts';

export interface WebhookOptions {
  url: string | null;
  secret: string | null;
  /** Chance from 0 to 1 that a webhook is never sent. */
  drop: number;
  /** How many of the next webhooks are never sent. */
  dropNext: number;
  /** Chance from 0 to 1 that a webhook is sent twice, with the same identifier. */
  duplicate: number;
  duplicateNext: number;
  /** Milliseconds before each is sent. */
  delayMs: number;
  /** Milliseconds before those of the Secondary flow are sent; up to 15 minutes on the real Cloud. */
  secondaryDelayMs: number;
  /** Collect this many, then send them in a shuffled order; 0 sends at once. */
  hold: number;
  /** Milliseconds before a retry; 5 to 15 minutes on the real Cloud. */
  retryDelayMs: number;
  /** Retries after the first attempt: 5 on Cloud; Data Center has none. */
  retries: number;
  timeoutMs: number;
  /** Which of the two events a comment makes. */
  commentEvents: CommentEvents;
}

export interface Delivery {
  identifier: string;
  event: string;
  flow: Hook['flow'];
  issueKey: string | null;
  at: number;
  state: 'waiting' | 'delivered' | 'failed' | 'dropped';
  attempts: { at: number; status: number | string }[];
  body: string;
}

export interface Webhooks {
  options: WebhookOptions;
  log: Delivery[];
  counts: { sent: number; delivered: number; failed: number; dropped: number; attempts: number };
  send: (hooks: Hook[]) => void;
  /** Sends what `hold` keeps back, shuffled. */
  release: () => number;
  /** True while something waits or is on its way. */
  busy: () => boolean;
  clear: () => void;
  close: () => void;
}

const LOG_SIZE = 2000;
/** Atlassian: Webhooks, "Concurrency limiting": per tenant and host. */
const IN_FLIGHT = { Primary: 20, Secondary: 10 };
/** Atlassian: Webhooks, "Retry policy". */
const RETRIED = new Set([408, 409, 425, 429]);

function standardOptions(edition: Edition): WebhookOptions {
  return {
    url: null,
    secret: null,
    drop: 0,
    dropNext: 0,
    duplicate: 0,
    duplicateNext: 0,
    delayMs: 0,
    secondaryDelayMs: 200,
    hold: 0,
    retryDelayMs: 1000,
    retries: edition === 'cloud' ? 5 : 0,
    timeoutMs: 30_000,
    commentEvents: 'both',
  };
}

/** `X-Hub-Signature` of a body. Source: Atlassian, Webhooks, "Securing webhooks". */
export function signature(secret: string, body: string | Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

interface Sender {
  edition: Edition;
  options: WebhookOptions;
  agents: { http: Agent; https: TlsAgent };
  queues: Record<Hook['flow'], Delivery[]>;
  flying: Record<Hook['flow'], number>;
  held: Delivery[];
  timers: Set<NodeJS.Timeout>;
  counts: Webhooks['counts'];
  random: () => number;
}

function headersOf(sender: Sender, delivery: Delivery): Record<string, string> {
  const { secret } = sender.options;
  const headers: Record<string, string> = {
    'Content-Type': 'application/json; charset=UTF-8',
    'User-Agent': sender.edition === 'cloud' ? 'Atlassian Webhook HTTP Client' : 'Atlassian HttpClient JIRA-10.3.0',
    'Content-Length': String(Buffer.byteLength(delivery.body)),
  };
  if (secret !== null) headers['X-Hub-Signature'] = signature(secret, delivery.body);
  if (sender.edition === 'data-center') return headers;
  headers['X-Atlassian-Webhook-Identifier'] = delivery.identifier;
  headers['X-Atlassian-Webhook-Flow'] = delivery.flow;
  if (delivery.attempts.length > 0) headers['X-Atlassian-Webhook-Retry'] = String(delivery.attempts.length);
  return headers;
}

/** One POST; the status, or the error's code. */
function post(sender: Sender, url: string, delivery: Delivery): Promise<number | string> {
  const secure = url.startsWith('https:');
  const options = {
    method: 'POST',
    headers: headersOf(sender, delivery),
    timeout: sender.options.timeoutMs,
    agent: secure ? sender.agents.https : sender.agents.http,
  };
  return new Promise((resolve) => {
    const call = (secure ? httpsRequest : httpRequest)(url, options, (answer) => {
      answer.on('error', () => resolve('broken'));
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.resume();
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    call.end(delivery.body);
  });
}

function later(sender: Sender, ms: number, work: () => void): void {
  if (ms <= 0) {
    work();
    return;
  }
  const timer = setTimeout(() => {
    sender.timers.delete(timer);
    work();
  }, ms);
  sender.timers.add(timer);
}

function settle(sender: Sender, delivery: Delivery, status: number | string): void {
  delivery.attempts.push({ at: Date.now(), status });
  const well = typeof status === 'number' && status >= 200 && status < 300;
  const again = typeof status === 'string' || RETRIED.has(status) || status >= 500;
  if (well) {
    if (delivery.state !== 'delivered') sender.counts.delivered += 1;
    delivery.state = 'delivered';
  } else if (again && delivery.attempts.length <= sender.options.retries) {
    later(sender, sender.options.retryDelayMs, () => enqueue(sender, delivery));
  } else if (delivery.state !== 'delivered') {
    delivery.state = 'failed';
    sender.counts.failed += 1;
  }
}

function pump(sender: Sender, flow: Hook['flow']): void {
  const { url } = sender.options;
  while (sender.flying[flow] < IN_FLIGHT[flow]) {
    const delivery = sender.queues[flow].shift();
    if (delivery === undefined) return;
    sender.flying[flow] += 1;
    sender.counts.attempts += 1;
    void post(sender, url ?? 'http://127.0.0.1:9', delivery).then((status) => {
      sender.flying[flow] -= 1;
      settle(sender, delivery, status);
      pump(sender, flow);
    });
  }
}

function enqueue(sender: Sender, delivery: Delivery): void {
  sender.queues[delivery.flow].push(delivery);
  pump(sender, delivery.flow);
}

function chance(sender: Sender, rate: 'drop' | 'duplicate', count: 'dropNext' | 'duplicateNext'): boolean {
  const { options } = sender;
  if (options[count] > 0) {
    options[count] -= 1;
    return true;
  }
  return options[rate] > 0 && sender.random() < options[rate];
}

function shuffle<T>(list: T[], random: () => number): T[] {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = list[at] as T;
    list[at] = list[other] as T;
    list[other] = kept;
  }
  return list;
}

function releaseHeld(sender: Sender): number {
  const due = shuffle(sender.held.splice(0), sender.random);
  for (const delivery of due) enqueue(sender, delivery);
  return due.length;
}

function dispatch(sender: Sender, delivery: Delivery): void {
  sender.counts.sent += 1;
  if (chance(sender, 'drop', 'dropNext')) {
    delivery.state = 'dropped';
    sender.counts.dropped += 1;
    return;
  }
  const copies = chance(sender, 'duplicate', 'duplicateNext') ? [delivery, delivery] : [delivery];
  const { hold, delayMs, secondaryDelayMs } = sender.options;
  if (hold > 0) {
    sender.held.push(...copies);
    if (sender.held.length >= hold) releaseHeld(sender);
    return;
  }
  const wait = delivery.flow === 'Secondary' ? Math.max(delayMs, secondaryDelayMs) : delayMs;
  for (const copy of copies) later(sender, wait, () => enqueue(sender, copy));
}

function describe(hook: Hook): Delivery {
  const { event, flow, issueKey } = hook;
  const body = JSON.stringify(hook.payload);
  return {
    identifier: randomBytes(16).toString('hex'),
    event,
    flow,
    issueKey,
    at: Date.now(),
    state: 'waiting',
    attempts: [],
    body,
  };
}

/** The sending half of a site; nothing is sent before `options.url` is set, and sending never holds up the API. */
export function createWebhooks(edition: Edition, given: Partial<WebhookOptions>, random: () => number): Webhooks {
  const options = { ...standardOptions(edition), ...given };
  const counts = { sent: 0, delivered: 0, failed: 0, dropped: 0, attempts: 0 };
  const agents = { http: new Agent({ keepAlive: true }), https: new TlsAgent({ keepAlive: true }) };
  const sender: Sender = {
    edition,
    options,
    agents,
    queues: { Primary: [], Secondary: [] },
    flying: { Primary: 0, Secondary: 0 },
    held: [],
    timers: new Set(),
    counts,
    random,
  };
  const log: Delivery[] = [];
  const clear = () => {
    for (const timer of sender.timers) clearTimeout(timer);
    sender.timers.clear();
    sender.held.length = 0;
    sender.queues.Primary.length = 0;
    sender.queues.Secondary.length = 0;
    log.length = 0;
    Object.assign(counts, { sent: 0, delivered: 0, failed: 0, dropped: 0, attempts: 0 });
  };
  return {
    options,
    log,
    counts,
    send: (hooks) => {
      for (const hook of hooks) {
        const delivery = describe(hook);
        log.push(delivery);
        if (log.length > LOG_SIZE) log.shift();
        dispatch(sender, delivery);
      }
    },
    release: () => releaseHeld(sender),
    busy: () => {
      const { queues, flying, timers } = sender;
      return queues.Primary.length + queues.Secondary.length + flying.Primary + flying.Secondary + timers.size > 0;
    },
    clear,
    close: () => {
      clear();
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
