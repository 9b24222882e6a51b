// Says whether a value is a valid Atlassian Document: the nesting, attributes and marks that Jira Cloud enforces.
import type { JsonObject } from './types.ts';

const LISTS = ['bulletList', 'orderedList'];
const MEDIA = ['mediaSingle', 'mediaGroup'];
const INLINE = [
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'inlineCard',
  'status',
  'date',
  'placeholder',
  'mediaInline',
  'inlineExtension',
];
const CELL = [
  'paragraph',
  'heading',
  ...LISTS,
  ...MEDIA,
  'codeBlock',
  'blockquote',
  'panel',
  'rule',
  'taskList',
  'decisionList',
  'blockCard',
  'embedCard',
  'extension',
  'nestedExpand',
];
const BLOCKS = [
  ...CELL.filter((type) => type !== 'nestedExpand'),
  'table',
  'expand',
  'bodiedExtension',
  'layoutSection',
];

interface NodeRule {
  children: string[];
  least?: number;
  attrs?: (attrs: JsonObject) => boolean;
}
const isText = (value: unknown): boolean => typeof value === 'string';
const oneOf = (value: unknown, allowed: unknown[]): boolean => allowed.includes(value);
const leaf = (attrs?: NodeRule['attrs']): NodeRule => ({ children: [], ...(attrs === undefined ? {} : { attrs }) });
const hasCard = (attrs: JsonObject): boolean => isText(attrs.url) || typeof attrs.data === 'object';
const isMedia = (attrs: JsonObject): boolean =>
  attrs.type === 'external' ? isText(attrs.url) : oneOf(attrs.type, ['file', 'link']) && isText(attrs.id);
const isExtension = (attrs: JsonObject): boolean => isText(attrs.extensionKey) && isText(attrs.extensionType);
const PANELS = ['info', 'note', 'tip', 'warning', 'error', 'success', 'custom'];
const COLORS = ['neutral', 'purple', 'blue', 'red', 'yellow', 'green'];

const RULES: Record<string, NodeRule> = {
  doc: { children: BLOCKS },
  paragraph: { children: INLINE },
  heading: { children: INLINE, attrs: ({ level }) => oneOf(level, [1, 2, 3, 4, 5, 6]) },
  bulletList: { children: ['listItem'], least: 1 },
  orderedList: { children: ['listItem'], least: 1 },
  listItem: { children: ['paragraph', ...LISTS, 'taskList', 'codeBlock', 'mediaSingle', 'extension'], least: 1 },
  codeBlock: { children: ['text'] },
  blockquote: { children: ['paragraph', ...LISTS, 'codeBlock', ...MEDIA, 'extension'], least: 1 },
  panel: {
    children: [
      'paragraph',
      'heading',
      ...LISTS,
      'blockCard',
      ...MEDIA,
      'codeBlock',
      'taskList',
      'rule',
      'decisionList',
      'extension',
    ],
    least: 1,
    attrs: ({ panelType }) => oneOf(panelType, PANELS),
  },
  rule: leaf(),
  table: { children: ['tableRow'], least: 1 },
  tableRow: { children: ['tableCell', 'tableHeader'] },
  tableCell: { children: CELL, least: 1 },
  tableHeader: { children: CELL, least: 1 },
  taskList: { children: ['taskItem', 'taskList', 'blockTaskItem'], least: 1, attrs: ({ localId }) => isText(localId) },
  taskItem: { children: INLINE, attrs: ({ state, localId }) => oneOf(state, ['TODO', 'DONE']) && isText(localId) },
  blockTaskItem: { children: ['paragraph', 'extension'], least: 1 },
  decisionList: { children: ['decisionItem'], least: 1, attrs: ({ localId }) => isText(localId) },
  decisionItem: { children: INLINE, attrs: ({ state, localId }) => isText(state) && isText(localId) },
  expand: {
    children: BLOCKS.filter((type) => !['expand', 'layoutSection'].includes(type)).concat('nestedExpand'),
    least: 1,
  },
  nestedExpand: { children: CELL.filter((type) => type !== 'nestedExpand'), least: 1 },
  mediaSingle: { children: ['media', 'caption'], least: 1 },
  mediaGroup: { children: ['media'], least: 1 },
  media: leaf(isMedia),
  mediaInline: leaf(({ id }) => isText(id)),
  caption: { children: INLINE },
  layoutSection: { children: ['layoutColumn'], least: 1 },
  layoutColumn: { children: BLOCKS.filter((type) => type !== 'layoutSection'), least: 1 },
  blockCard: leaf((attrs) => hasCard(attrs) || typeof attrs.datasource === 'object'),
  embedCard: leaf(({ url, layout }) => isText(url) && isText(layout)),
  extension: leaf(isExtension),
  bodiedExtension: { children: BLOCKS, least: 1, attrs: isExtension },
  inlineExtension: leaf(isExtension),
  text: leaf(),
  hardBreak: leaf(),
  mention: leaf(({ id }) => isText(id)),
  emoji: leaf(({ shortName }) => isText(shortName)),
  inlineCard: leaf(hasCard),
  status: leaf(({ text, color }) => isText(text) && text !== '' && oneOf(color, COLORS)),
  date: leaf(({ timestamp }) => isText(timestamp) && timestamp !== ''),
  placeholder: leaf(({ text }) => isText(text)),
};
const NEED_ATTRS = new Set([
  'heading',
  'panel',
  'mention',
  'emoji',
  'inlineCard',
  'status',
  'date',
  'media',
  'taskList',
  'taskItem',
]);
const NODE_KEYS = new Set(['type', 'content', 'attrs', 'marks', 'text', 'version']);

