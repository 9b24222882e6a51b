/** How values and paths of the config file are shown in a message: short, on one line, without secrets. */
import { SECRET_FIELDS } from './fields.ts';
import type { Located, Path } from './located.ts';

const LONGEST_SHOWN = 60;

/** What stands at a place, as it is written in the file; the text of a secret is never shown. */
export function showFound(at: Located | undefined, path: Path): string {
  if (at === undefined || at.value === null || at.value === undefined) return 'nothing';
  if (at.entries !== undefined) return at.entries.size === 0 ? 'an empty mapping' : 'a mapping';
  if (at.items !== undefined) return at.items.length === 0 ? 'an empty list' : 'a list';
  if (isSecret(path) && !isReference(at.written)) return 'a value written out';
  const origin = at.written !== undefined && at.written !== at.value ? ' (from the environment)' : '';
  return showText(at.written ?? at.value) + origin;
}

/** A text in quotes or another plain value, shortened; a password in an address is hidden. */
export function showText(value: unknown): string {
  const shown = typeof value === 'string' ? JSON.stringify(value.replaceAll(/\/\/[^/\s]*@/g, '//***@')) : String(value);
  const oneLine = shown.replaceAll(/[\u007f-\u009f\u2028\u2029]/g, ' ');
  return oneLine.length <= LONGEST_SHOWN ? oneLine : `${oneLine.slice(0, LONGEST_SHOWN)}…`;
}

/** `connections.jira.webhookSecrets[0]`. */
export function showPath(path: Path): string {
  return path.map((step, index) => showStep(step, index === 0)).join('');
}

/** Whether the place holds a secret. */
export function isSecret(path: Path): boolean {
  if (path[0] === 'notifications') return path[2] === 'webhook';
  return path[0] === 'connections' && SECRET_FIELDS.has(String(path[2]));
}

/** Whether a text is one `${NAME}` and nothing else. */
export function isReference(written: string | undefined): boolean {
  return written !== undefined && /^\s*\$\{[A-Za-z_][A-Za-z0-9_]*\}\s*$/.test(written);
}

function showStep(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!/^[\p{L}\p{N}_-]{1,60}$/u.test(step)) return `[${showText(step)}]`;
  return first ? step : `.${step}`;
}
