import { hash } from 'node:crypto';

/**
 * SHA-256 of the whole token, 64 lower-case hex digits: all that is ever stored of it. A slow hash would add nothing,
 * since the secret is 256 random bits.
 */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}
