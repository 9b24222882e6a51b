/** Checks what no single value can show: that connections, workflows and times fit together. */
import { checkReach } from './check-reach.ts';
import { checkRules } from './check-rules.ts';
import { checkTemplates } from './check-templates.ts';
import { checkWorkflows } from './check-workflows.ts';
import { showFound, showText } from './display.ts';
import { normalizeUrl } from './fields.ts';
import { type Finding, findAt, findingAt, findKeyOffset, type Located, type Path } from './located.ts';
import { parseDuration } from './units.ts';

interface Named {
  readonly name: string;
  readonly kind: string;
  readonly path: Path;
}

/** The file as it was read, to point into it. */
export interface Source {
  readonly text: string;
  readonly lineOf: (offset: number) => number;
}

/** Works on a file with other mistakes too: what is missing or of the wrong type is passed over. */
export function checkMeaning(root: Located, { text, lineOf }: Source): Finding[] {
  const connections = listConnections(root);
  return [
    ...checkBothSides(root, connections),
    ...checkDuplicates(root, connections),
    ...connections.flatMap((connection) => checkCredentials(root, connection)),
    ...checkWorkflows(root, connections),
    ...checkRules(root),
    ...checkReach(root, lineOf),
    ...checkTemplates(root, text),
    ...checkLease(root),
  ];
}

function listConnections(root: Located): Named[] {
  const names = [...(findAt(root, ['connections'])?.entries?.keys() ?? [])];
  return names.map((name) => {
    const path = ['connections', name];
    return { name, path, kind: readText(root, [...path, 'kind']) ?? '' };
  });
}

function checkBothSides(root: Located, connections: readonly Named[]): Finding[] {
  if (findAt(root, ['connections'])?.entries === undefined) return [];
  const sides = [
    { side: 'Intercom', kinds: ['intercom'] },
    { side: 'Jira', kinds: ['jira-cloud', 'jira-data-center'] },
  ];
  const missing = sides.filter(({ kinds }) => !connections.some(({ kind }) => kinds.includes(kind)));
  const path = ['connections'];
  const offset = findKeyOffset(root, path);
  return missing.map(({ side, kinds }) => {
    const hint = `add one of kind ${kinds.join(' or ')}`;
    return { offset, path, found: `no ${side} connection`, allowed: 'one or more', hint };
  });
}

function checkDuplicates(root: Located, connections: readonly Named[]): Finding[] {
  const seen = new Map<string, string>();
  return connections.flatMap(({ name, kind, path }) => {
    const field = kind === 'intercom' ? 'workspaceId' : 'siteUrl';
    const text = readText(root, [...path, field]);
    if (text === undefined) return [];
    const account =
      kind === 'intercom'
        ? `${readText(root, [...path, 'region'])} ${text}`
        : (normalizeUrl(text)?.toLowerCase() ?? text);
    const first = seen.get(account);
    if (first === undefined) seen.set(account, name);
    if (first === undefined) return [];
    const found = `${showFound(findAt(root, [...path, field]), [...path, field])}, which is ${first} already`;
    return [findingAt(root, [...path, field], found, 'each account once', `remove ${first} or ${name}`)];
  });
}

function checkCredentials(root: Located, { kind, path }: Named): Finding[] {
  const keys = findAt(root, path)?.entries;
  if (kind === 'jira-cloud' && readText(root, [...path, 'authentication']) !== 'bearer' && !keys?.has('email')) {
    const hint = "Email of the bridge's account; with an OAuth access token write authentication: bearer";
    return [findingAt(root, [...path, 'email'], 'nothing', 'an email address', hint)];
  }
  const secrets = findAt(root, [...path, 'webhookSecrets'])?.items?.length ?? 0;
  if (kind === 'jira-data-center' && secrets === 0 && !keys?.has('webhookPathSecret')) {
    const hint = 'a Jira that does not sign webhooks needs webhookPathSecret';
    return [findingAt(root, [...path, 'webhookSecrets'], 'no secret', 'a list of one or more secrets', hint)];
  }
  return [];
}

/** A worker that loses its lease while its call is still under way would let the call be made twice. */
function checkLease(root: Located): Finding[] {
  const readTime = (field: string, usual: string) => {
    const at = findAt(root, ['delivery', field]);
    const written = at === undefined ? usual : readText(root, ['delivery', field]);
    return { at, written, time: parseDuration(written ?? '') };
  };
  const [lease, timeout] = [readTime('lease', '60s'), readTime('timeout', '20s')];
  if (lease.time === undefined || timeout.time === undefined || lease.time > timeout.time) return [];
  const allowed = `more than delivery.timeout, which is ${timeout.written}`;
  const field = lease.at === undefined ? 'timeout' : 'lease';
  const found = lease.at === undefined ? `${timeout.written}, with a lease of ${lease.written}` : `${lease.written}`;
  if (field === 'lease') return [findingAt(root, ['delivery', field], showText(found), allowed, '')];
  return [findingAt(root, ['delivery', field], found, `less than delivery.lease, which is ${lease.written}`, '')];
}

function readText(root: Located, path: Path): string | undefined {
  const value = findAt(root, path)?.value;
  return typeof value === 'string' ? value : undefined;
}
