// Everything of a dialog that will cross to the tracker in a new issue, before it does.
import { bulletList, link, paragraph, quote, text } from '../document/build.ts';
import type { Block, Document } from '../document/document.ts';
import { toPlainText } from '../document/plain-text.ts';
import { readPlainText } from '../document/read-plain-text.ts';
import { cutText, truncateDocument } from '../document/truncate.ts';
import type { DialogAttachment, DialogContent, DialogMessage } from '../dialog.ts';
import type { IssueRequested } from '../event.ts';
import { readNoteCommand } from '../note-command.ts';
import type { PersonalKind } from '../privacy/finding.ts';
import type { Rules } from '../rules.ts';
import { newIssueTextsOf } from '../texts/new-issue-texts.ts';
import { privacyTextsOf } from '../texts/privacy-texts.ts';
import { customerValue } from '../workflow/customer-value.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { chooseFiles, type SkippedFile } from './choose-files.ts';
import { createHider, type Hider, personsOf } from './hider.ts';
import { lengthInJira, transcriptOf } from './transcript.ts';

/** Jira takes fewer than 255 characters, and no line break. */
const LONGEST_SUMMARY = 254;
/** Jira takes 32,767 characters; the rest is room for what it counts besides text. */
const LONGEST_DESCRIPTION = 30_000;
/** What the operator or the customer wrote may take so much of it. */
const LONGEST_WORDS = 12_000;
const LONGEST_NAME = 200;
const SKIPPED_SHOWN = 20;
const OUR_MARK = /\bdl_[0-9a-f]{26}\b/;

export interface Crossing {
  readonly summary: string;
  readonly description: Document;
  /** Files that are copied, their names as Jira will show them. */
  readonly files: readonly DialogAttachment[];
  readonly skipped: readonly SkippedFile[];
  /** How much personal data of each kind was met, hidden or kept. */
  readonly met: Readonly<Partial<Record<PersonalKind, number>>>;
}

/** Without an origin it is what a form holds: its description stands for all that the customer wrote at first. */
export type CrossingRequest = Pick<IssueRequested, 'summary' | 'description'> & Partial<Pick<IssueRequested, 'origin'>>;

/** A name that Jira takes as it is: without paths and control characters, its ending kept. */
function fileName(name: string): string {
  const clean = name.replace(/[\\/\p{Cc}]/gu, '_').trim();
  if (clean.length <= LONGEST_NAME) return clean === '' ? 'file' : clean;
  const ending = /\.[\w-]{1,10}$/u.exec(clean)?.[0] ?? '';
  return `${cutText(clean, LONGEST_NAME - ending.length)}${ending}`;
}

function oneLine(given: string): string {
  const line = given.replace(/\s+/gu, ' ').trim();
  return line.length <= LONGEST_SUMMARY ? line : `${cutText(line, LONGEST_SUMMARY - 1)}…`;
}

/** Notes between teammates stay inside unless the config says otherwise; our own notes and commands always do. */
function messagesThatCross(content: DialogContent, workflow: Workflow, rules: Rules): readonly DialogMessage[] {
  return content.messages.filter(({ kind, body }) => {
    if (kind !== 'note') return true;
    if (!workflow.transcript.internalNotes || OUR_MARK.test(JSON.stringify(body))) return false;
    return readNoteCommand(body, rules) === null;
  });
}

function firstWords(messages: readonly DialogMessage[]): DialogMessage | null {
  return messages.find(({ kind, body }) => kind === 'customer' && toPlainText(body).trim() !== '') ?? null;
}

function summaryOf(request: CrossingRequest, content: DialogContent, first: DialogMessage | null): string {
  const given = [request.summary, content.details.title, first === null ? null : toPlainText(first.body)];
  return given.find((candidate) => candidate != null && candidate.trim() !== '') ?? '';
}

/** Name, company and plan, as far as they are known and may be shown. */
function customerLine({ details }: DialogContent, workflow: Workflow, hider: Hider, rules: Rules): Block[] {
  const { customer } = details;
  if (customer === null) return [];
  const plan = customerValue(customer, 'plan');
  const known = [
    customer.name === null || workflow.privacy.names === 'drop' ? null : hider.text(customer.name),
    customer.company === null ? null : hider.text(customer.company.name),
    plan === null ? null : hider.text(String(plan)),
  ].filter((part): part is string => part !== null && part.trim() !== '');
  if (known.length === 0) return [];
  return [paragraph(text(`${newIssueTextsOf(rules.locale).customer}: `, 'strong'), known.join(', '))];
}

