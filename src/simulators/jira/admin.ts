// The admin endpoint of a site, /_simulator/*: state, records, faults, webhook options and people's actions, as JSON.
import type { Actions } from './actions.ts';
import { createActions } from './actions.ts';
import type { Incoming } from './answer.ts';
import type { Fault } from './faults.ts';
import { isObject } from './read-fields.ts';
import { issueJson, WHOLE } from './render-issue.ts';
import { bridgeUser } from './state.ts';
import type { Site } from './site.ts';
import type { Answer, JsonObject } from './types.ts';

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
};

/** The whole site as JSON: every issue as the API writes it, with what the API hides. */
function describeState(site: Site): JsonObject {
  const { state } = site;
  const view = { state, api: site.options.edition === 'cloud' ? 3 : 2 } as const;
  const user = bridgeUser(state);
  return {
    edition: state.edition,
    url: state.baseUrl,
    users: state.users,
    bridgeAccountId: state.bridgeAccountId,
    projects: state.projects.map(({ id, key, name, style, versions, components }) => ({
      id,
      key,
      name,
      style,
      versions,
      components,
    })),
    statuses: state.statuses,
    issues: [...state.issues.values()].map((issue) => ({
      ...issueJson(view, issue, user, { ...WHOLE, properties: ['*all'] }),
      hidden: issue.hidden,
      formerKeys: issue.formerKeys,
      remoteLinks: issue.remoteLinks,
      comments: issue.comments.map((comment) => ({ ...comment, properties: Object.fromEntries(comment.properties) })),
    })),
  };
}

export function describeCounts(site: Site): JsonObject {
  const { counts, webhooks, limiter } = site;
  return { ...counts, refusedByLimit: limiter.refused(), webhooks: { ...webhooks.counts, busy: webhooks.busy() } };
}

function deliveries(site: Site): unknown[] {
  return site.webhooks.log.map(({ body, ...delivery }) => ({ ...delivery, payload: JSON.parse(body) }));
}

function act(site: Site, name: string, given: JsonObject): unknown {
  const actions: Actions = createActions(site.state);
  if (!Object.hasOwn(actions, name)) throw new Error(`no action ${name}; there are ${Object.keys(actions).join(', ')}`);
  const action = actions[name as keyof Actions] as (given: JsonObject) => unknown;
  return action(given);
}

type Handler = (site: Site, given: JsonObject, words: string[]) => unknown;
const ok = { ok: true };

const HANDLERS: Record<string, Handler> = {
  'GET state': (site) => describeState(site),
  'GET exchanges': (site) => site.exchanges.slice(-site.options.keepExchanges),
  'GET counts': (site) => describeCounts(site),
  'GET webhooks': (site) => ({ options: site.webhooks.options, counts: site.webhooks.counts, log: deliveries(site) }),
  'GET faults': (site) => site.faults.list(),
  'POST reset': (site) => {
    site.reset();
    return ok;
  },
  'POST faults': (site, given) => site.faults.add(given as unknown as Fault),
  'DELETE faults': (site, _, [id]) => {
    site.faults.clear(id === undefined ? undefined : Number(id));
    return ok;
  },
  'POST webhooks': (site, given, [what]) => {
    if (what === 'release') return { released: site.webhooks.release() };
    return Object.assign(site.webhooks.options, given);
  },
  'POST actions': (site, given, [name]) => act(site, name ?? '', given),
  'POST settings': (site, given) => {
    const { latencyMs, indexLagMs, language } = given;
    if (typeof latencyMs === 'number') site.options.latencyMs = latencyMs;
    if (typeof indexLagMs === 'number') site.state.indexLagMs = indexLagMs;
    if (language === 'en' || language === 'ru') site.state.language = language;
    return ok;
  },
};

/** Errors are 400 with the words of what was wrong: this side is for people at work, not a vendor's. */
export function answerAdmin(site: Site, incoming: Incoming): Answer {
  if (incoming.method === 'OPTIONS') return { status: 204, headers: CORS };
  const [what = '', ...words] = incoming.path.split('/').slice(2).map(decodeURIComponent);
  const handler = HANDLERS[`${incoming.method} ${what}`];
  if (handler === undefined) {
    return { status: 404, body: { error: `there are ${Object.keys(HANDLERS).join(', ')}` }, headers: CORS };
  }
  try {
    const given: unknown = incoming.raw.length === 0 ? {} : JSON.parse(incoming.raw.toString('utf8'));
    return { status: 200, body: handler(site, isObject(given) ? given : {}, words) ?? ok, headers: CORS };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) }, headers: CORS };
  }
}
