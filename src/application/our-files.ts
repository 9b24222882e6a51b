// Leaves out of an issue the files that we copied to it ourselves: the dialogs have them already.
import type { IssueAttachment, IssueSnapshot } from '../domain/issue.ts';
import type { KnownIssue } from '../domain/known.ts';
import type { Bridge } from './bridge.ts';

const UNDER_WAY = 50;

/** Files that are being copied to this issue: their webhook may be faster than their receipt. */
async function underWay(issue: IssueSnapshot, bridge: Bridge): Promise<ReadonlySet<string>> {
  const { deliveries } = bridge.ledger;
  const [sending, retrying] = await Promise.all([
    deliveries.inState('sending', UNDER_WAY),
    deliveries.inState('retrying', UNDER_WAY),
  ]);
  // A copy whose answer was lost may be there: its receipt comes when it is looked for.
  const copies = [...sending, ...retrying.filter(({ inDoubt }) => inDoubt)];
  const names = copies.flatMap(({ action }) =>
    action.kind === 'attach_file' && action.issue.issueId === issue.issueId ? [action.file.name] : [],
  );
  return new Set(names);
}

/** The snapshot without the files that deliveries of ours wrote; only those are looked up that the dialogs don't know. */
export async function withoutOurFiles(
  issue: IssueSnapshot,
  known: KnownIssue | null,
  bridge: Bridge,
): Promise<IssueSnapshot> {
  const told = new Set(known?.told.attachments.map(({ id }) => id));
  const fresh = issue.attachments.filter(({ id }) => !told.has(id));
  if (fresh.length === 0) return issue;
  const isOurs = async ({ id }: IssueAttachment): Promise<boolean> =>
    (await bridge.ledger.memory.receipt(issue.connection, 'attach_file', id)) !== null;
  const written = await Promise.all(fresh.map(isOurs));
  const strange = fresh.filter((_, index) => written[index] !== true);
  const names = strange.length === 0 ? new Set<string>() : await underWay(issue, bridge);
  const theirs = new Set(strange.filter(({ name }) => !names.has(name)).map(({ id }) => id));
  return { ...issue, attachments: issue.attachments.filter(({ id }) => told.has(id) || theirs.has(id)) };
}
