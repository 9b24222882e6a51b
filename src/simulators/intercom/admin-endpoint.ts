// The simulator's own side door under /_simulator: its state, its log, faults, webhooks and people's actions as JSON.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Running } from './api-server.ts';
import type { FaultOptions } from './faults.ts';
import type { PeopleActionName, PeopleInput, PeopleResult } from './people.ts';
import { peopleActions } from './people.ts';
import { Refusal } from './refusal.ts';
import type { Json } from './types.ts';
import type { WebhookOptions, WebhookSender } from './webhooks.ts';
import type { Behaviour, Workspace } from './workspace.ts';

/** What the side door works on. */
export interface AdminTarget {
  readonly running: Running;
  readonly webhooks: WebhookSender;
  reset(): void;
  setBehaviour(change: Partial<Behaviour>): Behaviour;
  act(action: PeopleActionName, input: PeopleInput): PeopleResult;
  sendPing(): void;
  counts(): Json;
}

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
};

/** The whole workspace as plain JSON. */
function dumpWorkspace(workspace: Workspace): Json {
  const list = <T>(map: ReadonlyMap<unknown, T>): T[] => [...map.values()];
  return {
    workspaceId: workspace.id,
    region: workspace.region,
    now: workspace.now(),
    behaviour: workspace.behaviour,
    noteCount: workspace.noteCount,
    admins: list(workspace.admins),
    teams: list(workspace.teams),
    contacts: list(workspace.contacts),
    conversations: list(workspace.conversations),
    deletedConversations: workspace.deletedConversations,
    tags: list(workspace.tags),
    companies: list(workspace.companies),
    dataAttributes: list(workspace.dataAttributes),
    conversationAttributes: list(workspace.conversationAttributes),
    tickets: list(workspace.tickets),
  };
}

function changeWebhooks(target: AdminTarget, body: Json): Json {
  const { url, flush, ping, resend, ...options } = body;
  if (url === null || typeof url === 'string') target.webhooks.setUrl(url);
  Object.assign(target.webhooks.options, options as Partial<WebhookOptions>);
  if (flush === true) target.webhooks.flush();
  if (ping === true) target.sendPing();
  if (typeof resend === 'string') target.webhooks.resend(resend);
  return describeWebhooks(target);
}

function describeWebhooks({ webhooks }: AdminTarget): Json {
  return { url: webhooks.url, options: webhooks.options, counts: webhooks.counts, log: webhooks.log };
}

function changeFaults(target: AdminTarget, method: string, body: Json, query: URLSearchParams): Json {
  const { faults } = target.running;
  const id = query.get('id');
  if (method === 'POST') faults.add(body as unknown as FaultOptions);
  if (method === 'DELETE') faults.clear(id === null ? undefined : Number(id));
  return { faults: faults.list() };
}

function changeSettings({ running }: AdminTarget, body: Json): Json {
  if (typeof body['latencyMs'] === 'number') running.latencyMs = body['latencyMs'];
  if (typeof body['accessToken'] === 'string') running.accessToken = body['accessToken'];
  if (typeof body['recordExchanges'] === 'boolean') running.exchanges.recording = body['recordExchanges'];
  return { latencyMs: running.latencyMs, recordExchanges: running.exchanges.recording };
}

function dispatch(target: AdminTarget, method: string, path: string, body: Json, query: URLSearchParams): Json {
  const { running } = target;
  const [, area, name = ''] = path.split('/').slice(1);
  if (area === 'people' && method === 'POST' && name in peopleActions) {
    return { ...target.act(name as PeopleActionName, body as PeopleInput) };
  }
  if (area === 'faults') return changeFaults(target, method, body, query);
  switch (`${method} ${area}`) {
    case 'GET state':
      return dumpWorkspace(running.workspace);
    case 'GET exchanges':
      return { exchanges: running.exchanges.list() };
    case 'GET counts':
      return target.counts();
    case 'GET webhooks':
      return describeWebhooks(target);
    case 'POST webhooks':
      return changeWebhooks(target, body);
    case 'POST settings':
      return changeSettings(target, body);
    case 'POST behaviour':
      return { behaviour: target.setBehaviour(body as Partial<Behaviour>) };
    case 'POST reset':
      target.reset();
      return { reset: true };
    default:
      throw new Refusal(404, 'not_found', `The simulator has no ${method} ${path}`);
  }
}

function sendFile(target: AdminTarget, path: string, response: ServerResponse): boolean {
  const id = /^\/_simulator\/files\/(\d+)\//.exec(path)?.[1];
  const file = id === undefined ? undefined : target.running.workspace.files.get(id);
  if (file === undefined) return false;
  if (target.running.workspace.behaviour.fileUrlsExpired) {
    response.writeHead(403, cors).end('Request has expired');
    return true;
  }
  response.writeHead(200, { ...cors, 'Content-Type': file.contentType, 'Content-Length': file.bytes.length });
  response.end(file.bytes);
  return true;
}

/** Answers one request to the side door; needs no token. */
export function answerAdmin(
  target: AdminTarget,
  message: IncomingMessage,
  response: ServerResponse,
  path: string,
  search: string,
  rawBody: string,
): void {
  const method = message.method ?? 'GET';
  if (sendFile(target, path, response)) return;
  if (method === 'OPTIONS') {
    response.writeHead(204, cors).end();
    return;
  }
  let status = 200;
  let body: Json;
  try {
    const input = rawBody === '' ? {} : (JSON.parse(rawBody) as Json);
    body = dispatch(target, method, path, input, new URLSearchParams(search));
  } catch (error) {
    status = error instanceof Refusal ? error.status : 400;
    body = { error: error instanceof Error ? error.message : String(error) };
  }
  response.writeHead(status, { ...cors, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
