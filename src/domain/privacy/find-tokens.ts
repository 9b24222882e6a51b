// Finds secrets that machines use: bearer tokens, API keys, JWTs, passwords after their name, signed addresses.
import { type Finding, findAll } from './finding.ts';

const NAMES =
  'api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|access[_-]?token|refresh[_-]?token|auth[_-]?token|id[_-]?token|' +
  'client[_-]?secret|token|secret|signature|password|passwd|pwd|authorization|session[_-]?id|x-api-key|пароль|токен';
// Parameters that sign an address: whoever has it, has what it opens.
const PARAMETERS =
  'x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|x-goog-credential|signature|sig|hmac|hash|' +
  'token|access_token|refresh_token|id_token|auth|auth_token|api_key|apikey|key|secret|password|code|jwt|sid|session|sessionid|ticket';

const JWT = /\beyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*)?/gu;
const SCHEMED = /\b(?:bearer|basic)\s+(?<secret>[\w.~+/-]{8,}=*)/giu;
const NAMED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${NAMES})["'»”]?\\s{0,3}(?:[:=]|=>|—)\\s{0,3}["'«“]?(?<secret>(?!\\[)[^\\s"'«»“”,;<>&]{4,})`,
  'giu',
);
const IN_ADDRESS = new RegExp(`[?&;#](?:${PARAMETERS})=(?<secret>(?!\\[)[^\\s&#;"'<>]+)`, 'giu');
const CREDENTIALS = /\b[a-z][a-z\d+.-]{1,20}:\/\/(?<secret>[^\s/?#@:"'<>]{1,256}:[^\s/?#@"'<>]{1,256})(?=@)/giu;
// Prefixes that vendors give their keys, so that leaks are noticed.
const PREFIXED =
  /\b(?:sk|pk|rk)[_-](?:live|test|ant|proj)?[_-]?[\w-]{16,}|\b(?:ghp|gho|ghu|ghs|ghr)_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abeoprs]-[\w-]{10,}|\b(?:AKIA|ASIA)[A-Z\d]{16}\b|\bAIza[\w-]{30,}|\bya29\.[\w-]{20,}|\bATATT[\w=-]{20,}/gu;
const HEX = /(?<![\w-])(?:0x)?[\da-f]{32,}(?![\w-])/giu;
const BASE64 = /(?<![\w+/=-])[\w+/-]{32,}={0,2}/gu;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu;

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

// By chance there are as many small letters as capitals, in runs of 1.7; in words that are written together there are
// four times as many, in runs of four.
const SMALL_A_CAPITAL = 2.3;
const SMALL_A_RUN = 3.5;

/** Letters of both cases and digits take turns as they do by chance, not as in names, paths and slugs. */
function looksRandom(text: string): boolean {
  const runs = text.match(/[a-z]+/gu) ?? [];
  const small = runs.reduce((sum, run) => sum + run.length, 0);
  const capitals = count(text, /[A-Z]/gu);
  if (capitals < 3 || small < 3) return false;
  const scattered = count(text, /\d+/gu) >= 4;
  return (scattered || small / capitals < SMALL_A_CAPITAL) && small / runs.length < SMALL_A_RUN;
}

/** A word in plain language after `password:` says something about the password; what looks made up is one. */
function looksSecret(text: string): boolean {
  return /\d/u.test(text) || /[a-zа-яё][A-ZА-ЯЁ]/u.test(text) || /[^\p{L}.!?…)]/u.test(text);
}

/** Every secret of the text. */
export function findTokens(text: string): Finding[] {
  const shown = ({ start, end }: Finding): string => text.slice(start, end);
  return [
    ...findAll(text, 'tokens', PRIVATE_KEY),
    ...findAll(text, 'tokens', JWT),
    ...findAll(text, 'tokens', SCHEMED, 'secret').filter((found) => looksSecret(shown(found))),
    ...findAll(text, 'tokens', NAMED, 'secret').filter((found) => looksSecret(shown(found))),
    ...findAll(text, 'tokens', IN_ADDRESS, 'secret'),
    ...findAll(text, 'tokens', CREDENTIALS, 'secret'),
    ...findAll(text, 'tokens', PREFIXED),
    ...findAll(text, 'tokens', HEX).filter((found) => /\d/u.test(shown(found))),
    ...findAll(text, 'tokens', BASE64).filter((found) => looksRandom(shown(found))),
  ];
}
