// A card opened: its fields to change, its description, its dialogs and its comments.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Avatar } from './avatar.tsx';
import type { Issue, IssueComment } from './demo-state.ts';
import { shortTime } from './format.ts';
import { BackIcon } from './icons.tsx';
import { usePage } from './page-context.ts';
import { PlainText } from './rich-text.tsx';

function Fields({ issue }: { issue: Issue }) {
  const { state, texts, act } = usePage();
  const words = texts.board;
  const statuses = state.statuses.filter(({ id }) => id === issue.status.id || issue.canMoveTo.includes(id));
  return (
    <div className="issue-fields">
      <NativeSelect
        size="xs"
        label={words.status}
        value={issue.status.id}
        data={statuses.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => void act({ do: 'move', issue: issue.key, status: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={words.priority}
        value={issue.priority ?? ''}
        data={[...state.priorities]}
        onChange={(event) => void act({ do: 'prioritise', issue: issue.key, priority: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={words.assignee}
        value={issue.assignee ?? ''}
        data={[{ value: '', label: words.unassigned }, ...state.people]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          void act({ do: 'assign', issue: issue.key, person: value === '' ? null : value });
        }}
      />
    </div>
  );
}

function WaitingDialogs({ issue }: { issue: Issue }) {
  const { state, texts, openDialog } = usePage();
  const dialogs = state.dialogs.filter((dialog) => issue.linkedDialogs.includes(dialog.id));
  return (
    <>
      <h4>{texts.board.dialogsTitle}</h4>
      {dialogs.length === 0 ? (
        <p className="hint">{texts.board.noDialogs}</p>
      ) : (
        <ul className="waiting-dialogs">
          {dialogs.map((dialog) => (
            <li key={dialog.id}>
              <button type="button" onClick={() => openDialog(dialog.id)}>
                <Avatar name={dialog.customer} small />
                {dialog.customer} · {dialog.title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function CommentItem({ comment }: { comment: IssueComment }) {
  const { state, texts, language } = usePage();
  const fresh = state.now - comment.at < 4000 ? ' fresh' : '';
  return (
    <li className={`comment${comment.fromSupport ? ' support' : ''}${fresh}`}>
      <div className="part-label">
        <b>{comment.author}</b>
        {comment.fromSupport && <span className="badge support">{texts.board.fromSupport}</span>}
        <time dateTime={new Date(comment.at).toISOString()}>{shortTime(comment.at, state.now, language)}</time>
      </div>
      <PlainText text={comment.text} />
    </li>
  );
}

function WriteComment({ issue }: { issue: Issue }) {
  const { texts, act } = usePage();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const send = async (): Promise<void> => {
    if (text.trim() === '') return;
    const answer = await act({ do: 'comment', issue: issue.key, text });
    if (answer.ok) setText('');
    // The button, now disabled, would take the focus with it.
    field.current?.focus();
  };
  return (
    <form
      className="write-comment"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Textarea
        ref={field}
        aria-label={texts.board.commentPlaceholder}
        placeholder={texts.board.commentPlaceholder}
        value={text}
        autosize
        minRows={1}
        maxRows={4}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      <Button size="compact-sm" type="submit" disabled={text.trim() === ''}>
        {texts.board.comment}
      </Button>
    </form>
  );
}

/** Takes the focus when it opens and gives it back to the card when it closes. */
function useClosing({ key }: Issue) {
  const { openIssue } = usePage();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
    return () => {
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-issue="${key}"] .card-open`)?.focus());
    };
  }, [key]);
  return { back, close: () => openIssue(null) };
}

export function IssuePanel({ issue }: { issue: Issue }) {
  const { texts } = usePage();
  const { back, close } = useClosing(issue);
  const words = texts.board;
  return (
    <article
      className="issue"
      aria-labelledby="issue-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <Button
        ref={back}
        size="compact-sm"
        variant="subtle"
        leftSection={<BackIcon />}
        className="issue-back"
        onClick={close}
      >
        {words.back}
      </Button>
      <h3 id="issue-title">
        <span className="key">{issue.key}</span> {issue.summary}
      </h3>
      <Fields issue={issue} />
      <h4>{words.descriptionTitle}</h4>
      <PlainText text={issue.description} />
      <WaitingDialogs issue={issue} />
      <h4>{words.commentsTitle}</h4>
      {issue.comments.length === 0 && <p className="hint">{words.noComments}</p>}
      <ul className="comments" aria-live="polite">
        {issue.comments.map((comment) => (
          <CommentItem key={comment.id} comment={comment} />
        ))}
      </ul>
      <WriteComment issue={issue} />
    </article>
  );
}
