// A card of the board: opened by a click, moved by dragging or by its menu.
import type { DragEvent } from 'react';
import { Avatar } from './avatar.tsx';
import type { Issue } from './demo-state.ts';
import { ChatIcon, DialogIcon, PriorityIcon } from './icons.tsx';
import { usePage } from './page-context.ts';

function MoveMenu({ issue }: { issue: Issue }) {
  const { state, texts, act } = usePage();
  return (
    <select
      className="move"
      aria-label={texts.board.moveTo(issue.key)}
      value=""
      onChange={(event) => void act({ do: 'move', issue: issue.key, status: event.currentTarget.value })}
    >
      <option value="" disabled hidden>
        {texts.board.move}
      </option>
      {state.statuses
        .filter((status) => issue.canMoveTo.includes(status.id))
        .map((status) => (
          <option key={status.id} value={status.id}>
            {status.name}
          </option>
        ))}
    </select>
  );
}

function CardFacts({ issue }: { issue: Issue }) {
  const { texts } = usePage();
  const { comments, linkedDialogs } = issue;
  return (
    <span className="card-facts">
      <span className={linkedDialogs.length === 0 ? 'fact none' : 'fact linked-fact'}>
        <DialogIcon />
        {linkedDialogs.length === 0 ? texts.board.noDialog : texts.board.dialogs(linkedDialogs.length)}
      </span>
      {comments.length > 0 && (
        <span className="fact" title={texts.board.comments(comments.length)}>
          <ChatIcon />
          <span aria-hidden="true">{comments.length}</span>
          <span className="visually-hidden">{texts.board.comments(comments.length)}</span>
        </span>
      )}
    </span>
  );
}

export function BoardCard({ issue, onDrag }: { issue: Issue; onDrag: (issueId: string | null) => void }) {
  const { state, texts, openIssue } = usePage();
  const start = (event: DragEvent): void => {
    event.dataTransfer.setData('text/plain', issue.key);
    event.dataTransfer.effectAllowed = 'move';
    onDrag(issue.id);
  };
  return (
    <li className="card" draggable onDragStart={start} onDragEnd={() => onDrag(null)} data-issue={issue.key}>
      <button
        type="button"
        className="card-open"
        aria-label={texts.board.open(issue.key, issue.summary)}
        onClick={() => openIssue(issue.id)}
      >
        <span className="card-top">
          <span className="key">{issue.key}</span>
          {issue.priority !== null && (
            <span className="card-priority" title={`${texts.board.priority}: ${issue.priority}`}>
              <PriorityIcon level={state.priorities.indexOf(issue.priority)} />
            </span>
          )}
        </span>
        <span className="card-summary">{issue.summary}</span>
        <CardFacts issue={issue} />
      </button>
      <div className="card-foot">
        <MoveMenu issue={issue} />
        {issue.assignee === null ? (
          <span className="avatar small nobody" title={texts.board.unassigned} />
        ) : (
          <Avatar name={issue.assignee} small />
        )}
      </div>
    </li>
  );
}
