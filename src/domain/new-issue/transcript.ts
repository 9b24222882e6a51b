// What was said in a dialog, as developers read it in the issue: authors, times, and no more than Jira takes.
import { heading, paragraph, quote, text } from '../document/build.ts';
import type { Block, Document } from '../document/document.ts';
import { attachmentText } from '../document/attachment.ts';
import { toWiki } from '../document/to-wiki.ts';
import { truncateDocument } from '../document/truncate.ts';
import type { DialogMessage } from '../dialog.ts';
import type { Rules } from '../rules.ts';
import { newIssueTextsOf } from '../texts/new-issue-texts.ts';
import { formatInstant } from '../texts/texts.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { Hider } from './hider.ts';

/** Characters that a text takes in wiki markup, which is never shorter than what any edition of Jira counts. */
export function lengthInJira(blocks: readonly Block[]): number {
  return toWiki({ blocks }, { maxChars: Number.POSITIVE_INFINITY }).length + 2;
}

function authorOf(message: DialogMessage, workflow: Workflow, hider: Hider, rules: Rules): string {
  const { customer, kinds } = newIssueTextsOf(rules.locale);
  const { name } = message.author;
  if (message.kind !== 'customer') return name === null ? kinds[message.kind] : `${name} (${kinds[message.kind]})`;
  if (name === null || workflow.privacy.names === 'drop') return customer;
  return `${hider.text(name)} (${kinds.customer})`;
}

function blocksOf(message: DialogMessage, workflow: Workflow, hider: Hider, rules: Rules): Block[] {
  const when = formatInstant(message.at, rules.locale, rules.timezone);
  const files = message.attachments
    .filter(({ inline }) => !inline)
    .map(({ name }) => paragraph(attachmentText(hider.text(name))));
  const body = hider.doc(message.body);
  return [
    paragraph(text(authorOf(message, workflow, hider, rules), 'strong'), text(` · ${when}`)),
    ...(body.blocks.length + files.length === 0 ? [] : [quote(...body.blocks, ...files)]),
  ];
}

/** The newest messages that fit into `room`; one that alone is too long is cut. */
function takeNewest(messages: readonly (readonly Block[])[], room: number): Block[][] {
  const kept: Block[][] = [];
  let left = room;
  for (const blocks of messages.toReversed()) {
    const length = lengthInJira(blocks);
    if (length > left) {
      if (kept.length === 0) kept.push([...cutTo({ blocks }, left).blocks]);
      break;
    }
    left -= length;
    kept.push([...blocks]);
  }
  return kept.reverse();
}

function cutTo(doc: Document, room: number): Document {
  let size = room;
  let cut = truncateDocument(doc, size);
  // Escapes make wiki markup longer than its text; a few halvings are enough.
  while (size > 100 && lengthInJira(cut.blocks) > room) {
    size = Math.floor(size / 2);
    cut = truncateDocument(doc, size);
  }
  return cut;
}

/** The last messages of a dialog, oldest first, under a heading that says how many there are; empty for none. */
export function transcriptOf(
  messages: readonly DialogMessage[],
  workflow: Workflow,
  hider: Hider,
  rules: Rules,
  room: number,
): readonly Block[] {
  const texts = newIssueTextsOf(rules.locale);
  const { last } = workflow.transcript;
  const chosen = last === Number.POSITIVE_INFINITY ? messages : last === 0 ? [] : messages.slice(-last);
  if (chosen.length === 0) return [];
  const all = chosen.map((message) => blocksOf(message, workflow, hider, rules));
  const shown = takeNewest(all, room - 400);
  const cut = chosen.length - shown.length;
  return [
    heading(3, texts.transcript(shown.length, messages.length)),
    ...(cut === 0 ? [] : [paragraph(text(texts.cut(cut), 'em'))]),
    ...shown.flat(),
  ];
}
