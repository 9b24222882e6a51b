// Reads one run of wiki markup text (bold, links, mentions, images …) into inline Atlassian Document nodes.
import type { JsonObject } from './types.ts';

type Mark = JsonObject;

const TOKEN = new RegExp(
  [
    '(?<escaped>\\\\[{}\\[\\]|*_\\-+^~!#\\\\])',
    '\\{\\{(?<mono>[^\\n]+?)\\}\\}',
    '\\[~(?:accountid:)?(?<user>[^\\]\\s]+)\\]',
    '\\[(?<label>[^\\]|\\n]+)\\|(?<target>[^\\]|\\s]+)(?:\\|[^\\]]*)?\\]',
    '\\[(?<bare>(?:https?:|mailto:)[^\\]\\s]+)\\]',
    '!(?<image>[^!\\s|]+\\.[^!\\s|]+)(?:\\|[^!]*)?!',
    '(?<![\\w*])\\*(?=\\S)(?<bold>[^\\n]*?\\S)\\*(?!\\w)',
    '(?<!\\w)_(?=\\S)(?<em>[^\\n]*?\\S)_(?!\\w)',
    '(?<![\\w-])-(?=[^\\s-])(?<strike>[^\\n]*?[^\\s-])-(?![\\w-])',
    '(?<![\\w+])\\+(?=\\S)(?<under>[^\\n]*?\\S)\\+(?!\\w)',
    '\\{color(?::[^}]*)?\\}(?<color>)',
    '(?<url>https?://[^\\s|\\]]+)',
    '(?<newline>\\n)',
  ].join('|'),
  'g',
);

function text(value: string, marks: Mark[]): JsonObject[] {
  if (value === '') return [];
  return [{ type: 'text', text: value, ...(marks.length === 0 ? {} : { marks }) }];
}

function link(label: string, href: string, marks: Mark[]): JsonObject[] {
  if (/^\s*javascript:/i.test(href)) return text(label, marks);
  return text(label, [...marks, { type: 'link', attrs: { href } }]);
}

function nodesOf(groups: Record<string, string | undefined>, marks: Mark[]): JsonObject[] {
  const { escaped, mono, user, label, target, bare, image, bold, em, strike, under, url, newline } = groups;
  if (escaped !== undefined) return text(escaped.slice(1), marks);
  if (mono !== undefined) return text(mono, [{ type: 'code' }]);
  if (user !== undefined) return [{ type: 'mention', attrs: { id: user, text: `@${user}` } }];
  if (label !== undefined && target !== undefined) return link(label, target, marks);
  if (bare !== undefined) return link(bare, bare, marks);
  if (url !== undefined) return link(url, url, marks);
  if (image !== undefined) return [{ type: 'mediaInline', attrs: { id: image, collection: '', alt: image } }];
  if (bold !== undefined) return inlineNodes(bold, [...marks, { type: 'strong' }]);
  if (em !== undefined) return inlineNodes(em, [...marks, { type: 'em' }]);
  if (strike !== undefined) return inlineNodes(strike, [...marks, { type: 'strike' }]);
  if (under !== undefined) return inlineNodes(under, [...marks, { type: 'underline' }]);
  return newline === undefined ? [] : [{ type: 'hardBreak' }];
}

/** Inline nodes of a run of wiki markup; a newline becomes a hard break. */
export function inlineNodes(source: string, marks: Mark[] = []): JsonObject[] {
  const nodes: JsonObject[] = [];
  let at = 0;
  for (const match of source.matchAll(TOKEN)) {
    nodes.push(...text(source.slice(at, match.index), marks), ...nodesOf(match.groups ?? {}, marks));
    at = match.index + match[0].length;
  }
  nodes.push(...text(source.slice(at), marks));
  return nodes;
}
