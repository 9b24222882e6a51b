// `deskbridge links export`: every active link, as a file that "links import" reads.
import { renameSync, writeFileSync } from 'node:fs';
import type { Bridge } from '../application/bridge.ts';
import type { Link } from '../domain/link.ts';
import { conversationUrl, issueUrl } from '../domain/vendor-urls.ts';
import { toCsvLine } from './csv.ts';
import { formatOf, type LinkFormat } from './link-file.ts';
import { countOf, remark } from './print.ts';
import { Problem, wordsOf } from './problem.ts';
import { withBridge } from './with-bridge.ts';

const PAGE = 500;
const COLUMNS = ['conversation', 'issue', 'linked_at', 'origin'] as const;

async function linksOf(connection: string, bridge: Bridge): Promise<Link[]> {
  const links: Link[] = [];
  let after = '';
  for (;;) {
    const ids = await bridge.ledger.links.linkedIssues(connection, after, PAGE);
    for (const issueId of ids) {
      const ofIssue = await bridge.ledger.links.ofIssue({ connection, issueId });
      links.push(...ofIssue.filter((link) => link.unlinkedAt === null));
    }
    const last = ids.at(-1);
    if (last === undefined) return links;
    after = last;
  }
}

/** A conversation of a workspace that left the config keeps its bare id. */
function valuesOf(link: Link, bridge: Bridge): Record<(typeof COLUMNS)[number], string> {
  const { chatSites, trackerSites } = bridge.rules();
  const { connection, conversationId } = link.conversation;
  const chat = chatSites.find((site) => site.connection === connection);
  const tracker = trackerSites.find((site) => site.connection === link.issue.connection);
  return {
    conversation: chat === undefined ? conversationId : conversationUrl(chat, conversationId),
    issue: tracker === undefined ? link.issueKey : issueUrl(tracker.siteUrl, link.issueKey),
    linked_at: new Date(link.createdAt).toISOString(),
    origin: link.origin,
  };
}

function write(links: readonly Link[], format: LinkFormat, bridge: Bridge): string {
  const rows = links.map((link) => valuesOf(link, bridge));
  const lines =
    format === 'jsonl'
      ? rows.map((row) => JSON.stringify(row))
      : [toCsvLine(COLUMNS), ...rows.map((row) => toCsvLine(COLUMNS.map((column) => row[column])))];
  return lines.map((line) => `${line}\n`).join('');
}

/** A reader never sees half of a file. */
function save(file: string, text: string): void {
  const draft = `${file}.part`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    throw new Problem(`FILE: ${file} can't be written (${wordsOf(error)}); choose another place`);
  }
}

export function exportLinks(file: string): Promise<number> {
  const format = file === '-' ? 'csv' : formatOf(file);
  return withBridge(async (bridge) => {
    const connections = bridge.rules().trackerSites.map((site) => site.connection);
    const links = (await Promise.all(connections.map((connection) => linksOf(connection, bridge)))).flat();
    const text = write(links, format, bridge);
    if (file === '-') process.stdout.write(text);
    else save(file, text);
    remark(`${countOf(links.length, 'link')} exported${file === '-' ? '' : ` to ${file}`}`);
    return 0;
  });
}
