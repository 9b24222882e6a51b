// The name of a file that somebody sent, made safe to show and to hand on: one line, no path, nothing that turns it round.
import { fileNameOf } from '../../domain/document/attachment.ts';
import { cleanText } from '../../domain/document/clean-text.ts';

const LONGEST_NAME = 200;
/** Marks that turn the direction of writing make "exe.jpg" of "gpj.exe". */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The given name, else the last part of the address, else `fallback`; at most 200 characters with its ending kept. */
export function readFileName(given: string | null | undefined, url: string, fallback = 'file'): string {
  return clean(given ?? '') || clean(fileNameOf(url)) || fallback;
}

function clean(text: string): string {
  const name = cleanText(text).replace(TURNING, '').replace(/[\\/]/gu, '_').replace(/\s+/gu, ' ').trim();
  const letters = Array.from(name);
  if (letters.length <= LONGEST_NAME) {
    return /^\.*$/.test(name) ? '' : name;
  }
  const ending = /\.\w{1,10}$/u.exec(name)?.[0] ?? '';
  return `${letters.slice(0, LONGEST_NAME - ending.length).join('')}${ending}`;
}
