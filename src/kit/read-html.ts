// Untrusted HTML (Jira's rendered bodies, Intercom's messages) → document: visible text kept, nothing that acts.
import { createRequire } from 'node:module';
import type sanitizeHtml from 'sanitize-html';
import type { Document } from '../domain/document/document.ts';
import { HtmlDocumentBuilder } from './html-document-builder.ts';

/** Loading both takes 90 ms of processor time, so the first HTML that is read loads them; reading stays synchronous. */
const load = createRequire(import.meta.url);

const INLINE_TAGS = 'a b strong i em cite u ins s del strike code tt kbd samp var span font sub sup small mark br img';
const BLOCK_TAGS =
  'p div section article aside header footer main nav address figure figcaption details summary center fieldset ' +
  'dl dt dd h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table caption thead tbody tfoot tr td th ' +
  'iframe video audio';

const SANITIZER: sanitizeHtml.IOptions = {
  allowedTags: `${INLINE_TAGS} ${BLOCK_TAGS}`.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'class'],
    img: ['src', 'alt', 'title', 'class', 'width', 'height', 'style'],
    ol: ['start'],
    pre: ['class'],
    code: ['class'],
    div: ['class'],
    iframe: ['src', 'title'],
    video: ['src', 'title'],
    audio: ['src', 'title'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: true,
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'template',
    'title',
    'head',
    'object',
    'svg',
    'math',
  ],
  parseStyleAttributes: false,
  nestingLimit: 400,
};

/** htmlparser2 needs time with the square of the depth: 160,000 open tags take 20 s. Real pages stay below 100. */
const MAX_OPEN_TAGS = 2000;
const TAG = /<(\/?)([a-z][^\s/<>]*)/giu;
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Their content is no markup, so the tag stays, up to twice the depth: inside `svg` even these nest. */
const RAW = new Set('script style textarea title'.split(' '));

/** Makes every tag that is open too deep a `wbr`, which holds nothing, so that its text stays. Linear. */
function flattenDepth(html: string): string {
  const open = new Map<string, number>();
  let depth = 0;
  return html.replace(TAG, (tag: string, slash: string, spelled: string) => {
    const name = spelled.toLowerCase();
    if (VOID.has(name)) return tag;
    const count = open.get(name) ?? 0;
    if (slash === '/') {
      if (count > 0) {
        open.set(name, count - 1);
        depth -= 1;
      }
      return tag;
    }
    if (depth >= (RAW.has(name) ? 2 * MAX_OPEN_TAGS : MAX_OPEN_TAGS)) return '<wbr';
    open.set(name, count + 1);
    depth += 1;
    return tag;
  });
}

/**
 * Reads HTML; never throws. Scripts, styles and tracking images are dropped; an image with a name becomes
 * "[attachment: name]"; relative addresses are resolved against `baseUrl`, and what is not http, https or mailto stays
 * as text without a link.
 */
export function readHtml(
  html: string,
  context: { readonly baseUrl?: string; readonly mediaLabel?: string } = {},
): Document {
  const builder = new HtmlDocumentBuilder(context);
  const { Parser } = load('htmlparser2') as typeof import('htmlparser2');
  const sanitize = load('sanitize-html') as typeof sanitizeHtml;
  const parser = new Parser({
    onopentag: (tag, attributes) => builder.open(tag, attributes),
    ontext: (text) => builder.text(text),
    onclosetag: () => builder.close(),
  });
  parser.end(sanitize(flattenDepth(html), SANITIZER));
  return builder.finish();
}
