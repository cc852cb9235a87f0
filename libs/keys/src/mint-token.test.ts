import { createHash, randomBytes } from 'node:crypto';
import { hashToken } from './hash-token.js';
import { mintToken } from './mint-token.js';
import { isTokenSegment, looksLikeToken, parseTokenId } from './token-format.js';

const parts = { organization: 'acme', user: 'ada.l', project: 'engine-1', environment: 'prod' };
const now = Date.UTC(2026, 5, 14, 12);

describe('minting a token', () => {
  test('a token shows its owners, a key with the day of issue, and 49 characters of secret and checksum', () => {
    const { token, tokenId, tokenHash } = mintToken(parts, { now, randomBytes });
    expect(token).toMatch(/^rtr_acme_ada\.l_engine-1_prod_k20260614[0-9a-z]{4}_[A-Za-z0-9]{49}$/);
    expect(token.startsWith(`${tokenId}_`)).toBe(true);
    expect(tokenHash).toBe(createHash('sha256').update(token).digest('hex'));
    expect(hashToken(token)).toBe(tokenHash);
  });

  test('all 256 bits reach the secret: the largest and the smallest draw differ and keep their length', () => {
    const largest = mintToken(parts, { now, randomBytes: (count) => new Uint8Array(count).fill(255) });
    const smallest = mintToken(parts, { now, randomBytes: (count) => new Uint8Array(count) });
    const lastBit = mintToken(parts, { now, randomBytes: (count) => new Uint8Array(count).fill(1, count - 1) });
    expect(largest.token.split('_')[6]).toHaveLength(49);
    expect(smallest.token.split('_')[6]?.slice(0, 43)).toBe('0'.repeat(43));
    expect(lastBit.token.split('_')[6]?.slice(0, 43)).toBe(`${'0'.repeat(42)}1`);
  });

  test.each([0, Date.UTC(1999, 11, 31, 23, 59), Date.UTC(2024, 1, 29), Date.UTC(2027, 0, 1), Date.UTC(2100, 2, 1)])(
    'the day in the key is the calendar day of %d in UTC',
    (instant) => {
      const day = new Date(instant).toISOString().slice(0, 10).replaceAll('-', '');
      expect(mintToken(parts, { now: instant, randomBytes }).tokenId).toContain(`_k${day}`);
    },
  );

  test.each(['', 'under_score', 'sp ace', 'a'.repeat(65), 'ü'])(
    'a name that cannot stand in a token is refused: %j',
    (user) => {
      expect(isTokenSegment(user)).toBe(false);
      expect(() => mintToken({ ...parts, user }, { now, randomBytes })).toThrow(RangeError);
    },
  );
});

describe('recognising a token', () => {
  const { token, tokenId } = mintToken(parts, { now, randomBytes });

  test('a minted token looks like one, and one with any character changed does not', () => {
    expect(looksLikeToken(token)).toBe(true);
    for (let index = 0; index < token.length; index += 1) {
      const changed = token.slice(0, index) + (token[index] === 'x' ? 'y' : 'x') + token.slice(index + 1);
      expect(looksLikeToken(changed)).toBe(false);
    }
  });

  test.each(['', '_', 'rtr_', 'sk-proj-abc', token.slice(0, -1), `${token}0`, tokenId])('%j is no token', (text) => {
    expect(looksLikeToken(text)).toBe(false);
  });

  test('a token id can be taken apart for display', () => {
    expect(parseTokenId(tokenId)).toMatchObject(parts);
    expect(parseTokenId(token)).toBeUndefined();
    expect(parseTokenId('rtr_a_b_c_d')).toBeUndefined();
  });
});
