// Writes into the dialog: as a teammate an internal note, or as the customer.
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Dialog } from './demo-state.ts';
import { usePage } from './page-context.ts';

type Role = 'note' | 'customer';

/** Beginnings of notes that the bridge understands. */
function useBeginnings(dialog: Dialog): { label: string; text: string }[] {
  const { state, texts } = usePage();
  const linked = state.issues.filter((issue) => issue.linkedDialogs.includes(dialog.id));
  const [first] = linked;
  if (first !== undefined) {
    // With several issues the note has to say which one is meant.
    const text = linked.length === 1 ? 'jira: ' : `jira: ${first.key} `;
    return [{ label: texts.compose.commentOn(first.key), text }];
  }
  const free = state.issues.findLast((issue) => issue.linkedDialogs.length === 0);
  return free === undefined ? [] : [{ label: texts.compose.link(free.key), text: `jira: ${free.key}` }];
}

function useDraft(dialog: Dialog) {
  const { act } = usePage();
  const field = useRef<HTMLTextAreaElement>(null);
  const [role, setRole] = useState<Role>('note');
  const [text, setText] = useState('');
  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    const kind = role === 'note' ? 'teammate_notes' : 'customer_writes';
    const answer = await act({ do: kind, dialog: dialog.id, text });
    if (answer.ok) setText('');
    // The button, now disabled, would take the focus with it.
    field.current?.focus();
  };
  return { role, setRole, text, setText, send, field };
}

export function Composer({ dialog }: { dialog: Dialog }) {
  const { texts } = usePage();
  const { role, setRole, text, setText, send, field } = useDraft(dialog);
  const beginnings = useBeginnings(dialog);
  const words = texts.compose;
  const placeholder = role === 'note' ? words.notePlaceholder : words.customerPlaceholder(dialog.customer);
  const begin = (beginning: string): void => {
    setText(beginning);
    field.current?.focus();
  };
  const sendByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className={`composer ${role}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="composer-head">
        <SegmentedControl
          size="xs"
          aria-label={words.as}
          value={role}
          onChange={(value) => setRole(value === 'customer' ? 'customer' : 'note')}
          data={[
            { value: 'note', label: words.note },
            { value: 'customer', label: words.customer },
          ]}
        />
        {role === 'note' &&
          beginnings.map((beginning) => (
            <button key={beginning.label} type="button" className="beginning" onClick={() => begin(beginning.text)}>
              <code>{beginning.text.trim()}</code> {beginning.label}
            </button>
          ))}
      </div>
      <div className="composer-line">
        <Textarea
          ref={field}
          aria-label={placeholder}
          placeholder={placeholder}
          value={text}
          autosize
          minRows={1}
          maxRows={4}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={sendByKey}
        />
        <Button size="sm" type="submit" disabled={text.trim() === ''}>
          {words.send}
        </Button>
      </div>
    </form>
  );
}
