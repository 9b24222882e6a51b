// The images that stand in the HTML of a message: screenshots that a customer sent in the Messenger, and logos of signatures.
import { fileNameOf } from '../../domain/document/attachment.ts';
import { readFileName } from './file-name.ts';

export interface BodyImage {
  readonly url: string;
  readonly name: string;
  /** True when Intercom wrapped it as an image that was sent by itself, not as part of a text. */
  readonly sent: boolean;
}

/** More images than any message has; what follows is not looked at, so that a hostile body costs little. */
const MOST_IMAGES = 100;
/** No address is longer. */
const LONGEST_TAG = 4000;
/** So far before an image its wrapper can begin. */
const WRAPPER_REACH = 400;

const TAG = /^<img\b((?:"[^"]*"|'[^']*'|[^'">])*)>/i;
const WRAPPER = /<div[^<>]*\bintercom-container\b[^<>]*>\s*(?:<a\b[^<>]*>\s*)?$/i;

/** Images with an absolute http or https address, in the order in which they stand; pixels that only track are left out. */
export function findBodyImages(html: string): readonly BodyImage[] {
  const lower = html.toLowerCase();
  const found: BodyImage[] = [];
  let at = lower.indexOf('<img');
  for (let seen = 0; at !== -1 && seen < MOST_IMAGES; seen += 1) {
    const attributes = TAG.exec(html.slice(at, at + LONGEST_TAG))?.[1] ?? '';
    const url = decode(readAttribute(attributes, 'src') ?? '');
    if (/^https?:\/\//i.test(url) && URL.canParse(url) && !isPixel(attributes)) {
      const name = readFileName(fileNameOf(url) || decode(readAttribute(attributes, 'alt') ?? ''), url, 'image');
      found.push({ url, name, sent: WRAPPER.test(html.slice(Math.max(0, at - WRAPPER_REACH), at)) });
    }
    at = lower.indexOf('<img', at + 4);
  }
  return found;
}

function readAttribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function isPixel(attributes: string): boolean {
  return ['width', 'height'].some((name) => Number.parseInt(readAttribute(attributes, name) ?? '', 10) <= 2);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', '#38': '&', '#x26': '&', quot: '"', '#39': "'" };

function decode(value: string): string {
  return value
    .trim()
    .replace(/&(amp|#38|#x26|quot|#39);/gi, (_whole, name: string) => ENTITIES[name.toLowerCase()] ?? '');
}