function skippedLines(skipped: readonly SkippedFile[], workflow: Workflow, hider: Hider, rules: Rules): Block[] {
  if (skipped.length === 0) return [];
  const texts = newIssueTextsOf(rules.locale);
  const { maxBytes, maxCount } = workflow.attachments;
  const lines = skipped
    .slice(0, SKIPPED_SHOWN)
    .map(({ name, why }) =>
      texts.skipped(hider.text(cutText(name, 120)), why, why === 'too_many' ? maxCount : maxBytes),
    );
  if (skipped.length > SKIPPED_SHOWN) lines.push(texts.moreSkipped(skipped.length - SKIPPED_SHOWN));
  return [bulletList(...lines)];
}

/** What an issue made of this dialog will say and carry. Pure: shown to the operator before, and sent afterwards. */
export function crossingOf(
  content: DialogContent,
  workflow: Workflow,
  request: CrossingRequest,
  rules: Rules,
): Crossing {
  const { details } = content;
  const texts = newIssueTextsOf(rules.locale);
  const hider = createHider(workflow.privacy, personsOf(content), rules.locale);
  const messages = messagesThatCross(content, workflow, rules);
  const first = firstWords(messages);
  const typed = request.description?.trim() ? readPlainText(request.description) : null;
  // A note adds to the customer's words; a form was filled with them, and the operator may have taken some out.
  const added = typed !== null && request.origin === 'note' && first !== null ? [quote(...first.body.blocks)] : [];
  const said = typed === null ? (first?.body.blocks ?? []) : [...typed.blocks, ...added];
  const words = truncateDocument({ blocks: said }, LONGEST_WORDS);
  const { files, skipped } = chooseFiles(messages, workflow.attachments);
  const summary = summaryOf(request, content, first);
  const top: Block[] = [
    ...hider.doc(words).blocks,
    ...customerLine(content, workflow, hider, rules),
    paragraph(link(texts.openDialog, details.url)),
    ...skippedLines(skipped, workflow, hider, rules),
  ];
  // The first words of the customer stand above already.
  const told = typed === null || added.length > 0;
  const rest = told ? messages.filter((message) => message !== first) : messages;
  const room = LONGEST_DESCRIPTION - lengthInJira(top);
  return {
    summary: oneLine(summary === '' ? texts.untitled(details.conversationId) : hider.text(summary)),
    description: { blocks: [...top, ...transcriptOf(rest, workflow, hider, rules, room)] },
    files: files.map((file) => ({ ...file, name: fileName(hider.text(file.name)) })),
    skipped: skipped.map(({ name, why }) => ({ name: hider.text(name), why })),
    met: hider.met(),
  };
}

export interface CrossingPreview {
  readonly summary: string;
  /** As plain text: what Jira will show under the summary. */
  readonly description: string;
  /** Names of the files that will be copied. */
  readonly files: readonly string[];
  /** A line for each file that will not, with the reason. */
  readonly skipped: readonly string[];
  /** Sentences about personal data: what will be hidden, and what will be shown as it is. */
  readonly privacy: readonly string[];
}

/** What will cross, in words of the config's language: for the form, before the operator sends it. */
export function previewCrossing(
  content: DialogContent,
  workflow: Workflow,
  request: CrossingRequest,
  rules: Rules,
): CrossingPreview {
  const texts = newIssueTextsOf(rules.locale);
  const { counted } = privacyTextsOf(rules.locale);
  const { summary, description, files, skipped, met } = crossingOf(content, workflow, request, rules);
  const { maxBytes, maxCount } = workflow.attachments;
  const kinds = Object.entries(met) as [PersonalKind, number][];
  const tell = (hidden: boolean): string =>
    kinds
      .filter(([kind]) => (workflow.privacy[kind] !== 'keep') === hidden)
      .map(([kind, count]) => counted[kind](count))
      .join(', ');
  const [hidden, shown] = [tell(true), tell(false)];
  return {
    summary,
    description: toPlainText(description),
    files: files.map(({ name }) => name),
    skipped: skipped.map(({ name, why }) => texts.skipped(name, why, why === 'too_many' ? maxCount : maxBytes)),
    privacy: [...(hidden === '' ? [] : [texts.willHide(hidden)]), ...(shown === '' ? [] : [texts.willShow(shown)])],
  };
}
