// Renders an Atlassian Document to the HTML that Jira gives as renderedBody and renderedFields.
import type { JsonObject } from './types.ts';

/** What the renderer needs of the site: its address, people's names and the addresses of attachments. */
export interface HtmlSite {
  baseUrl: string;
  nameOf: (userId: string) => { displayName: string; id: string } | undefined;
  attachmentUrl: (filename: string) => string | undefined;
}

const childrenOf = (node: JsonObject): JsonObject[] =>
  Array.isArray(node.content) ? (node.content as JsonObject[]) : [];
const attrsOf = (node: JsonObject): JsonObject => (node.attrs ?? {}) as JsonObject;

function escapeHtml(value: unknown): string {
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const TAGS: Record<string, string> = { strong: 'b', em: 'em', strike: 'del', underline: 'ins', code: 'tt' };

function textHtml(node: JsonObject): string {
  let out = escapeHtml(node.text ?? '');
  for (const mark of (node.marks ?? []) as JsonObject[]) {
    const tag = TAGS[String(mark.type)];
    if (tag !== undefined) out = `<${tag}>${out}</${tag}>`;
    if (mark.type === 'link') {
      const href = escapeHtml(attrsOf(mark).href);
      out = `<a href="${href}" class="external-link" target="_blank" rel="nofollow noopener">${out}</a>`;
    }
  }
  return out;
}

function mentionHtml(attrs: JsonObject, site: HtmlSite): string {
  const found = site.nameOf(String(attrs.id));
  if (found === undefined) return `[~${escapeHtml(attrs.id)}]`;
  const id = escapeHtml(found.id);
  const href = `${site.baseUrl}/secure/ViewProfile.jspa?name=${id}`;
  return `<a href="${href}" class="user-hover" rel="${id}">${escapeHtml(found.displayName)}</a>`;
}

function imageHtml(name: string, site: HtmlSite): string {
  const source = /^https?:/.test(name) ? name : site.attachmentUrl(name);
  if (source === undefined) return `<span class="error">No image attached to this issue: ${escapeHtml(name)}</span>`;
  return `<span class="image-wrap" style=""><img src="${escapeHtml(source)}" style="border: 0px solid black" /></span>`;
}

const linkHtml = (url: unknown): string => `<a href="${escapeHtml(url)}" class="external-link">${escapeHtml(url)}</a>`;

function inlineHtml(node: JsonObject, site: HtmlSite): string {
  const attrs = attrsOf(node);
  switch (node.type) {
    case 'text':
      return textHtml(node);
    case 'hardBreak':
      return '<br/>\n';
    case 'mention':
      return mentionHtml(attrs, site);
    case 'emoji':
      return escapeHtml(attrs.text ?? attrs.shortName);
    case 'inlineCard':
      return linkHtml(attrs.url);
    case 'status':
      return `<span class="status-macro">${escapeHtml(attrs.text)}</span>`;
    case 'date':
      return escapeHtml(new Date(Number(attrs.timestamp)).toISOString().slice(0, 10));
    case 'mediaInline':
      return imageHtml(String(attrs.alt ?? attrs.id), site);
    default:
      return inside(node, site);
  }
}

const inside = (node: JsonObject, site: HtmlSite): string =>
  childrenOf(node)
    .map((child) => inlineHtml(child, site))
    .join('');

const blocks = (node: JsonObject, site: HtmlSite): string =>
  childrenOf(node)
    .map((child) => blockHtml(child, site))
    .join('\n');

function codeHtml(node: JsonObject, site: HtmlSite): string {
  const language = escapeHtml(attrsOf(node).language ?? 'java');
  const body = `<pre class="code-${language}">${inside(node, site)}</pre>`;
  return `<div class="code panel" style="border-width: 1px;"><div class="codeContent panelContent">\n${body}\n</div></div>`;
}

/** A list item's or a cell's only paragraph stands there without its tag, as Jira writes it. */
function tight(node: JsonObject, site: HtmlSite): string {
  return childrenOf(node)
    .map((child) => (child.type === 'paragraph' ? inside(child, site) : blockHtml(child, site)))
    .join('\n');
}

function wrapped(tag: string, attributes: string, body: string): string {
  return `<${tag}${attributes}>${body}</${tag}>`;
}

function blockHtml(node: JsonObject, site: HtmlSite): string {
  const attrs = attrsOf(node);
  switch (node.type) {
    case 'paragraph':
      return wrapped('p', '', inside(node, site));
    case 'heading':
      return wrapped(`h${Number(attrs.level)}`, '', inside(node, site));
    case 'bulletList':
      return wrapped('ul', ' class="alternate" type="square"', `\n${blocks(node, site)}\n`);
    case 'orderedList':
      return wrapped('ol', '', `\n${blocks(node, site)}\n`);
    case 'listItem':
    case 'taskItem':
    case 'decisionItem':
      return wrapped('li', '', node.type === 'listItem' ? tight(node, site) : inside(node, site));
    case 'codeBlock':
      return codeHtml(node, site);
    case 'blockquote':
      return wrapped('blockquote', '', blocks(node, site));
    case 'panel':
      return `<div class="panel"><div class="panelContent">\n${blocks(node, site)}\n</div></div>`;
    case 'rule':
      return '<hr />';
    case 'table':
      return `<div class='table-wrap'>\n<table class='confluenceTable'><tbody>\n${blocks(node, site)}\n</tbody></table>\n</div>`;
    case 'tableRow':
      return wrapped('tr', '', `\n${blocks(node, site)}\n`);
    case 'tableHeader':
      return wrapped('th', " class='confluenceTh'", tight(node, site));
    case 'tableCell':
      return wrapped('td', " class='confluenceTd'", tight(node, site));
    case 'media':
      return imageHtml(String(attrs.url ?? attrs.alt ?? attrs.id), site);
    case 'blockCard':
    case 'embedCard':
      return linkHtml(attrs.url);
    default:
      return blocks(node, site);
  }
}

/** HTML of an Atlassian Document, in Jira's own dress (classes, wrappers, `target`). */
export function htmlFromAdf(document: JsonObject, site: HtmlSite): string {
  return blocks(document, site);
}
