// Writes the one summary that the developers of an issue see of its dialogs: as a comment, and as numbers.
import { bulletList, documentOf, lineBreak, link as linkTo, paragraph, text } from '../document/build.ts';
import type { Block, Document, Inline } from '../document/document.ts';
import { cutText } from '../document/truncate.ts';
import type { Instant } from '../refs.ts';
import type { Locale, Rules } from '../rules.ts';
import { type SummaryTexts, summaryTextsOf } from '../texts/summary-texts.ts';
import { conversationUrl } from '../vendor-urls.ts';
import { type Affected, type AffectedDialog, planOf } from './affected.ts';

const MAX_DIALOGS = 10;
const MAX_PLANS = 10;
const MAX_LINKED_MESSAGES = 5;
const MAX_TITLE_CHARS = 80;
const MAX_NAME_CHARS = 60;

/** A message of support that no developer has answered yet. */
export interface OpenQuestion {
  readonly commentId: string;
  readonly at: Instant;
}

/** What may cross to Jira of what people are called and of what they wrote. */
export interface Conceal {
  /** The name of a customer as it may be shown; null when it may not. */
  readonly name: (name: string) => string | null;
  readonly text: (text: string) => string;
}

export interface SummaryInput {
  readonly affected: Affected;
  readonly questions: readonly OpenQuestion[];
  /** The page of the issue, for links to its comments; null when the issue was not read. */
  readonly issueUrl: string | null;
  readonly conceal: Conceal;
}

function date(at: Instant, { locale, timezone }: Pick<Rules, 'locale' | 'timezone'>): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: timezone }).format(at);
}

/** Intercom names no currency. */
function amount(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
}

function numbersLine({ affected }: SummaryInput, texts: SummaryTexts, rules: Rules): Inline[] {
  const { dialogs, customers, partly, plans, monthlyRevenue, firstReportAt, lastReportAt, lastWordAt } = affected;
  const line: Inline[] = [text(texts.waiting(dialogs.length, customers, partly))];
  const shown = plans
    .slice(0, MAX_PLANS)
    .map(({ plan, customers: count }) => `${cutText(plan, MAX_NAME_CHARS)} ${count}`);
  if (shown.length > 0) line.push(lineBreak(), text(`${texts.plans}: ${shown.join(', ')}`));
  if (monthlyRevenue !== null) {
    line.push(lineBreak(), text(`${texts.monthlyRevenue}: ${amount(monthlyRevenue, rules.locale)}`));
  }
  if (firstReportAt !== null && lastReportAt !== null) {
    const [first, last] = [date(firstReportAt, rules), date(lastReportAt, rules)];
    const said = [`${texts.firstReport}: ${first}`];
    if (last !== first) said.push(`${texts.lastReport}: ${last}`);
    // A day, not a minute: the comment is edited at most once a day for it.
    const word = lastWordAt === null ? last : date(lastWordAt, rules);
    if (lastWordAt !== null && lastWordAt > lastReportAt && word !== last) said.push(`${texts.lastWord}: ${word}`);
    line.push(lineBreak(), text(said.join(', ')));
  }
  return line;
}

function questionsLine({ questions, issueUrl }: SummaryInput, texts: SummaryTexts, rules: Rules): Block[] {
  if (questions.length === 0) return [];
  const line: Inline[] = [text(texts.unanswered(questions.length))];
  const linked = issueUrl === null ? [] : questions.slice(-MAX_LINKED_MESSAGES);
  for (const [index, { commentId, at }] of linked.entries()) {
    line.push(text(index === 0 ? ': ' : ', '), linkTo(date(at, rules), `${issueUrl}?focusedCommentId=${commentId}`));
  }
  return [paragraph(...line)];
}

/** Who it is about, as far as may be shown: the customer, the company, its plan. */
function whoIn({ details }: AffectedDialog, { name, text: conceal }: Conceal): string {
  const customer = details?.customer ?? null;
  if (customer === null) return '';
  const { company } = customer;
  const plan = planOf(customer);
  const paid = plan === null ? '' : ` (${cutText(plan, MAX_NAME_CHARS)})`;
  const named = [customer.name === null ? null : name(customer.name), company === null ? null : conceal(company.name)]
    .flatMap((part) => (part === null || part.trim() === '' ? [] : [cutText(part.trim(), MAX_NAME_CHARS)]))
    .join(', ');
  return `${named}${paid}`.trim();
}

function dialogLine(dialog: AffectedDialog, conceal: Conceal, texts: SummaryTexts, rules: Rules): Block {
  const { link, details } = dialog;
  const site = rules.chatSites.find(({ connection }) => connection === link.conversation.connection);
  const url = details?.url ?? (site === undefined ? '' : conversationUrl(site, link.conversation.conversationId));
  const title = cutText(
    conceal
      .text(details?.title ?? '')
      .replace(/\s+/gu, ' ')
      .trim(),
    MAX_TITLE_CHARS,
  );
  const label = title === '' ? `${texts.withoutTitle} ${link.conversation.conversationId}` : title;
  const rest = [whoIn(dialog, conceal), date(details?.createdAt ?? link.createdAt, rules)];
  return paragraph(linkTo(label, url), text(` — ${rest.filter((part) => part !== '').join(', ')}`));
}

/** The comment: who waits, what support still asks, and at most ten dialogs with their addresses. */
export function composeSummary(input: SummaryInput, rules: Rules): Document {
  const texts = summaryTextsOf(rules.locale);
  const { dialogs } = input.affected;
  const kept = paragraph(text(texts.kept, 'em'));
  const heading = paragraph(text(texts.heading, 'strong'));
  if (dialogs.length === 0) return documentOf(heading, paragraph(texts.nobodyWaits), kept);
  const shown = dialogs.slice(0, MAX_DIALOGS);
  const blocks: Block[] = [
    heading,
    paragraph(...numbersLine(input, texts, rules)),
    ...questionsLine(input, texts, rules),
    bulletList(...shown.map((dialog) => dialogLine(dialog, input.conceal, texts, rules))),
  ];
  if (shown.length < dialogs.length) blocks.push(paragraph(texts.moreDialogs(dialogs.length - shown.length)));
  return documentOf(...blocks, kept);
}

/** The property: numbers and times alone, so that a script or a board can use it; absent is what is not known. */
export function summaryProperty({ affected, questions }: SummaryInput): Readonly<Record<string, unknown>> {
  const { dialogs, customers, monthlyRevenue, firstReportAt, lastReportAt, lastWordAt, partly } = affected;
  return {
    version: 1,
    dialogs: dialogs.length,
    ...(customers === null ? {} : { customers, customersAreAll: !partly }),
    ...(monthlyRevenue === null ? {} : { monthlyRevenue }),
    ...(firstReportAt === null ? {} : { firstReportAt: new Date(firstReportAt).toISOString() }),
    ...(lastReportAt === null ? {} : { lastReportAt: new Date(lastReportAt).toISOString() }),
    ...(lastWordAt === null ? {} : { lastWordAt: new Date(lastWordAt).toISOString() }),
    openQuestions: questions.length,
  };
}
