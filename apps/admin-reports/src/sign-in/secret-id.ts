import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new id that nobody guesses: 256 bits. */
export function newSecretId(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a text may be an id of ours; anything else is not looked up. */
export function isSecretId(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}

/** By what an id is found: whoever reads the table cannot become its owner. */
export function hashOfId(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** A value that only the owner of an id can know, one per purpose. */
export function derivedFrom(id: string, purpose: 'csrf' | 'state' | 'nonce' | 'verifier'): string {
  return createHmac('sha256', id).update(purpose).digest('base64url');
}

/** Compares without telling how much is right. */
export function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || given.length !== expected.length) return false;
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
