// Starts a simulated Intercom on its own port and gives a handle on its data, its people, its faults and its webhooks.
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AdminTarget, answerAdmin } from './admin-endpoint.ts';
import { createApiListener, type Running } from './api-server.ts';
import { ConversationActions } from './conversation-actions.ts';
import { type Exchange, ExchangeLog } from './exchange-log.ts';
import { type Fault, type FaultOptions, Faults } from './faults.ts';
import { fillBase } from './fill.ts';
import type { IntercomSimulatorOptions } from './options.ts';
import { type PeopleActionName, type PeopleInput, type PeopleResult, peopleActions } from './people.ts';
import { RateLimiter } from './rate-limit.ts';
import { createRouter } from './router.ts';
import { apiRoutes } from './routes.ts';
import { describeContact, describeConversation } from './search-documents.ts';
import type { Json } from './types.ts';
import { type WebhookOptions, type WebhookRecord, WebhookSender } from './webhooks.ts';
import { type Behaviour, defaultBehaviour, Workspace } from './workspace.ts';

// How soon after its end a snooze is noticed.
const wakeIntervalMs = 1000;

/** Lets search see all conversations as they are now, and from now on late. */
function indexConversations(workspace: Workspace): void {
  const all = [...workspace.conversations.values()].map((one): [string, Json] => [one.id, describeConversation(one)]);
  workspace.conversationIndex.setLag(workspace.behaviour.conversationSearchLagMs, all);
}

/** The same for contacts. */
function indexContacts(workspace: Workspace): void {
  const all = [...workspace.contacts.values()].map((one): [string, Json] => [one.id, describeContact(one)]);
  workspace.contactIndex.setLag(workspace.behaviour.contactSearchLagMs, all);
}

/** A running simulated Intercom. */
export class IntercomSimulator implements AdminTarget {
  readonly running: Running;
  readonly webhooks: WebhookSender;
  readonly #options: IntercomSimulatorOptions;
  readonly #server: http.Server;
  readonly #wakeTimer: NodeJS.Timeout;
  #url = '';
  #port = 0;

  constructor(options: IntercomSimulatorOptions) {
    this.#options = options;
    const random = options.random ?? Math.random;
    const nowMs = options.nowMs ?? Date.now;
    const setup = {
      appId: options.workspaceId ?? 'ws1',
      clientSecret: options.clientSecret ?? 'intercom-secret',
      nowMs,
      random,
    };
    this.webhooks = new WebhookSender(setup, options.webhooks ?? {});
    this.webhooks.setUrl(options.webhookUrl ?? null);
    const workspace = this.#createWorkspace();
    const rateLimit = { perMinute: 10_000, windowSeconds: 10, ...options.rateLimit };
    this.running = {
      workspace,
      actions: this.#createActions(workspace),
      accessToken: options.accessToken ?? 'intercom-token',
      defaultMinor: this.#minor,
      latencyMs: options.latencyMs ?? 0,
      limiter: options.rateLimit === null ? null : new RateLimiter(rateLimit, nowMs),
      faults: new Faults(random),
      exchanges: new ExchangeLog(options.recordExchanges ?? true, options.onExchange),
    };
    this.#server = this.#createServer();
    this.#wakeTimer = setInterval(() => this.running.actions.wakeSnoozed(), wakeIntervalMs);
    this.#wakeTimer.unref();
  }

  /** Base address of the API, without a slash at the end. */
  get url(): string {
    return this.#url;
  }

  get port(): number {
    return this.#port;
  }

  /** The workspace's data, live. A reset replaces it. */
  get state(): Workspace {
    return this.running.workspace;
  }

