// Tells whether a webhook really comes from the Jira site: by its signature, or by the secret part of its URL.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Headers } from '../../application/ports.ts';

/**
 * True when `X-Hub-Signature` is the HMAC of the raw bytes with any of the secrets. An excluded body is signed as zero
 * bytes. The method is part of the header and may change one day: anything but `sha256` is refused, not guessed at.
 * Source: Atlassian, "Webhooks", section "Secure webhooks with a secret".
 */
export function isSigned(raw: Buffer, headers: Headers, secrets: readonly string[]): boolean {
  const signature = headers['x-hub-signature'];
  const hex = typeof signature === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(signature.trim())?.[1] : undefined;
  if (hex === undefined) return false;
  const given = Buffer.from(hex, 'hex');
  let right = false;
  // Every secret is tried, so that the time taken does not tell which one is in use.
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(raw).digest();
    right = timingSafeEqual(given, expected) || right;
  }
  return right;
}

/** Compares two secrets in a time that depends on neither, nor on their lengths. */
export function isSameSecret(given: string | null, expected: string): boolean {
  if (given === null || expected === '') return false;
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
