// What an image in HTML says: its name, its emoticon, or nothing when it only tracks or decorates.
import { fileNameOf } from '../domain/document/attachment.ts';
import { cleanText } from '../domain/document/clean-text.ts';

type Attributes = Readonly<Record<string, string>>;

export type ImageMeaning =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'attachment'; readonly name: string };

const NOTHING: ImageMeaning = { kind: 'nothing' };
const FILE = /\.(?:png|jpe?g|gif|webp|svg|bmp|heic|tiff?)$/iu;

function isTiny(attributes: Attributes): boolean {
  const style = attributes['style'] ?? '';
  const sizes = [attributes['width'], attributes['height'], /(?:^|[;\s])width:\s*(\d+)/u.exec(style)?.[1]];
  return (
    sizes.some((size) => size !== undefined && Number.parseInt(size, 10) <= 2) ||
    /display:\s*none|visibility:\s*hidden/u.test(style)
  );
}

/** Reads an `img`; `linkTitle` is the title of the link around it, which names the file where the image does not. */
export function readImage(attributes: Attributes, linkTitle: string): ImageMeaning {
  const file = fileNameOf(attributes['src'] ?? '');
  const alt = cleanText(attributes['alt'] || attributes['title'] || '')
    .replaceAll('\n', ' ')
    .trim();
  const classes = (attributes['class'] ?? '').split(/\s+/u);
  // Data Center's emoticons are images, mostly without a text.
  if (classes.includes('emoticon')) return { kind: 'text', text: alt || `(${file.replace(/\.\w+$/u, '')})` };
  if (classes.includes('rendericon') || isTiny(attributes)) return NOTHING;
  const name = alt || linkTitle.trim() || (FILE.test(file) ? file : '');
  return name === '' ? NOTHING : { kind: 'attachment', name: cleanText(name).replaceAll('\n', ' ') };
}
