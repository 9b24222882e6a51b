// The signature of an Intercom webhook.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Headers } from '../../application/ports.ts';

/**
 * True when `X-Hub-Signature: sha1=…` is the HMAC-SHA1 of the raw bytes under one of the secrets ("client_secret" of the
 * app's Basic Info page; several while one is being changed). Source: Intercom "Webhook models", "Signed notifications".
 */
export function hasGoodSignature(raw: Buffer, headers: Headers, secrets: readonly string[]): boolean {
  const header = headers['x-hub-signature'];
  const hex = typeof header === 'string' ? /^sha1=([0-9a-f]{40})$/i.exec(header.trim())?.[1] : undefined;
  if (hex === undefined) {
    return false;
  }
  const given = Buffer.from(hex, 'hex');
  let good = false;
  for (const secret of secrets) {
    // An empty secret would let anybody sign; no early exit, so that time doesn't tell which secret is in use.
    good = (secret !== '' && timingSafeEqual(createHmac('sha1', secret).update(raw).digest(), given)) || good;
  }
  return good;
}
