// The support inbox: every dialog with its state, its last words and what is new in it.
import { Avatar } from './avatar.tsx';
import type { Dialog } from './demo-state.ts';
import { DialogBadge, isReopened } from './dialog-badge.tsx';
import { shortTime } from './format.ts';
import { usePage } from './page-context.ts';

function lastWords(dialog: Dialog): string {
  const last = dialog.parts.findLast((part) => part.kind === 'customer' || part.kind === 'teammate');
  const { body } = new DOMParser().parseFromString(last?.html ?? '', 'text/html');
  return body.textContent ?? '';
}

function DialogItem({ dialog, isCurrent, isUnseen }: { dialog: Dialog; isCurrent: boolean; isUnseen: boolean }) {
  const { state, texts, language, openDialog } = usePage();
  const keys = state.issues.filter((issue) => issue.linkedDialogs.includes(dialog.id)).map((issue) => issue.key);
  const at = dialog.parts.at(-1)?.at ?? 0;
  const looks = ['dialog-item', isCurrent ? 'current' : '', isReopened(dialog) ? 'flash' : ''];
  return (
    <li>
      <button
        type="button"
        className={looks.filter(Boolean).join(' ')}
        aria-current={isCurrent}
        data-dialog={dialog.id}
        onClick={() => openDialog(dialog.id)}
      >
        <Avatar name={dialog.customer} />
        <span className="dialog-item-body">
          <span className="dialog-item-top">
            <b>{dialog.customer}</b>
            <time dateTime={new Date(at).toISOString()}>{shortTime(at, state.now, language)}</time>
          </span>
          <span className="dialog-item-title">{dialog.title}</span>
          <span className="dialog-item-words">{lastWords(dialog)}</span>
          <span className="dialog-item-marks">
            <DialogBadge dialog={dialog} />
            {keys.map((key) => (
              <span key={key} className="key">
                {key}
              </span>
            ))}
            {isUnseen && <span className="badge news">{texts.newNote}</span>}
            {dialog.unread > 0 && (
              <span className="count" title={texts.unanswered(dialog.unread)}>
                <span aria-hidden="true">{dialog.unread}</span>
                <span className="visually-hidden">{texts.unanswered(dialog.unread)}</span>
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

export function InboxPanel({ current, unseen }: { current: string | null; unseen: ReadonlySet<string> }) {
  const { state, texts } = usePage();
  return (
    <section className="pane inbox" aria-labelledby="inbox-title">
      <div className="pane-head">
        <h2 id="inbox-title">{texts.inbox}</h2>
        <span className="hint">{texts.inboxHint}</span>
      </div>
      <ul className="dialog-list">
        {state.dialogs.map((dialog) => (
          <DialogItem
            key={dialog.id}
            dialog={dialog}
            isCurrent={dialog.id === current}
            isUnseen={unseen.has(dialog.id)}
          />
        ))}
      </ul>
    </section>
  );
}
