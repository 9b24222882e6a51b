// `deskbridge links import`: checks every row first; only when all are good it links, by the same rules as everybody.
import type { Bridge } from '../application/bridge.ts';
import { checkLinkRows, forEachAtOnce, type LinkRow, type RefusedRow } from '../application/check-link-rows.ts';
import { type LinkResult, linkByRequest } from '../application/link-by-request.ts';
import { startLaneWorker } from '../edge/worker/lane-worker.ts';
import { readSettings } from '../config/settings.ts';
import { readLinkFile } from './link-file.ts';
import { countOf, print, remark, withProgress } from './print.ts';
import { Problem, wordsOf } from './problem.ts';
import { withAnyBridge } from './with-bridge.ts';

export interface ImportOptions {
  readonly dryRun?: boolean;
}

interface Tally {
  fresh: number;
  known: number;
  pending: number;
  readonly failed: RefusedRow[];
}

function reportRefused(file: string, refused: readonly RefusedRow[]): void {
  for (const { line, why } of refused.toSorted((a, b) => a.line - b.line)) remark(`${file}:${line}: ${why}`);
}

async function check(rows: readonly LinkRow[], bridge: Bridge) {
  let seen = 0;
  const describe = (): string => `Checked ${seen} of ${countOf(rows.length, 'row')}`;
  return withProgress(describe, () => checkLinkRows(rows, bridge, () => seen++)).catch((error: unknown) => {
    throw new Problem(
      `The rows can't be checked, so nothing was linked: ${wordsOf(error)}; look with: deskbridge doctor`,
    );
  });
}

function note(row: LinkRow, result: LinkResult, tally: Tally): void {
  if (result.kind === 'refused') tally.failed.push({ line: row.line, why: result.message });
  else if (result.kind === 'pending') tally.pending++;
  else if (result.fresh) tally.fresh++;
  else tally.known++;
}

/** This process works as well, so that the links are there at the end whether or not the service runs. */
async function link(rows: readonly LinkRow[], bridge: Bridge): Promise<Tally> {
  const tally: Tally = { fresh: 0, known: 0, pending: 0, failed: [] };
  const worker = startLaneWorker(bridge, { pollEvery: 1_000, probeEvery: 30_000 });
  const describe = (): string => `Linked ${tally.fresh + tally.known} of ${countOf(rows.length, 'row')}`;
  try {
    await withProgress(describe, () =>
      forEachAtOnce(rows, async (row) => note(row, await linkByRequest(row, bridge), tally)),
    );
  } finally {
    await worker.stop();
  }
  return tally;
}

export function importLinks(file: string, options: ImportOptions): Promise<number> {
  const read = readLinkFile(file);
  return withAnyBridge(readSettings(), async (bridge) => {
    const { good, refused } = await check(read.rows, bridge);
    const wrong = [...read.refused, ...refused];
    reportRefused(file, wrong);
    if (wrong.length > 0) {
      throw new Problem(
        `${file}: ${countOf(wrong.length, 'row')} refused, see above, so nothing was linked; mend them and import again`,
      );
    }
    if (options.dryRun === true) {
      print(`${file}: ${countOf(good.length, 'row')}, all good (dry run: nothing was linked)`);
      return 0;
    }
    const { fresh, known, pending, failed } = await link(good, bridge);
    print(
      `${countOf(fresh, 'new link')}, ${known} known already${pending === 0 ? '' : `, ${pending} still on their way`}`,
    );
    if (failed.length === 0) return 0;
    reportRefused(file, failed);
    throw new Problem(
      `${file}: ${countOf(failed.length, 'row')} could not be linked, see above; mend them and import again`,
    );
  });
}
