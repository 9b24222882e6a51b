// Remembers which dialogs have got notes from the bridge since they were last on the screen.
import { useEffect, useState } from 'react';
import type { Dialog } from './demo-state.ts';

function countNotes(dialog: Dialog): number {
  return dialog.parts.filter((part) => part.kind === 'bridge_note').length;
}

/** Ids of the dialogs with notes that nobody has looked at; what was there when the page came counts as seen. */
export function useUnseen(dialogs: readonly Dialog[], current: string | null): ReadonlySet<string> {
  const [seen, setSeen] = useState<Readonly<Record<string, number>>>(() =>
    Object.fromEntries(dialogs.map((dialog) => [dialog.id, countNotes(dialog)])),
  );
  const shown = dialogs.find((dialog) => dialog.id === current);
  const notes = shown === undefined ? 0 : countNotes(shown);
  useEffect(() => {
    if (current !== null) setSeen((before) => ({ ...before, [current]: notes }));
  }, [current, notes]);
  return new Set(
    dialogs
      .filter((dialog) => dialog.id !== current && countNotes(dialog) > (seen[dialog.id] ?? 0))
      .map((dialog) => dialog.id),
  );
}
