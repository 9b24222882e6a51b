// Looks up the links of an issue among a thousand and among a million: it must cost about the same.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../src/adapters/sql/index.ts';
import { percentile } from './support/blast.ts';

export interface LookupFigures {
  readonly links: number;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
}

const LOOKUPS = 5000;

function fill(path: string, links: number): void {
  const database = new DatabaseSync(path);
  const insert = database.prepare(
    `insert into links (id, conversation_connection, conversation_id, issue_connection, issue_id, issue_key, origin, created_at)
     values (?, 'intercom', ?, 'jira', ?, ?, 'api', 0)`,
  );
  database.exec('begin');
  for (let n = 0; n < links; n++) insert.run(`ln_${n}`, String(n), String(n % (links / 2)), `SUP-${n % (links / 2)}`);
  database.exec('commit');
  database.close();
}

async function measure(links: number): Promise<LookupFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'deskbridge-links-'));
  const path = join(folder, 'links.db');
  const ledger = await openLedger(`sqlite:${path}`);
  fill(path, links);
  const times: number[] = [];
  for (let n = 0; n < LOOKUPS; n++) {
    const issueId = String(Math.floor(Math.random() * (links / 2)));
    const startedAt = performance.now();
    const found = await ledger.links.ofIssue({ connection: 'jira', issueId });
    times.push((performance.now() - startedAt) * 1000);
    if (found.length !== 2) throw new Error(`expected 2 links of issue ${issueId}, found ${found.length}`);
  }
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
  // The first lookups warm the code up, not the data.
  const sorted = times.slice(LOOKUPS / 5).sort((a, b) => a - b);
  return { links, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

export async function benchLinkLookup(): Promise<readonly LookupFigures[]> {
  const small = await measure(1000);
  const large = await measure(1_000_000);
  return [small, large];
}

if (import.meta.main) console.table(await benchLinkLookup());
