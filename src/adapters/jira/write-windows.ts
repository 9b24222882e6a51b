// Counts the writes to each issue: Jira Cloud allows 20 in 2 seconds and 100 in 30 seconds.

/** A little below the vendor's numbers: what leaves evenly may arrive bunched. */
const WINDOWS = [
  { most: 18, ms: 2_000 },
  { most: 95, ms: 30_000 },
] as const;
const LONGEST = 30_000;
const SWEEP_ABOVE = 500;

export interface WriteWindows {
  /** When the next write to this issue may begin; `at` itself when now. */
  freeAt(issueId: string, at: number): number;
  add(issueId: string, at: number): void;
}

export function createWriteWindows(): WriteWindows {
  const writes = new Map<string, number[]>();

  const recent = (issueId: string, at: number): number[] => {
    const times = (writes.get(issueId) ?? []).filter((time) => time > at - LONGEST);
    if (times.length === 0) writes.delete(issueId);
    else writes.set(issueId, times);
    return times;
  };

  return {
    freeAt(issueId, at) {
      const times = recent(issueId, at);
      // The write that must have left the window before another may enter it.
      return Math.max(
        at,
        ...WINDOWS.map(({ most, ms }) => (times[times.length - most] ?? Number.NEGATIVE_INFINITY) + ms),
      );
    },
    add(issueId, at) {
      if (writes.size > SWEEP_ABOVE) for (const id of writes.keys()) recent(id, at);
      writes.set(issueId, [...recent(issueId, at), at]);
    },
  };
}
