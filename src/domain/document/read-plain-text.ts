// Plain text → document: blank lines part paragraphs, a newline is a break, bare addresses become links.
import { cleanText } from './clean-text.ts';
import type { Block, Document } from './document.ts';
import { joinInlines } from './inlines.ts';
import { linkify } from './urls.ts';

/** Reads any text; never throws. */
export function readPlainText(text: string): Document {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) {
      blocks.push({ type: 'paragraph', content: joinInlines(linkify({ type: 'text', text: lines.join('\n') })) });
    }
    lines = [];
  };
  for (const line of cleanText(text).split('\n')) {
    if (line.trim() === '') flush();
    else lines.push(line.trimEnd());
  }
  flush();
  return { blocks };
}
