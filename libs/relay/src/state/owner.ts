import { createHash } from 'node:crypto';
import type { IssuedState } from '@smart-router/core';

/** Who issued a piece of state, and to which key. */
export interface Owner {
  readonly issuer: string;
  /** `undefined` when several keys were given the very same, so that it is the secret of none. */
  readonly keyId: string | undefined;
}

/** Where the owner of a piece of state is kept. Hashed: the store never learns what would open a conversation. */
export function ownerKey({ kind, value }: IssuedState): string {
  return `state:${createHash('sha256').update(kind).update('\n').update(value).digest('base64url')}`;
}

/** An owner as the store keeps it. */
export function writeOwner({ issuer, keyId }: Owner): string {
  return JSON.stringify(keyId === undefined ? [issuer] : [issuer, keyId]);
}

/** An owner as {@link writeOwner} wrote it. */
export function readOwner(text: string): Owner {
  const [issuer = '', keyId] = JSON.parse(text) as readonly [string?, string?]; // nobody else writes these entries
  return { issuer, keyId };
}
