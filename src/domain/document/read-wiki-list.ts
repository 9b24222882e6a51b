// Wiki markup's list lines (`*`, `##`, `*#`) → nested lists.
import type { Block, Inline } from './document.ts';

/** One line of a list, with the lines and the code that continue it. */
export interface WikiItem {
  readonly markers: string;
  readonly lines: Inline[][];
  readonly blocks: Block[];
}

/** Deeper than anyone nests; a row of a thousand stars is then still one list. */
const MAX_DEPTH = 12;

interface OpenList {
  readonly type: 'list';
  readonly ordered: boolean;
  readonly items: Block[][];
}

function contentOf(item: WikiItem): Block[] {
  const content = item.lines.flatMap((line, index): Inline[] => (index === 0 ? line : [{ type: 'break' }, ...line]));
  return [{ type: 'paragraph', content }, ...item.blocks];
}

/** The lists that the lines make: several when the outermost marker changes. */
export function nestItems(items: readonly WikiItem[]): Block[] {
  const roots: Block[] = [];
  let open: OpenList[] = [];
  for (const item of items) {
    const wanted = [...item.markers.slice(0, MAX_DEPTH)].map((marker) => marker === '#');
    let shared = 0;
    while (shared < wanted.length && open[shared]?.ordered === wanted[shared]) shared += 1;
    open = open.slice(0, shared);
    for (const ordered of wanted.slice(shared)) {
      const list: OpenList = { type: 'list', ordered, items: [] };
      const parent = open.at(-1);
      if (parent === undefined) roots.push(list);
      else if (parent.items.length === 0) parent.items.push([list]);
      else parent.items.at(-1)?.push(list);
      open.push(list);
    }
    open.at(-1)?.items.push(contentOf(item));
  }
  return roots;
}
