// What Intercom does to a body: takes the wrapper off, keeps harmless tags, drops scripts, comments and hidden markers.

const keptTags = new Set(
  'p br b strong i em u s a ul ol li h1 h2 h3 h4 code pre blockquote img table thead tbody tr td th hr div'.split(' '),
);
const blockTag = /^<(p|ul|ol|h[1-4]|pre|blockquote|table|hr|div)\b/i;
const token = /<!--[\s\S]*?(?:-->|$)|<\/?([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</g;
const removedWithContent = /<(script|style|template|iframe|object|svg|title|noscript|head)\b[\s\S]*?<\/\1\s*>/gi;
const hiddenElement =
  /<(\w+)\b[^>]*(?:\shidden\b|display:\s*none|visibility:\s*hidden|font-size:\s*0)[^>]*>[\s\S]*?<\/\1\s*>/gi;
// Zero width space, word joiner and byte order mark; the joiners inside emoji must stay.
const invisible = /[\u200b\u2060\ufeff]/g;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Undoes HTML's character references. */
function decodeEntities(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function readAttribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*("([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return match?.[2] ?? match?.[3] ?? match?.[4];
}

function writeOpeningTag(tag: string, attributes: string): string {
  if (tag === 'a') {
    const href = readAttribute(attributes, 'href');
    if (href === undefined || !/^(https?:|mailto:)/i.test(href.trim())) return '<a>';
    return `<a href="${href.trim()}" rel="nofollow noopener noreferrer" target="_blank">`;
  }
  if (tag === 'img') {
    const src = readAttribute(attributes, 'src');
    return src !== undefined && /^https?:/i.test(src) ? `<img src="${src}">` : '';
  }
  // How the Messenger wraps an image that was sent by itself.
  if (tag === 'div' && readAttribute(attributes, 'class') === 'intercom-container') {
    return '<div class="intercom-container">';
  }
  return `<${tag}>`;
}

/**
 * The body as Intercom stores it. The 2.16 spec shows the wrapper going, headings and lists staying and plain text
 * getting a paragraph; which other tags stay is documented nowhere, so this list is a cautious guess.
 */
export function sanitizeBody(body: string): string {
  const visible = body.replace(removedWithContent, '').replace(hiddenElement, '').replace(invisible, '');
  let clean = '';
  for (const match of visible.matchAll(token)) {
    const [whole, name, attributes] = match;
    const tag = name?.toLowerCase();
    if (tag === undefined) clean += whole.startsWith('<!--') ? '' : whole === '<' ? '&lt;' : whole;
    else if (keptTags.has(tag)) clean += whole.startsWith('</') ? `</${tag}>` : writeOpeningTag(tag, attributes ?? '');
  }
  const trimmed = clean.replace(/>\s*\n\s*</g, '>\n<').trim();
  if (trimmed === '' || blockTag.test(trimmed)) return trimmed;
  return `<p>${trimmed.replace(/\r?\n/g, '<br>')}</p>`;
}

/** The body as `display_as=plaintext` and webhooks since 2.15 give it; a link becomes `label (url)`. */
export function toPlainText(html: string): string {
  const text = html
    .replace(/<a\b[^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, (_whole, href: string, label: string) =>
      label.trim() === href ? href : `${label} (${href})`,
    )
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(p|li|h[1-4]|pre|blockquote|tr|div)>/gi, '\n')
    .replace(/<[^>]*>/g, '');
  return decodeEntities(text)
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}
