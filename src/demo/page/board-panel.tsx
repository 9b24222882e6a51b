// The board: a column for each status, cards that can be dragged or moved by a menu, and one card opened.
import { type DragEvent, useState } from 'react';
import { BoardCard } from './board-card.tsx';
import type { Issue, IssueStatus } from './demo-state.ts';
import { IssuePanel } from './issue-panel.tsx';
import { usePage } from './page-context.ts';

interface ColumnProps {
  readonly status: IssueStatus;
  readonly dragged: Issue | null;
  readonly onDrag: (issueId: string | null) => void;
}

function lookOf(over: boolean, status: IssueStatus, dragged: Issue | null): string {
  if (dragged === null) return 'column';
  if (!dragged.canMoveTo.includes(status.id)) return dragged.status.id === status.id ? 'column' : 'column forbidden';
  return over ? 'column target over' : 'column target';
}

function Column({ status, dragged, onDrag }: ColumnProps) {
  const { state, texts, act } = usePage();
  const [over, setOver] = useState(false);
  const cards = state.issues.filter((issue) => issue.status.id === status.id);
  const allowed = dragged?.canMoveTo.includes(status.id) === true;
  const hover = (event: DragEvent): void => {
    if (!allowed) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (dragged !== null && allowed) void act({ do: 'move', issue: dragged.key, status: status.id });
    onDrag(null);
  };
  return (
    // Dropping has its twin for the keyboard: the menu of every card.
    <section
      className={lookOf(over, status, dragged)}
      aria-labelledby={`column-${status.id}`}
      data-status={status.id}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3 id={`column-${status.id}`}>
        <span className={`dot ${status.category}`} />
        {status.name}
        <span className="column-count">{cards.length}</span>
      </h3>
      <ul>
        {cards.map((issue) => (
          <BoardCard key={issue.id} issue={issue} onDrag={onDrag} />
        ))}
      </ul>
      {cards.length === 0 && <p className="column-empty">{texts.board.empty}</p>}
    </section>
  );
}

export function BoardPanel({ issue }: { issue: Issue | null }) {
  const { state, texts } = usePage();
  const [draggedId, setDragged] = useState<string | null>(null);
  const dragged = state.issues.find((one) => one.id === draggedId) ?? null;
  return (
    <section className="pane board" aria-labelledby="board-title">
      <div className="pane-head">
        <h2 id="board-title">{texts.board.title}</h2>
        <span className="hint">{texts.board.hint}</span>
      </div>
      {issue === null ? (
        <div className="columns">
          {state.statuses.map((status) => (
            <Column key={status.id} status={status} dragged={dragged} onDrag={setDragged} />
          ))}
        </div>
      ) : (
        <IssuePanel key={issue.id} issue={issue} />
      )}
    </section>
  );
}
