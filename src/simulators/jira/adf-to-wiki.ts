// Writes an Atlassian Document as wiki markup: what Jira Cloud puts into webhooks in place of the document.
import type { JsonObject } from './types.ts';

const childrenOf = (node: JsonObject): JsonObject[] =>
  Array.isArray(node.content) ? (node.content as JsonObject[]) : [];
const attrsOf = (node: JsonObject): JsonObject => (node.attrs ?? {}) as JsonObject;

const WRAPS: Record<string, [string, string]> = {
  strong: ['*', '*'],
  em: ['_', '_'],
  strike: ['-', '-'],
  underline: ['+', '+'],
  code: ['{{', '}}'],
};

function textWiki(node: JsonObject): string {
  let out = String(node.text ?? '');
  for (const mark of (node.marks ?? []) as JsonObject[]) {
    const wrap = WRAPS[String(mark.type)];
    if (wrap !== undefined) out = `${wrap[0]}${out}${wrap[1]}`;
    if (mark.type === 'link') {
      const href = String(attrsOf(mark).href);
      out = out === href ? `[${href}]` : `[${out}|${href}]`;
    }
  }
  return out;
}

function inlineWiki(node: JsonObject): string {
  const attrs = attrsOf(node);
  switch (node.type) {
    case 'text':
      return textWiki(node);
    case 'hardBreak':
      return '\n';
    case 'mention':
      return `[~accountid:${String(attrs.id)}]`;
    case 'emoji':
      return String(attrs.text ?? attrs.shortName);
    case 'inlineCard':
      return `[${String(attrs.url)}|${String(attrs.url)}|smart-link]`;
    case 'status':
      return `*[ ${String(attrs.text)} ]*`;
    case 'date':
      return new Date(Number(attrs.timestamp)).toISOString().slice(0, 10);
    case 'mediaInline':
      return `!${String(attrs.alt ?? attrs.id)}!`;
    default:
      return inlines(node);
  }
}

const inlines = (node: JsonObject): string => childrenOf(node).map(inlineWiki).join('');

function listWiki(node: JsonObject, prefix: string): string {
  const marker = `${prefix}${node.type === 'orderedList' ? '#' : '*'}`;
  return childrenOf(node)
    .map((item) =>
      childrenOf(item)
        .map((part, at) => {
          if (part.type === 'bulletList' || part.type === 'orderedList') return listWiki(part, marker);
          return at === 0 ? `${marker} ${blockWiki(part)}` : blockWiki(part);
        })
        .join('\n'),
    )
    .join('\n');
}

function rowWiki(row: JsonObject): string {
  const cells = childrenOf(row);
  const bar = cells[0]?.type === 'tableHeader' ? '||' : '|';
  return `${bar}${cells.map((cell) => blocksWiki(cell, '\n')).join(bar)}${bar}`;
}

function codeWiki(node: JsonObject): string {
  const language = attrsOf(node).language;
  return `{code${language === undefined ? '' : `:${String(language)}`}}\n${inlines(node)}\n{code}`;
}

function mediaWiki(node: JsonObject): string {
  const attrs = attrsOf(node);
  return attrs.type === 'external' ? `!${String(attrs.url)}!` : `!${String(attrs.alt ?? attrs.id)}|thumbnail!`;
}

function blockWiki(node: JsonObject): string {
  switch (node.type) {
    case 'heading':
      return `h${String(attrsOf(node).level)}. ${inlines(node)}`;
    case 'bulletList':
    case 'orderedList':
      return listWiki(node, '');
    case 'codeBlock':
      return codeWiki(node);
    case 'blockquote':
      return `{quote}${blocksWiki(node, '\n\n')}{quote}`;
    case 'panel':
      return `{panel}\n${blocksWiki(node, '\n\n')}\n{panel}`;
    case 'rule':
      return '----';
    case 'table':
      return childrenOf(node).map(rowWiki).join('\n');
    case 'media':
      return mediaWiki(node);
    case 'blockCard':
    case 'embedCard':
      return `[${String(attrsOf(node).url)}|${String(attrsOf(node).url)}|smart-link]`;
    case 'taskItem':
    case 'decisionItem':
      return `* ${inlines(node)}`;
    case 'paragraph':
      return inlines(node);
    default:
      return blocksWiki(node, '\n');
  }
}

function blocksWiki(node: JsonObject, between: string): string {
  return childrenOf(node).map(blockWiki).join(between);
}

/** Wiki markup of an Atlassian Document. */
export function wikiFromAdf(document: JsonObject): string {
  return blocksWiki(document, '\n\n');
}
