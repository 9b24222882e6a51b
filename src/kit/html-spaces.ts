// Spaces in HTML, as a browser shows them.
import type { Inline } from '../domain/document/document.ts';
import { joinInlines, makeText, trimInlines } from '../domain/document/inlines.ts';

/** The run with its spaces as a browser shows them: one at most, none at the edges of a line. */
export function collapseSpaces(run: readonly Inline[]): Inline[] {
  const collapsed: Inline[] = [];
  let afterSpace = true;
  for (const inline of run) {
    if (inline.type === 'break') {
      collapsed.push(inline);
      afterSpace = true;
      continue;
    }
    const single = inline.text.replace(/[\s\u00a0]+/gu, ' ');
    const text: string = afterSpace ? single.replace(/^ /u, '') : single;
    if (text === '') continue;
    afterSpace = text.endsWith(' ');
    collapsed.push(makeText(text, inline.marks, inline.href));
  }
  for (const [index, inline] of collapsed.entries()) {
    const next = collapsed[index + 1];
    if (inline.type === 'text' && (next === undefined || next.type === 'break')) {
      collapsed[index] = makeText(inline.text.trimEnd(), inline.marks, inline.href);
    }
  }
  return trimInlines(joinInlines(collapsed));
}
