import { hashToken } from './hash-token.js';
import { toBase62 } from './base62.js';

/** How every token starts. */
export const tokenPrefix = 'rtr_';

/** 62^43 > 2^256, so 43 characters hold 256 bits. */
export const secretLength = 43;

/** 62^6 > 2^32, so 6 characters hold the first 32 bits of a SHA-256. */
const checksumLength = 6;

const segmentShape = /^[A-Za-z0-9.-]{1,64}$/;
const secretShape = /^[A-Za-z0-9]{49}$/;

/** Who a token is issued to; each is a segment of the token. */
export interface TokenParts {
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
}

/** The public part of a token taken apart, for display and tracing only: authorisation never parses a token. */
export interface TokenIdParts extends TokenParts {
  /** `k` + the day of issue (yyyymmdd) + 4 random characters. */
  readonly key: string;
}

/** Whether a name may stand in a token: 1–64 letters, digits, dots and dashes. */
export function isTokenSegment(text: string): boolean {
  return segmentShape.test(text);
}

/** The six characters that end a token: they find typing errors, and prove nothing. */
export function checksumOf(tokenWithoutChecksum: string): string {
  const first32Bits = BigInt(`0x${hashToken(tokenWithoutChecksum).slice(0, 8)}`);
  return toBase62(first32Bits, checksumLength);
}

/** Whether a text has the shape and checksum of a token, e.g. to find tokens in logs. Not for authorisation. */
export function looksLikeToken(text: string): boolean {
  const lastMark = text.lastIndexOf('_');
  if (parseTokenId(text.slice(0, Math.max(lastMark, 0))) === undefined) return false;
  if (!secretShape.test(text.slice(lastMark + 1))) return false;
  return checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

/** Takes a token id apart for display; `undefined` when it is not one. */
export function parseTokenId(tokenId: string): TokenIdParts | undefined {
  if (!tokenId.startsWith(tokenPrefix)) return undefined;
  const segments = tokenId.slice(tokenPrefix.length).split('_');
  const [organization, user, project, environment, key] = segments;
  if (organization === undefined || user === undefined || project === undefined) return undefined;
  if (environment === undefined || key === undefined || segments.length !== 5) return undefined;
  return segments.every(isTokenSegment) ? { organization, user, project, environment, key } : undefined;
}
