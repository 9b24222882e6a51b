// The state of a dialog as a small badge; one that was opened again says so and draws the eye.
import type { Dialog } from './demo-state.ts';
import { usePage } from './page-context.ts';

/** Whether the last change of state opened the dialog again. */
export function isReopened(dialog: Dialog): boolean {
  const last = dialog.parts.findLast((part) => part.kind === 'event' && part.event !== 'assigned');
  return dialog.state === 'open' && (last?.event === 'opened' || last?.event === 'unsnoozed');
}

export function DialogBadge({ dialog }: { dialog: Dialog }) {
  const { texts } = usePage();
  const look = isReopened(dialog) ? 'reopened' : dialog.state;
  // A new key starts the animation.
  return (
    <span key={look} className={`badge ${look}`}>
      {look === 'reopened' ? texts.reopened : texts.states[dialog.state]}
    </span>
  );
}
