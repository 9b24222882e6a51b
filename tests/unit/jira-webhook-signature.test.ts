// Who is let in: the signature exactly as Atlassian makes it, and the URL secret where Jira cannot sign.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createJiraSource } from '../../src/adapters/jira/webhook-source.ts';

const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello World!');
const SIGNATURE = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';

const source = (secrets: string[], path: string | null = null) =>
  createJiraSource({ connection: 'jira', edition: 'cloud', webhookSecrets: secrets, webhookPathSecret: path });
const sign = (body: Buffer, secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const signedWith = (signature: string | string[] | undefined) => ({ 'x-hub-signature': signature });

describe('a signed webhook', () => {
  test("when it is the example of Atlassian's documentation, then it is let in", () => {
    expect(source([SECRET]).verify(BODY, signedWith(SIGNATURE), null)).toBe(true);
  });

  test('when one byte of the body differs, then it is refused', () => {
    expect(source([SECRET]).verify(Buffer.from('Hello World?'), signedWith(SIGNATURE), null)).toBe(false);
  });

  test('when a secret is being changed, then both the old and the new one let it in', () => {
    const changing = source(['new secret', SECRET]);
    expect(changing.verify(BODY, signedWith(SIGNATURE), null)).toBe(true);
    expect(changing.verify(BODY, signedWith(sign(BODY, 'new secret')), null)).toBe(true);
    expect(changing.verify(BODY, signedWith(sign(BODY, 'other secret')), null)).toBe(false);
  });

  test('when the body is excluded, then the signature over zero bytes lets it in', () => {
    const empty = Buffer.alloc(0);
    expect(source([SECRET]).verify(empty, signedWith(sign(empty, SECRET)), null)).toBe(true);
  });

  test.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['another method', SIGNATURE.replace('sha256', 'sha1')],
    ['no method', SIGNATURE.slice('sha256='.length)],
    ['a short one', SIGNATURE.slice(0, -2)],
    ['a long one', `${SIGNATURE}00`],
    ['what is no hex', `sha256=${'z'.repeat(64)}`],
    ['two headers', [SIGNATURE, SIGNATURE]],
  ])('when it has %s, then it is refused', (_, signature) => {
    expect(source([SECRET]).verify(BODY, signedWith(signature), null)).toBe(false);
  });

  test('when the signature stands in the header that GitHub uses, then it is refused', () => {
    expect(source([SECRET]).verify(BODY, { 'x-hub-signature-256': SIGNATURE }, null)).toBe(false);
  });

  test('when the configured secret is empty, then nobody can sign with it', () => {
    expect(source(['']).verify(BODY, signedWith(sign(BODY, '')), null)).toBe(false);
  });
});

describe('the secret part of the URL', () => {
  test('when there is no signing secret, then the right one lets a webhook in and a wrong one does not', () => {
    const unsigned = source([], 'long-and-unguessable');
    expect(unsigned.verify(BODY, {}, 'long-and-unguessable')).toBe(true);
    expect(unsigned.verify(BODY, {}, 'long-and-unguessablf')).toBe(false);
    expect(unsigned.verify(BODY, {}, 'long')).toBe(false);
    expect(unsigned.verify(BODY, {}, '')).toBe(false);
    expect(unsigned.verify(BODY, {}, null)).toBe(false);
  });

  test('when there is a signing secret too, then the URL alone does not let a webhook in', () => {
    const both = source([SECRET], 'long-and-unguessable');
    expect(both.verify(BODY, {}, 'long-and-unguessable')).toBe(false);
    expect(both.verify(BODY, signedWith(SIGNATURE), null)).toBe(true);
  });

  test('when neither secret is configured, then nothing is let in', () => {
    expect(source([]).verify(BODY, signedWith(SIGNATURE), '')).toBe(false);
    expect(source([], '').verify(BODY, {}, '')).toBe(false);
  });
});
