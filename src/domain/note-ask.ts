// Reads what a teammate asks of Deskbridge in an internal note: a link, a message to the developers, or nothing.
import type { Block, Document, Inline } from './document/document.ts';
import { toPlainText } from './document/plain-text.ts';
import { urlsIn } from './document/urls.ts';
import { isIssueKey, readIssueUrl, type TrackerSite } from './vendor-urls.ts';

export interface AskedIssue {
  /** Null when only a key was given: any of our trackers may know it. */
  readonly connection: string | null;
  readonly key: string;
}

export interface NoteAsk {
  /** The note begins with one of the prefixes, such as `jira:`. */
  readonly addressed: boolean;
  /** Issues to link, in the order in which they are named. */
  readonly issues: readonly AskedIssue[];
  /** What to tell the developers; null when there is nothing beside issues. */
  readonly message: Document | null;
}

const DEFAULT_PREFIXES: readonly string[] = ['jira:'];
const LEADING_KEY = /^([A-Za-z][A-Za-z0-9_]+-[1-9]\d*)(?=$|[\s,.;:!?])[\s,.;:]*/;

/**
 * How many letters of a text are a prefix with the spaces around it; null when it begins with none of them. Of several
 * that fit the longest is meant. Case makes no difference.
 */
export function prefixLength(start: string, prefixes: readonly string[]): number | null {
  const blank = start.length - start.trimStart().length;
  const rest = start.slice(blank).toLowerCase();
  const fitting = prefixes.filter((prefix) => prefix !== '' && rest.startsWith(prefix.toLowerCase()));
  if (fitting.length === 0) return null;
  const length = blank + Math.max(...fitting.map((prefix) => prefix.length));
  return length + (/^\s*/.exec(start.slice(length))?.[0].length ?? 0);
}

/** Takes letters off the beginning of the first text; formatting of the rest stays. */
function dropStart(doc: Document, length: number): Document {
  let left = length;
  const trim = (content: readonly Inline[]): Inline[] =>
    content.flatMap((inline): Inline[] => {
      if (left <= 0) return [inline];
      if (inline.type === 'break') {
        left -= 1;
        return [];
      }
      const cut = Math.min(left, inline.text.length);
      left -= cut;
      return cut === inline.text.length ? [] : [{ ...inline, text: inline.text.slice(cut) }];
    });
  const blocks = doc.blocks.flatMap((block): Block[] => {
    if (left <= 0 || (block.type !== 'paragraph' && block.type !== 'heading')) return [block];
    const content = trim(block.content);
    return content.length === 0 ? [] : [{ ...block, content }];
  });
  return { blocks };
}

function firstText(doc: Document): string {
  const [first] = doc.blocks;
  if (first?.type !== 'paragraph' && first?.type !== 'heading') return '';
  return first.content.map((inline) => (inline.type === 'text' ? inline.text : '\n')).join('');
}

function hasText(doc: Document): boolean {
  return toPlainText(doc).trim() !== '';
}

function issuesByUrl(doc: Document, sites: readonly TrackerSite[]): AskedIssue[] {
  return urlsIn(doc).flatMap((url) => readIssueUrl(url, sites) ?? []);
}

/** What a note asks for. Anyone may write anything in a note: whatever is not clearly meant for us is left alone. */
export function readNoteAsk(
  body: Document,
  sites: readonly TrackerSite[],
  prefixes: readonly string[] = DEFAULT_PREFIXES,
): NoteAsk {
  const start = firstText(body);
  const prefix = prefixLength(start, prefixes);
  if (prefix === null) return { addressed: false, issues: issuesByUrl(body, sites), message: null };
  let length = prefix;
  const rest = start.slice(length);
  const key = LEADING_KEY.exec(rest);
  if (key?.[1] !== undefined && isIssueKey(key[1].toUpperCase())) {
    const message = dropStart(body, length + key[0].length);
    const issues = [{ connection: null, key: key[1].toUpperCase() }];
    return { addressed: true, issues, message: hasText(message) ? message : null };
  }
  const [url = ''] = rest.split(/\s/, 1);
  const byUrl = readIssueUrl(url.replace(/[.,;]+$/, ''), sites);
  if (byUrl !== null) length += url.length + (/^\s*/.exec(rest.slice(url.length))?.[0].length ?? 0);
  const message = dropStart(body, length);
  return { addressed: true, issues: byUrl === null ? [] : [byUrl], message: hasText(message) ? message : null };
}
