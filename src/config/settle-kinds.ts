/** Finds out which kind of account each connection means, so that the rest of it can be checked even if `kind` is wrong. */
import { showFound } from './display.ts';
import { type Finding, findOffset, type Located, type Path } from './located.ts';
import { findNearest } from './nearest.ts';
import { CONNECTION_KINDS } from './schema-connections.ts';

/** The same tree with a right kind in every connection, and a finding for each that had none. */
export function settleKinds(root: Located): { root: Located; findings: Finding[] } {
  const entry = root.entries?.get('connections');
  if (entry?.located.entries === undefined) return { root, findings: [] };
  const findings: Finding[] = [];
  const settled = new Map(
    [...entry.located.entries].map(([name, { keyOffset, located }]) => {
      const path = ['connections', name, 'kind'];
      return [name, { keyOffset, located: settleKind(root, located, path, findings) }];
    }),
  );
  const connections = { ...entry.located, entries: settled, value: collectValues(settled) };
  const entries = new Map(root.entries).set('connections', { ...entry, located: connections });
  return { root: { ...root, entries, value: collectValues(entries) }, findings };
}

function settleKind(root: Located, connection: Located, path: Path, findings: Finding[]): Located {
  const kind = connection.entries?.get('kind');
  if (connection.entries === undefined || CONNECTION_KINDS.some((name) => name === kind?.located.value)) {
    return connection;
  }
  const value = kind?.located.value;
  const near = typeof value === 'string' ? findNearest(value, CONNECTION_KINDS) : undefined;
  const offset = findOffset(root, path);
  if (kind?.located.told !== true) {
    findings.push({
      offset,
      path,
      found: showFound(kind?.located, path),
      allowed: CONNECTION_KINDS.join(' | '),
      hint: near === undefined ? '' : `did you mean "${near}"?`,
    });
  }
  const meant = near ?? guessKind([...connection.entries.keys()]);
  const entries = new Map(connection.entries);
  entries.set('kind', { keyOffset: offset, located: { value: meant, offset, size: 1, written: meant } });
  return { ...connection, entries, value: collectValues(entries) };
}

function guessKind(keys: readonly string[]): (typeof CONNECTION_KINDS)[number] {
  if (keys.some((key) => ['workspaceId', 'accessToken', 'clientSecrets', 'authorAdminId'].includes(key))) {
    return 'intercom';
  }
  return keys.includes('personalAccessToken') ? 'jira-data-center' : 'jira-cloud';
}

function collectValues(entries: ReadonlyMap<string, { readonly located: Located }>): Record<string, unknown> {
  return Object.fromEntries([...entries].map(([key, { located }]) => [key, located.value]));
}