const MARKS: Record<string, (attrs: JsonObject) => boolean> = {
  strong: () => true,
  em: () => true,
  underline: () => true,
  strike: () => true,
  code: () => true,
  link: ({ href }) => isText(href) && !/^\s*javascript:/i.test(String(href)),
  textColor: ({ color }) => /^#[0-9a-f]{6}$/i.test(String(color)),
  backgroundColor: ({ color }) => /^#[0-9a-f]{6}$/i.test(String(color)),
  subsup: ({ type }) => oneOf(type, ['sub', 'sup']),
  annotation: ({ id, annotationType }) => isText(id) && annotationType === 'inlineComment',
};
/** `code` stands with links and annotations only. */
const BESIDE_CODE = new Set(['code', 'link', 'annotation']);

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkMarks(marks: unknown, parent: string): string | null {
  if (marks === undefined) return null;
  if (!Array.isArray(marks)) return 'marks is not a list';
  if (parent === 'codeBlock' && marks.length > 0) return 'a code block has no marks';
  const types: string[] = [];
  for (const mark of marks) {
    if (!isObject(mark) || typeof mark.type !== 'string') return 'a mark has no type';
    const rule = MARKS[mark.type];
    if (rule === undefined) return `unknown mark ${mark.type}`;
    if (!rule(isObject(mark.attrs) ? mark.attrs : {})) return `mark ${mark.type} has wrong attributes`;
    types.push(mark.type);
  }
  if (types.includes('code') && types.some((type) => !BESIDE_CODE.has(type))) return 'code goes with no other mark';
  return null;
}

function checkText(node: JsonObject, parent: string): string | null {
  if (typeof node.text !== 'string' || node.text === '') return 'an empty text node';
  return checkMarks(node.marks, parent);
}

function checkAttrs(type: string, rule: NodeRule, attrs: unknown): string | null {
  if (attrs === undefined && !NEED_ATTRS.has(type)) return null;
  if (!isObject(attrs)) return `${type} has no attributes`;
  return rule.attrs === undefined || rule.attrs(attrs) ? null : `${type} has wrong attributes`;
}

function checkChildren(type: string, rule: NodeRule, content: unknown): string | null {
  if (content === undefined) return (rule.least ?? 0) > 0 ? `${type} is empty` : null;
  if (!Array.isArray(content)) return `${type}.content is not a list`;
  if (content.length < (rule.least ?? 0)) return `${type} is empty`;
  for (const child of content) {
    if (!isObject(child) || typeof child.type !== 'string') return `${type} holds something without a type`;
    if (!rule.children.includes(child.type)) return `${child.type} cannot stand in ${type}`;
    const problem = checkNode(child, type);
    if (problem !== null) return problem;
  }
  return null;
}

function checkNode(node: JsonObject, parent: string): string | null {
  const type = String(node.type);
  const rule = RULES[type];
  if (rule === undefined) return `unknown node ${type}`;
  const strange = Object.keys(node).find((key) => !NODE_KEYS.has(key));
  if (strange !== undefined) return `${type} has an unknown part ${strange}`;
  if (type === 'text') return checkText(node, parent);
  return checkAttrs(type, rule, node.attrs) ?? checkChildren(type, rule, node.content);
}

/** Null for a valid Atlassian Document, else what is wrong with it. Source: Atlassian Document Format, JSON schema. */
export function adfProblem(value: unknown): string | null {
  if (!isObject(value) || value.type !== 'doc') return 'not an Atlassian Document';
  if (value.version !== 1) return 'the version is not 1';
  if (!Array.isArray(value.content)) return 'a document without content';
  return checkNode(value, '');
}
