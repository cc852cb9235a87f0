import type { RandomBytes } from '@smart-router/core';
import { toBase62, toInteger } from './base62.js';
import { hashToken } from './hash-token.js';
import { checksumOf, isTokenSegment, secretLength, tokenPrefix, type TokenParts } from './token-format.js';

const secretBytes = 32;
const keyRandomLength = 4;

/** A fresh token. `token` is shown once and never stored; `tokenId` is public, `tokenHash` is what a directory keeps. */
export interface MintedToken {
  readonly token: string;
  readonly tokenId: string;
  readonly tokenHash: string;
}

/** Where a minted token takes its day and its randomness from; `now` in milliseconds since the epoch. */
export interface MintingSources {
  readonly now: number;
  readonly randomBytes: RandomBytes;
}

/**
 * Mints `rtr_<organization>_<user>_<project>_<env>_<key>_<secret>`. Two tokens of one owner and day share an id once
 * in 1.7 million: whoever stores them keeps ids unique. Throws a RangeError on a name that cannot stand in a token.
 */
export function mintToken(parts: TokenParts, sources: MintingSources): MintedToken {
  const owners = [parts.organization, parts.user, parts.project, parts.environment].map(checkedSegment);
  const tokenId = `${tokenPrefix}${owners.join('_')}_${newKey(sources)}`;
  const secret = toBase62(toInteger(sources.randomBytes(secretBytes)), secretLength);
  const unsealed = `${tokenId}_${secret}`;
  const token = unsealed + checksumOf(unsealed);
  return { token, tokenId, tokenHash: hashToken(token) };
}

function checkedSegment(name: string): string {
  if (isTokenSegment(name)) return name;
  throw new RangeError(
    `a name in a token should be 1 to 64 letters, digits, dots or dashes, got "${name.slice(0, 80)}"`,
  );
}

/** Lower case only, so that ids survive being read aloud; the bias of 2^32 modulo 36^4 is below a thousandth. */
function newKey({ now, randomBytes }: MintingSources): string {
  const random = Number(toInteger(randomBytes(4)) % BigInt(36 ** keyRandomLength));
  return `k${dayOf(now)}${random.toString(36).padStart(keyRandomLength, '0')}`;
}

/**
 * Civil date (UTC) of an instant as yyyymmdd, by integer arithmetic because rooms have no Date.
 * @see https://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
function dayOf(now: number): string {
  const days = Math.floor(now / 86_400_000) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const leapless =
    dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor(leapless / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}
