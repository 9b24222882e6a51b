// Reads commands that teammates type in internal notes: `/incident Summary`, `/связать SUP-12`, `/remind 3d`.
import type { Document } from './document/document.ts';
import { toPlainText } from './document/plain-text.ts';
import type { AskedIssue } from './note-ask.ts';
import type { Locale, Rules } from './rules.ts';
import { isIssueKey, readIssueUrl } from './vendor-urls.ts';
import type { Workflow } from './workflow/workflow.ts';

export type CommandName = 'link' | 'unlink' | 'status' | 'remind';

interface Naming<K> {
  readonly kind: K;
  readonly word: string;
  readonly issues: readonly AskedIssue[];
  /** Words that are neither a key nor an address of an issue of ours. */
  readonly unread: readonly string[];
}

export type NoteCommand =
  | {
      readonly kind: 'create';
      readonly word: string;
      readonly workflow: string;
      /** Null when only the command was typed. */
      readonly summary: string | null;
      /** What stands in the lines below. */
      readonly description: string | null;
    }
  | Naming<'link'>
  | Naming<'unlink'>
  | { readonly kind: 'status'; readonly word: string }
  /** `when` as it was typed, without the issues; empty for nothing. `off` takes a promise back. */
  | {
      readonly kind: 'remind';
      readonly word: string;
      readonly when: string;
      readonly off: boolean;
      readonly issues: readonly AskedIssue[];
    }
  /** What can be typed. */
  | { readonly kind: 'help'; readonly word: string }
  /** Nearly a command, or one of a workflow that the config does not have. */
  | { readonly kind: 'unknown'; readonly word: string; readonly meant: string | null };

const COMMANDS: Readonly<Record<string, CommandName>> = {
  link: 'link',
  связать: 'link',
  unlink: 'unlink',
  отвязать: 'unlink',
  status: 'status',
  статус: 'status',
  remind: 'remind',
  напомнить: 'remind',
};

/** What the workflows of these names are called too. */
const WORKFLOW_WORDS: Readonly<Record<string, string>> = {
  incident: 'incident',
  инцидент: 'incident',
  wish: 'wish',
  пожелание: 'wish',
};

// A word and nothing glued to it: `/var/log` and `/etc.` are paths.
const START = /^\s*\/(\p{L}[\p{L}\p{N}_-]*)(?=$|\s)/u;
const HELP: readonly string[] = ['help', 'commands', 'помощь', 'команды'];
const OFF = /^(?:off|cancel|stop|no|нет|отмена|отменить)$/iu;

function fold(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('ё', 'е').trim();
}

/** A label of several words is typed with hyphens. */
function asWord(label: string): string {
  return fold(label).replace(/[\s_]+/gu, '-');
}

/** What the command of a workflow is typed like in a language: its label where that can be a word, else its name. */
export function commandWordOf({ name, label }: Pick<Workflow, 'name' | 'label'>, locale: Locale): string {
  const word = label[locale]
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/gu, '-');
  return START.test(`/${word}`) ? word : name;
}

function wordsOf(workflow: Workflow): readonly string[] {
  const usual = Object.entries(WORKFLOW_WORDS).flatMap(([word, name]) => (name === workflow.name ? [word] : []));
  return [workflow.name, workflow.label.en, workflow.label.ru, ...usual].map(asWord);
}

function workflowOfWord(word: string, workflows: readonly Workflow[]): Workflow | undefined {
  const typed = asWord(word);
  return workflows.find(({ name }) => asWord(name) === typed) ?? workflows.find((one) => wordsOf(one).includes(typed));
}

/** How many letters have to be changed, added, left out or swapped with a neighbour; `most` + 1 for more than `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const steps = [(last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same];
      if (swapped) steps.push((before[column - 2] ?? 0) + 1);
      next.push(Math.min(...steps));
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? most + 1;
}

/** The command that a mistyped word is nearest to; null when it is nothing like one. */
function nearest(word: string, workflows: readonly Workflow[]): string | null {
  const typed = asWord(word);
  const known = [...Object.keys(COMMANDS), ...workflows.flatMap(wordsOf)];
  const ranked = [...new Set(known)]
    .map((candidate) => ({ candidate, steps: distance(typed, candidate, 2) }))
    // Of a short word, two letters are half of it.
    .filter(({ candidate, steps }) => steps <= (candidate.length < 6 ? 1 : 2))
    .toSorted((a, b) => a.steps - b.steps);
  return ranked[0]?.candidate ?? null;
}

interface Mentioned {
  readonly issues: readonly AskedIssue[];
  readonly others: readonly string[];
}

function issuesIn(text: string, rules: Pick<Rules, 'trackerSites'>): Mentioned {
  const issues: AskedIssue[] = [];
  const others: string[] = [];
  for (const word of text.split(/[\s,;]+/u)) {
    // A pasted address may be followed by itself in brackets, where the editor made a link of it.
    const bare = word.replace(/^[(<«"']+|[)>»"'.!?]+$/gu, '');
    if (bare === '' || /^(?:and|и|&)$/iu.test(bare)) continue;
    const key = bare.toUpperCase();
    const asked = isIssueKey(key) ? { connection: null, key } : readIssueUrl(bare, rules.trackerSites);
    if (asked === null) others.push(bare);
    else if (!issues.some((other) => other.key === asked.key)) issues.push(asked);
  }
  return { issues, others };
}

function readCommand(name: CommandName, word: string, rest: string, rules: Pick<Rules, 'trackerSites'>): NoteCommand {
  const { issues, others } = issuesIn(rest, rules);
  switch (name) {
    case 'status':
      return { kind: 'status', word };
    case 'remind':
      return {
        kind: 'remind',
        word,
        when: others.join(' '),
        off: others.length === 1 && OFF.test(others[0] ?? ''),
        issues,
      };
    case 'link':
    case 'unlink':
      return { kind: name, word, issues, unread: others };
  }
}

/** The command of a note; null for a note that is none. Anyone may write anything in a note: what is not like a command is left alone. */
export function readNoteCommand(body: Document, rules: Pick<Rules, 'workflows' | 'trackerSites'>): NoteCommand | null {
  const whole = toPlainText(body);
  const start = START.exec(whole);
  if (start === null) return null;
  const [typed, word = ''] = start;
  const [line = '', ...below] = whole.slice(typed.length).split('\n');
  const rest = line.trim();
  const command = COMMANDS[fold(word)];
  if (command !== undefined) return readCommand(command, word, rest, rules);
  const workflow = workflowOfWord(word, rules.workflows);
  if (workflow !== undefined) {
    const description = below.join('\n').trim();
    return {
      ...{ kind: 'create', word, workflow: workflow.name },
      summary: rest === '' ? null : rest,
      description: description === '' ? null : description,
    };
  }
  if (HELP.includes(fold(word))) return { kind: 'help', word };
  if (WORKFLOW_WORDS[fold(word)] !== undefined) return { kind: 'unknown', word, meant: null };
  const meant = nearest(word, rules.workflows);
  return meant === null ? null : { kind: 'unknown', word, meant };
}
