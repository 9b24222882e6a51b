// The head of the page: what this is, three things to try, and the language.
import { SegmentedControl } from '@mantine/core';
import type { Dialog, DemoState, Issue, Locale } from './demo-state.ts';
import { BridgeIcon, CheckIcon } from './icons.tsx';
import type { Beside } from './app.tsx';
import { usePage } from './page-context.ts';
import type { PageTexts } from './texts.ts';

interface Step {
  readonly what: string;
  readonly result: string;
  readonly done: boolean;
  readonly dialog: string | null;
}

const hasSupportComment = (issue: Issue): boolean => issue.comments.some((comment) => comment.fromSupport);

function dialogOf(issue: Issue | undefined, state: DemoState): Dialog | undefined {
  return state.dialogs.find((dialog) => issue?.linkedDialogs.includes(dialog.id));
}

/** The steps follow the sample data: the first issue belongs to an open dialog, the second to a closed one. */
function stepsOf(state: DemoState, texts: PageTexts): Step[] {
  const { guide } = texts;
  const [first, second] = state.issues;
  const done = state.statuses.find((status) => status.category === 'done')?.name ?? '';
  const firstDialog = dialogOf(first, state);
  const secondDialog = dialogOf(second, state);
  if (first === undefined || second === undefined) return [];
  return [
    {
      what: guide.move(first.key, done),
      result: guide.moveResult(firstDialog?.customer ?? ''),
      done: first.status.category === 'done',
      dialog: firstDialog?.id ?? null,
    },
    {
      what: guide.ask('jira:'),
      result: guide.askResult(first.key),
      done: state.issues.some(hasSupportComment),
      dialog: firstDialog?.id ?? null,
    },
    {
      what: guide.reopen(second.key, done),
      result: guide.reopenResult(secondDialog?.customer ?? ''),
      done: second.status.category === 'done' && secondDialog?.state === 'open',
      dialog: secondDialog?.id ?? null,
    },
  ];
}

function StepItem({ step, number }: { step: Step; number: number }) {
  const { openDialog, texts } = usePage();
  const { dialog } = step;
  return (
    <li className={step.done ? 'step done' : 'step'}>
      <button type="button" disabled={dialog === null} onClick={() => dialog !== null && openDialog(dialog)}>
        <span className="step-number">
          {step.done ? (
            <>
              <CheckIcon />
              <span className="visually-hidden">{texts.guide.finished}</span>
            </>
          ) : (
            number
          )}
        </span>
        <span className="step-words">
          <b>{step.what}</b>
          <span>{step.result}</span>
        </span>
      </button>
    </li>
  );
}

interface HeaderProps {
  readonly onLanguage: (language: Locale) => void;
  readonly beside: Beside;
  readonly onBeside: (beside: Beside) => void;
}

export function HeaderBar({ onLanguage, beside, onBeside }: HeaderProps) {
  const { state, texts, language } = usePage();
  return (
    <header className="header">
      <div className="brand">
        <span className="brand-mark">
          <BridgeIcon />
        </span>
        <div>
          <h1>Deskbridge</h1>
          <p>{texts.tagline}</p>
        </div>
      </div>
      <ol className="guide" aria-label={texts.guide.title}>
        {stepsOf(state, texts).map((step, place) => (
          <StepItem key={step.what} step={step} number={place + 1} />
        ))}
      </ol>
      <SegmentedControl
        size="xs"
        aria-label={texts.views.label}
        value={beside}
        onChange={(value) => onBeside(value === 'app' ? 'app' : 'board')}
        data={[
          { value: 'board', label: texts.views.board },
          { value: 'app', label: texts.views.app },
        ]}
      />
      <SegmentedControl
        size="xs"
        aria-label={texts.language}
        value={language}
        onChange={(value) => onLanguage(value === 'ru' ? 'ru' : 'en')}
        data={[
          { value: 'en', label: 'EN' },
          { value: 'ru', label: 'RU' },
        ]}
      />
    </header>
  );
}
