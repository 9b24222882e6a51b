// The signatures of Intercom: of a webhook, and of a request of the inbox app.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Headers } from '../../application/ports.ts';

/**
 * True when `X-Hub-Signature: sha1=…` is the HMAC-SHA1 of the raw bytes under one of the secrets ("client_secret" of the
 * app's Basic Info page; several while one is being changed). Source: Intercom "Webhook models", "Signed notifications".
 */
export function hasGoodSignature(raw: Buffer, headers: Headers, secrets: readonly string[]): boolean {
  const header = headers['x-hub-signature'];
  const hex = typeof header === 'string' ? /^sha1=([0-9a-f]{40})$/i.exec(header.trim())?.[1] : undefined;
  return hex !== undefined && isSigned(raw, 'sha1', hex, secrets);
}

/**
 * True when `X-Body-Signature: …` is the HMAC-SHA256 of the raw bytes in hex, without a prefix, under one of the secrets.
 * Source: Intercom "Canvas Kit", "Signing notifications".
 */
export function hasGoodBodySignature(raw: Buffer, headers: Headers, secrets: readonly string[]): boolean {
  const header = headers['x-body-signature'];
  const hex = typeof header === 'string' ? /^([0-9a-f]{64})$/i.exec(header.trim())?.[1] : undefined;
  return hex !== undefined && isSigned(raw, 'sha256', hex, secrets);
}

function isSigned(raw: Buffer, method: 'sha1' | 'sha256', hex: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(hex, 'hex');
  let good = false;
  for (const secret of secrets) {
    // An empty secret would let anybody sign; no early exit, so that time doesn't tell which secret is in use.
    good = (secret !== '' && timingSafeEqual(createHmac(method, secret).update(raw).digest(), given)) || good;
  }
  return good;
}
