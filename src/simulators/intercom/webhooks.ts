// Sends signed notifications as Intercom does: 5 seconds to answer, one retry, no order promised, duplicates possible.
import { createHmac, randomUUID } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Json } from './types.ts';

export interface WebhookOptions {
  /** The chance that a notification is sent twice, 0 to 1. */
  duplicate: number;
  /** The chance that a notification is never sent, 0 to 1. */
  drop: number;
  /** Holds this many notifications and releases them shuffled; 0 keeps the order. */
  reorder: number;
  /** The longest that a held notification waits for others, in milliseconds. */
  reorderMaxHoldMs: number;
  /** Milliseconds before a notification is sent. */
  delayMs: number;
  /** Milliseconds that the receiver has to answer. */
  deadlineMs: number;
  /** Milliseconds until the one retry. */
  retryDelayMs: number;
  /** The subscribed topics; null for all. */
  topics: string[] | null;
}

const defaultWebhookOptions: WebhookOptions = {
  duplicate: 0,
  drop: 0,
  reorder: 0,
  reorderMaxHoldMs: 1000,
  delayMs: 0,
  deadlineMs: 5000,
  retryDelayMs: 60_000,
  topics: null,
};

/** One notification's fate. */
export interface WebhookRecord {
  id: string | null;
  topic: string;
  createdAt: number;
  attempts: { status: number | null; error: string | null; durationMs: number }[];
  outcome: 'pending' | 'delivered' | 'failed' | 'dropped';
  body: Json;
}

const logSize = 1000;

/** `X-Hub-Signature` over the raw body: HMAC-SHA1 with the app's client secret (Intercom: Webhooks, "Signed notifications"). */
export function signNotification(body: string, clientSecret: string): string {
  return `sha1=${createHmac('sha1', clientSecret).update(body).digest('hex')}`;
}

function shuffle<T>(list: T[], random: () => number): T[] {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [left, right] = [list[index], list[other]];
    if (left === undefined || right === undefined) continue;
    list[index] = right;
    list[other] = left;
  }
  return list;
}

export class WebhookSender {
  options: WebhookOptions;
  readonly counts = { raised: 0, delivered: 0, failed: 0, dropped: 0, attempts: 0 };
  #url: URL | null = null;
  #log: WebhookRecord[] = [];
  #held: WebhookRecord[] = [];
  #holdTimer: NodeJS.Timeout | null = null;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  readonly #setup: { appId: string; clientSecret: string; nowMs: () => number; random: () => number };
  #closed = false;

  constructor(
    setup: { appId: string; clientSecret: string; nowMs: () => number; random: () => number },
    options: Partial<WebhookOptions>,
  ) {
    this.#setup = setup;
    this.options = { ...defaultWebhookOptions, ...options };
  }

  setUrl(url: string | null): void {
    this.#url = url === null ? null : new URL(url);
  }

  get url(): string | null {
    return this.#url?.href ?? null;
  }

  /** The latest notifications, oldest first. */
  get log(): readonly WebhookRecord[] {
    return this.#log;
  }

  /** Takes a notification to be sent soon; never waits. A ping has no id. */
  raise(topic: string, buildItem: () => Json): void {
    const subscribed = this.options.topics === null || topic === 'ping' || this.options.topics.includes(topic);
    if (this.#url === null || !subscribed || this.#closed) return;
    const at = Math.floor(this.#setup.nowMs() / 1000);
    const isPing = topic === 'ping';
    const id = isPing ? null : `notif_${randomUUID()}`;
    const body: Json = {
      type: 'notification_event',
      app_id: this.#setup.appId,
      data: { type: 'notification_event_data', item: buildItem() },
      links: {},
      id,
      topic,
      delivery_status: isPing ? null : 'pending',
      delivery_attempts: 1,
      delivered_at: 0,
      first_sent_at: at,
      created_at: at,
      self: null,
    };
    const record: WebhookRecord = { id, topic, createdAt: at, attempts: [], outcome: 'pending', body };
    this.counts.raised += 1;
    this.#log.push(record);
    if (this.#log.length > logSize * 2) this.#log = this.#log.slice(-logSize);
    this.#dispatch(record);
  }

  /** Sends again what was sent already, as Intercom sometimes does. Returns how many had that id. */
  resend(id: string): number {
    const records = this.#log.filter((record) => record.id === id);
    for (const record of records) this.#later(0, () => this.#send(record));
    return records.length;
  }

  /** Releases what is held back for reordering. */
  flush(): void {
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    this.#holdTimer = null;
    const held = shuffle(this.#held, this.#setup.random);
    this.#held = [];
    for (const record of held) this.#schedule(record);
  }

  /** Forgets the log and everything not sent yet. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#held = [];
    this.#log = [];
  }

  close(): void {
    this.#closed = true;
    this.clear();
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #dispatch(record: WebhookRecord): void {
    if (this.options.drop > 0 && this.#setup.random() < this.options.drop) {
      record.outcome = 'dropped';
      this.counts.dropped += 1;
      return;
    }
    if (this.options.reorder === 0) {
      this.#schedule(record);
      return;
    }
    this.#held.push(record);
    if (this.#held.length >= this.options.reorder) this.flush();
    else this.#holdTimer ??= setTimeout(() => this.flush(), this.options.reorderMaxHoldMs);
  }

  #schedule(record: WebhookRecord): void {
    const twice = this.options.duplicate > 0 && this.#setup.random() < this.options.duplicate;
    for (let copy = 0; copy < (twice ? 2 : 1); copy += 1) this.#later(this.options.delayMs, () => this.#send(record));
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #send(record: WebhookRecord, isRetry = false): void {
    const url = this.#url;
    if (url === null || this.#closed) return;
    const started = performance.now();
    this.counts.attempts += 1;
    this.#post(url, JSON.stringify({ ...record.body, delivery_attempts: isRetry ? 2 : 1 }), (status, error) => {
      record.attempts.push({ status, error, durationMs: performance.now() - started });
      this.#settle(record, status, isRetry);
    });
  }

  // Non-2xx gets one retry; 410 ends the subscription (Intercom: Webhooks, "Delivery").
  #settle(record: WebhookRecord, status: number | null, isRetry: boolean): void {
    if (status !== null && status >= 200 && status < 300) {
      if (record.outcome !== 'delivered') this.counts.delivered += 1;
      record.outcome = 'delivered';
      return;
    }
    if (status === 410) this.#url = null;
    if (!isRetry && status !== 410) {
      this.#later(this.options.retryDelayMs, () => this.#send(record, true));
      return;
    }
    if (record.outcome === 'delivered') return;
    record.outcome = 'failed';
    this.counts.failed += 1;
  }

  #post(url: URL, body: string, done: (status: number | null, error: string | null) => void): void {
    const isSecure = url.protocol === 'https:';
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'intercom-parrot-service-client/1.0',
      Accept: '*/*',
      'X-Hub-Signature': signNotification(body, this.#setup.clientSecret),
    };
    const agent = isSecure ? this.#agents.https : this.#agents.http;
    const request = (isSecure ? https : http).request(url, { method: 'POST', headers, agent });
    let finished = false;
    const finish = (status: number | null, error: string | null) => {
      if (finished) return;
      finished = true;
      clearTimeout(deadline);
      done(status, error);
    };
    const deadline = setTimeout(() => {
      finish(null, 'timeout');
      request.destroy();
    }, this.options.deadlineMs);
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => finish(response.statusCode ?? null, null));
      response.on('error', (error) => finish(null, error.message));
    });
    request.on('error', (error) => finish(null, error.message));
    request.end(body);
  }
}
