/** Checks that workflows point to accounts that there are, share no issues, and that channels may be called. */
import { showFound, showText } from './display.ts';
import { type Finding, findAt, findingAt, type Located, type Path } from './located.ts';
import { listWorkflows } from './list-rules.ts';
import { suggestNearest } from './nearest.ts';

export interface Named {
  readonly name: string;
  readonly kind: string;
}

export function checkWorkflows(root: Located, connections: readonly Named[]): Finding[] {
  const workflows = listWorkflows(root);
  const places = workflows.flatMap((workflow) => [
    ['workflows', workflow, 'issue', 'connection'],
    ...routesOf(root, workflow).map((route) => [...route, 'connection']),
  ]);
  return [
    ...places.flatMap((path) => checkConnection(root, path, connections)),
    ...checkShared(root, workflows),
    ...checkChannels(root),
  ];
}

function routesOf(root: Located, workflow: string): Path[] {
  const path = ['workflows', workflow, 'issue', 'routes'];
  return (findAt(root, path)?.items ?? []).map((_, index) => [...path, index]);
}

function checkConnection(root: Located, path: Path, connections: readonly Named[]): Finding[] {
  const jiras = connections.filter(({ kind }) => kind.startsWith('jira')).map(({ name }) => name);
  const at = findAt(root, path);
  const name = at?.value;
  if (typeof name !== 'string' || at?.told === true || jiras.includes(name)) return [];
  const other = connections.some((connection) => connection.name === name) ? ', which is not a Jira' : '';
  const allowed = jiras.length === 0 ? 'the name of a Jira connection' : jiras.map(showName).join(' | ');
  return [findingAt(root, path, showFound(at, path) + other, allowed, suggestNearest(name, jiras))];
}

interface Target {
  readonly workflow: string;
  /** Where to point: what makes it differ from the workflow's own. */
  readonly path: Path;
  readonly key: string;
  readonly shown: string;
}

/** An issue belongs to one workflow: of two with the same project and type the second would never have one. */
function checkShared(root: Located, workflows: readonly string[]): Finding[] {
  const owners = new Map<string, string>();
  return workflows.flatMap((workflow) =>
    targetsOf(root, workflow).flatMap(({ path, key, shown }) => {
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, workflow);
      if (owner === undefined || owner === workflow) return [];
      const found = `${shown}, which are issues of ${showName(owner)} already`;
      return [
        findingAt(root, path, found, 'a project and type that no other workflow has', 'change the type or the project'),
      ];
    }),
  );
}

function targetsOf(root: Located, workflow: string): Target[] {
  const issue: Path = ['workflows', workflow, 'issue'];
  return [issue, ...routesOf(root, workflow)].flatMap((path) => {
    const read = (key: string) => findAt(root, [...path, key]) ?? findAt(root, [...issue, key]);
    const [connection, project, type] = [read('connection'), read('project'), read('type')];
    const values = [connection, project, type].map((at) => at?.value);
    if (values.some((value) => typeof value !== 'string' && typeof value !== 'number')) return [];
    const key = values.map((value) => String(value).toLowerCase()).join('\n');
    const shown = `${showFound(type, [])} in ${showFound(project, [])}`;
    const pointed = findAt(root, [...path, 'project']) === undefined ? path : [...path, 'project'];
    return [{ workflow, path: pointed, key, shown }];
  });
}

/** What rules tell must not be read on the way: https, or a host that the file itself names. */
function checkChannels(root: Located): Finding[] {
  const names = [...(findAt(root, ['notifications'])?.entries?.keys() ?? [])];
  return names.flatMap((name) => {
    const path = ['notifications', name, 'webhook'];
    const at = findAt(root, path);
    if (typeof at?.value !== 'string' || at.told === true) return [];
    const allowed = 'an https address, or http to a host of the connections or of host beside it';
    const url = URL.parse(at.value);
    if (url === null || !/^https?:$/.test(url.protocol)) {
      return [findingAt(root, path, 'something that is no http address', allowed)];
    }
    if (url.protocol === 'https:' || hostsOf(root, name).has(url.hostname.toLowerCase())) return [];
    return [
      findingAt(root, path, 'an http address of a host that is not named', allowed, 'use https, or name the host'),
    ];
  });
}

function hostsOf(root: Located, channel: string): Set<string> {
  const own = findAt(root, ['notifications', channel, 'host'])?.value;
  const connections = [...(findAt(root, ['connections'])?.entries?.values() ?? [])];
  const urls = connections.flatMap(({ located }) =>
    ['siteUrl', 'apiUrl', 'appUrl'].flatMap((key) => {
      const value = located.entries?.get(key)?.located.value;
      return typeof value === 'string' ? [URL.parse(value)?.hostname ?? ''] : [];
    }),
  );
  return new Set([...urls, ...(typeof own === 'string' ? [own.toLowerCase().replace(/:\d+$/, '')] : [])]);
}

function showName(name: string): string {
  return /^[a-z0-9-]+$/.test(name) ? name : showText(name);
}
