// What an operator sees first: the issues that this dialog waits for, and the ways to more of them.
import { screenTextsOf, type ScreenTexts } from '../texts/screen-texts.ts';
import { nameOf } from './ask.ts';
import { cardItem, cardParts } from './issue-card.ts';
import { fitMemory, type ScreenMemory } from './memory.ts';
import { button, heading, maybe, muted, type Part, says, type Screen } from './screen.ts';
import { relative } from './time.ts';
import type { IssueView, Viewer, WorkflowChoice } from './view.ts';

/** More than so many stand as lines that open: whole cards would be a long way to scroll. */
const MAX_CARDS = 2;
const MAX_LINES = 25;

export interface HomeView {
  readonly issues: readonly IssueView[];
  readonly workflows: readonly WorkflowChoice[];
  /** Jira was asked just now and did not answer in time. */
  readonly stale: boolean;
  /** An issue is being created from this dialog: the name of the event. */
  readonly creating: string | null;
  /** What was done just now; null when the screen was opened. */
  readonly message: string | null;
}

/** As old as the oldest of what is shown; `stale` when Jira was asked and did not answer in time. */
function ageText(issues: readonly IssueView[], stale: boolean, viewer: Viewer, { home }: ScreenTexts): string {
  const ages = issues.flatMap(({ readAt }) => (readAt === null ? [] : [readAt]));
  if (ages.length < issues.length || ages.length === 0) return stale ? home.stale : home.unknownAge;
  const ago = relative(Math.min(...ages), viewer.now, viewer.locale);
  return stale ? home.staleAsOf(ago) : home.asOf(ago);
}

function issueParts(issues: readonly IssueView[], viewer: Viewer, texts: ScreenTexts): Part[] {
  if (issues.length === 0) return [muted(texts.home.nothing)];
  const title = heading(texts.home.linked(issues.length));
  if (issues.length <= MAX_CARDS) {
    return [title, ...issues.flatMap((issue): Part[] => [...cardParts(issue, viewer), { kind: 'divider' }])];
  }
  const lines = issues.slice(0, MAX_LINES).map((issue) => cardItem(issue, viewer));
  const rest = issues.length - lines.length;
  return [title, { kind: 'list', items: lines }, ...(rest > 0 ? [muted(texts.home.more(rest))] : [])];
}

export function homeScreen(view: HomeView, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  const { issues, workflows } = view;
  return {
    name: 'home',
    memory: fitMemory({ ...given, eventId: view.creating }),
    parts: [
      ...maybe(view.message, says),
      ...(view.creating === null
        ? []
        : [muted(texts.home.creating), button(nameOf({ kind: 'wait' }), texts.wait.refresh)]),
      ...issueParts(issues, viewer, texts),
      ...workflows.map(({ name, label }, index) =>
        button(
          nameOf({ kind: 'create', workflow: name }),
          texts.home.create(label),
          issues.length === 0 && index === 0 ? 'primary' : 'secondary',
        ),
      ),
      button(nameOf({ kind: 'find' }), texts.home.find),
      ...(issues.length === 0 ? [] : [muted(ageText(issues, view.stale, viewer, texts))]),
      button(nameOf({ kind: 'refresh' }), texts.home.refresh, 'link'),
    ],
  };
}

/** The card of one issue on a screen of its own. */
export function issueScreen(issue: IssueView, stale: boolean, given: ScreenMemory, viewer: Viewer): Screen {
  const texts = screenTextsOf(viewer.locale);
  return {
    name: 'issue',
    memory: fitMemory({ ...given, linkId: issue.linkId }),
    parts: [
      ...cardParts(issue, viewer),
      { kind: 'divider' },
      muted(ageText([issue], stale, viewer, texts)),
      button(nameOf({ kind: 'home' }), texts.home.back, 'link'),
    ],
  };
}
