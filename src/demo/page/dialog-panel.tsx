// One dialog: who it is with, what it is linked to, its messages and notes, and a place to write.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Avatar } from './avatar.tsx';
import { Composer } from './composer.tsx';
import type { Dialog, DialogPart } from './demo-state.ts';
import { DialogBadge } from './dialog-badge.tsx';
import { shortTime } from './format.ts';
import { LinkIcon } from './icons.tsx';
import { NewIssue } from './new-issue.tsx';
import { usePage } from './page-context.ts';
import { RichText } from './rich-text.tsx';

// Long enough for the animation to begin, short enough that going back to a dialog does not play it again.
const FRESH_MS = 4000;

function PartLabel({ part }: { part: DialogPart }) {
  const { texts, state, language } = usePage();
  const { customer, teammate, note, bridgeNote } = texts.dialog;
  const kinds = { customer, teammate, note, bridge_note: bridgeNote, event: '' };
  return (
    <div className="part-label">
      <b>{part.author}</b>
      <span>{kinds[part.kind]}</span>
      <time dateTime={new Date(part.at).toISOString()}>{shortTime(part.at, state.now, language)}</time>
    </div>
  );
}

function PartItem({ part }: { part: DialogPart }) {
  const { texts, state } = usePage();
  const fresh = state.now - part.at < FRESH_MS ? ' fresh' : '';
  if (part.event !== null) {
    return (
      <li className={`part event ${part.event}${fresh}`}>
        <span>{texts.dialog.events[part.event](part.author)}</span>
      </li>
    );
  }
  return (
    <li className={`part ${part.kind}${fresh}`} data-kind={part.kind}>
      <PartLabel part={part} />
      <RichText html={part.html} />
    </li>
  );
}

function LinkedIssues({ dialog }: { dialog: Dialog }) {
  const { state, texts, openIssue } = usePage();
  const linked = state.issues.filter((issue) => issue.linkedDialogs.includes(dialog.id));
  if (linked.length === 0) return <span className="linked none">{texts.dialog.notLinked}</span>;
  return (
    <ul className="linked" aria-label={texts.dialog.linked}>
      {linked.map((issue) => (
        <li key={issue.id}>
          <button type="button" className="issue-chip" onClick={() => openIssue(issue.id)}>
            <LinkIcon />
            {issue.key}
            <span className={`dot ${issue.status.category}`} />
            <span className="issue-chip-status">{issue.status.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function DialogHead({ dialog }: { dialog: Dialog }) {
  const { texts, act } = usePage();
  return (
    <div className="dialog-head">
      <Avatar name={dialog.customer} />
      <h2 id="dialog-title">{dialog.title}</h2>
      <div className="dialog-actions">
        <NewIssue dialog={dialog} />
        <Button
          size="compact-xs"
          variant="default"
          aria-label={texts.dialog.closeDialog}
          title={texts.dialog.closeDialog}
          disabled={dialog.state === 'closed'}
          onClick={() => void act({ do: 'close_dialog', dialog: dialog.id })}
        >
          {texts.dialog.closeDialogShort}
        </Button>
      </div>
      <div className="dialog-facts">
        <span>{dialog.customer}</span>
        <DialogBadge dialog={dialog} />
        <LinkedIssues dialog={dialog} />
      </div>
    </div>
  );
}

function Thread({ dialog }: { dialog: Dialog }) {
  const { texts } = usePage();
  const box = useRef<HTMLOListElement>(null);
  const count = dialog.parts.length;
  const shown = useRef(0);
  useEffect(() => {
    const behavior = shown.current === 0 ? 'instant' : 'smooth';
    shown.current = count;
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior });
  }, [count]);
  return (
    // The scrolling list takes the focus so that it can be read with the keyboard alone.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable
    <ol className="thread" ref={box} aria-label={texts.dialog.messages} aria-live="polite" tabIndex={0}>
      {dialog.parts.map((part) => (
        <PartItem key={part.id} part={part} />
      ))}
    </ol>
  );
}

export function DialogPanel({ dialog }: { dialog: Dialog }) {
  return (
    <section className="pane dialog" aria-labelledby="dialog-title">
      <DialogHead dialog={dialog} />
      <Thread dialog={dialog} />
      <Composer dialog={dialog} />
    </section>
  );
}