  get #minor(): number {
    return Number((this.#options.apiVersion ?? '2.16').slice(2));
  }

  /** Starts listening. */
  async listen(): Promise<void> {
    const host = this.#options.host ?? '127.0.0.1';
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? 0, host, resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${this.#port}`;
    this.state.baseUrl = this.#url;
  }

  /** Ends all connections and everything that waits to be sent. */
  async close(): Promise<void> {
    clearInterval(this.#wakeTimer);
    this.webhooks.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  setWebhookUrl(url: string | null): void {
    this.webhooks.setUrl(url);
  }

  /** Changes the webhook options that are named. */
  setWebhookOptions(options: Partial<WebhookOptions>): void {
    Object.assign(this.webhooks.options, options);
  }

  /** The latest notifications and what became of them, oldest first. */
  listWebhooks(): readonly WebhookRecord[] {
    return this.webhooks.log;
  }

  /** The test notification; the only one without an id. */
  sendPing(): void {
    this.webhooks.raise('ping', () => ({ type: 'ping', message: 'something something interzen' }));
  }

  addFault(fault: FaultOptions): Fault {
    return this.running.faults.add(fault);
  }

  clearFaults(id?: number): void {
    this.running.faults.clear(id);
  }

  listExchanges(): Exchange[] {
    return this.running.exchanges.list();
  }

  setLatency(ms: number): void {
    this.running.latencyMs = ms;
  }

  /** Changes how unsettled facts are taken; a search delay begins to count now. */
  setBehaviour(change: Partial<Behaviour>): Behaviour {
    const { state } = this;
    const before = state.behaviour;
    state.behaviour = { ...before, ...change };
    const after = state.behaviour;
    if (after.conversationSearchLagMs !== before.conversationSearchLagMs) indexConversations(state);
    if (after.contactSearchLagMs !== before.contactSearchLagMs) indexContacts(state);
    return after;
  }

  /** Cheap counters: requests by route and status, 429s, notes, webhooks. */
  counts(): Json {
    const { exchanges, workspace } = this.running;
    return {
      requests: exchanges.total,
      requestsByRoute: exchanges.requestsByRoute,
      answersByStatus: exchanges.answersByStatus,
      rateLimited: exchanges.answersByStatus['429'] ?? 0,
      notes: workspace.noteCount,
      conversations: workspace.conversations.size,
      webhooks: this.webhooks.counts,
    };
  }

  /** Starts over with a fresh, newly seeded workspace, no faults and an empty log. */
  reset(): void {
    const workspace = this.#createWorkspace();
    workspace.baseUrl = this.#url;
    this.running.workspace = workspace;
    this.running.actions = this.#createActions(workspace);
    this.running.faults.clear();
    this.running.exchanges.clear();
    this.webhooks.clear();
  }

  /** Lets a person do something; throws a refusal when what is named does not exist. */
  act(action: PeopleActionName, input: PeopleInput): PeopleResult {
    return peopleActions[action](this.running, input);
  }

  /** A customer begins a conversation, or with `conversationId` goes on with one. */
  customerWrites(input: PeopleInput): PeopleResult {
    return this.act('customer-writes', input);
  }

  customerRates(input: PeopleInput): PeopleResult {
    return this.act('customer-rates', input);
  }

  teammateNotes(input: PeopleInput): PeopleResult {
    return this.act('teammate-notes', input);
  }

  teammateReplies(input: PeopleInput): PeopleResult {
    return this.act('teammate-replies', input);
  }

  teammateCloses(input: PeopleInput): PeopleResult {
    return this.act('teammate-closes', input);
  }

  teammateOpens(input: PeopleInput): PeopleResult {
    return this.act('teammate-opens', input);
  }

  teammateSnoozes(input: PeopleInput): PeopleResult {
    return this.act('teammate-snoozes', input);
  }

  teammateAssigns(input: PeopleInput): PeopleResult {
    return this.act('teammate-assigns', input);
  }

  teammateTags(input: PeopleInput): PeopleResult {
    return this.act('teammate-tags', input);
  }

  teammateConverts(input: PeopleInput): PeopleResult {
    return this.act('teammate-converts', input);
  }

  deleteConversation(conversationId: string): PeopleResult {
    return this.act('delete-conversation', { conversationId });
  }

  mergeContacts(from: string, into: string): PeopleResult {
    return this.act('merge-contacts', { from, into });
  }

  deleteContact(contactId: string): PeopleResult {
    return this.act('delete-contact', { contactId });
  }

  #createWorkspace(): Workspace {
    const options = this.#options;
    const workspace = new Workspace({
      id: options.workspaceId ?? 'ws1',
      name: options.workspaceName ?? 'Sample workspace',
      region: options.region ?? 'us',
      timezone: options.timezone ?? 'Etc/UTC',
      nowMs: options.nowMs ?? Date.now,
      behaviour: { ...defaultBehaviour, ...options.behaviour },
    });
    fillBase(workspace);
    options.seed?.(workspace);
    indexConversations(workspace);
    indexContacts(workspace);
    workspace.raise = (topic, buildItem) => this.webhooks.raise(topic, buildItem);
    return workspace;
  }

  // Webhooks give plain text since 2.15 (Intercom: Changelog 2.15).
  #createActions(workspace: Workspace): ConversationActions {
    return new ConversationActions(workspace, { minor: this.#minor, plain: this.#minor >= 15, webhook: true });
  }

  #createServer(): http.Server {
    const answerApi = createApiListener(this.running, createRouter(apiRoutes));
    return http.createServer({ keepAliveTimeout: 60_000 }, (message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const target = message.url ?? '/';
        const cut = target.indexOf('?');
        const path = cut === -1 ? target : target.slice(0, cut);
        const search = cut === -1 ? '' : target.slice(cut + 1);
        const body = chunks.length === 0 ? '' : Buffer.concat(chunks).toString('utf8');
        if (path.startsWith('/_simulator')) answerAdmin(this, message, response, path, search, body);
        else answerApi(message, response, path, search, body);
      });
    });
  }
}

/** Starts a simulated Intercom and waits until it listens. */
export async function startIntercomSimulator(options: IntercomSimulatorOptions = {}): Promise<IntercomSimulator> {
  const simulator = new IntercomSimulator(options);
  await simulator.listen();
  return simulator;
}
