import { fault, refuse, succeed, type Caller, type Fault, type Result } from '@smart-router/core';
import { hashToken } from './hash-token.js';
import type { KeyDirectory, KeyRecord } from './key-directory.js';
import { looksLikeToken } from './token-format.js';

/**
 * Who a presented token belongs to at `now` (milliseconds since the epoch), or why it may not come in. The token is
 * never parsed: unknown and malformed ones cost the same hash and lookup, and as the lookup is by hash, its timing
 * tells nothing about any stored token.
 */
export function checkToken(presented: string | undefined, directory: KeyDirectory, now: number): Result<Caller> {
  if (presented === undefined)
    return refuse(fault('unauthorized', 'a router token should be in Authorization or x-api-key, got none'));
  if (!directory.ready())
    return refuse(fault('not-ready', 'router tokens cannot be checked yet: the key directory was never loaded'));
  const record = directory.find(hashToken(presented));
  if (record === undefined) return refuse(directory.isCurrent?.() === false ? unsureOf(presented) : unknownToken());
  const refusal = refusalOf(record, now);
  return refusal === undefined ? succeed(record.caller) : refuse(refusal);
}

/** A removed token answers like one that never was. */
function unknownToken(): Fault {
  return fault('unauthorized', 'the router token is unknown');
}

/** While no news arrive, what is made like a token may be one that was issued meanwhile: a 401 could be a lie. */
function unsureOf(presented: string): Fault {
  if (!looksLikeToken(presented)) return unknownToken();
  return fault('not-ready', 'this token is not known yet, and the database of tokens cannot be asked now');
}

function refusalOf(record: KeyRecord, now: number): Fault | undefined {
  if (record.status === 'removed') return unknownToken();
  if (!record.ownersActive) return fault('key-disabled', 'the user, project or membership of this token is not active');
  if (record.status === 'disabled') return fault('key-disabled', 'this token is disabled');
  if (record.status === 'suspended') return fault('key-suspended', 'this token is suspended');
  if (record.status === 'expired' || isPast(record.expiresAt, now))
    return fault('key-expired', 'this token has expired');
  if (record.status === 'rotated' && (record.graceUntil === undefined || isPast(record.graceUntil, now))) {
    return fault('key-rotated', 'this token was rotated: use its successor');
  }
  return undefined;
}

function isPast(instant: number | undefined, now: number): boolean {
  return instant !== undefined && instant <= now;
}
