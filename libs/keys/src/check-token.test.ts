import type { Caller } from '@smart-router/core';
import { checkToken } from './check-token.js';
import { hashToken } from './hash-token.js';
import type { KeyDirectory, KeyRecord } from './key-directory.js';
import { mintToken } from './mint-token.js';

const now = 1_800_000_000_000;

const caller: Caller = {
  tokenId: 'rtr_acme_ada_engine_prod_k20260614abcd',
  keyId: 'rtr_acme_ada_engine_prod_k20260614abcd',
  organization: 'acme',
  user: 'ada',
  project: 'engine',
  environment: 'prod',
  allow: ['default'],
  grants: [],
  limits: undefined,
  shape: undefined,
};

function directoryOf(change: Partial<KeyRecord> = {}): KeyDirectory {
  const tokenHash = hashToken('known');
  const record: KeyRecord = {
    tokenHash,
    status: 'active',
    ownersActive: true,
    expiresAt: undefined,
    graceUntil: undefined,
    caller,
    ...change,
  };
  return { ready: () => true, find: (hash) => (hash === tokenHash ? record : undefined) };
}

function answerTo(change: Partial<KeyRecord>): string {
  const result = checkToken('known', directoryOf(change), now);
  return result.ok ? 'in' : result.fault.type;
}

describe('checking a token', () => {
  test('an active token yields its caller', () => {
    expect(checkToken('known', directoryOf(), now)).toEqual({ ok: true, value: caller });
  });

  test.each<[Partial<KeyRecord>, string]>([
    [{ status: 'disabled' }, 'key-disabled'],
    [{ ownersActive: false }, 'key-disabled'],
    [{ status: 'suspended' }, 'key-suspended'],
    [{ status: 'expired' }, 'key-expired'],
    [{ expiresAt: now }, 'key-expired'],
    [{ expiresAt: now + 1 }, 'in'],
    [{ status: 'rotated' }, 'key-rotated'],
    [{ status: 'rotated', graceUntil: now }, 'key-rotated'],
    [{ status: 'rotated', graceUntil: now + 1 }, 'in'],
    [{ status: 'rotated', graceUntil: now + 1, expiresAt: now - 1 }, 'key-expired'],
    [{ status: 'removed' }, 'unauthorized'],
    [{ status: 'removed', ownersActive: false }, 'unauthorized'],
  ])('a token with %j answers %s', (change, answer) => {
    expect(answerTo(change)).toBe(answer);
  });

  test('a removed token cannot be told from one that never was', () => {
    const removed = checkToken('known', directoryOf({ status: 'removed' }), now);
    expect(removed).toEqual(checkToken('unknown', directoryOf(), now));
  });

  test('unknown and malformed tokens alike cost one lookup', () => {
    const seen: string[] = [];
    const directory: KeyDirectory = { ready: () => true, find: (hash) => void seen.push(hash) };
    for (const presented of ['', 'rubbish', 'rtr_a_b_c_d_e_f']) {
      expect(checkToken(presented, directory, now)).toMatchObject({ ok: false, fault: { type: 'unauthorized' } });
    }
    expect(seen).toHaveLength(3);
  });

  test('while the directory may lack the newest tokens, what is made like one is not called unknown', () => {
    const directory: KeyDirectory = { ready: () => true, isCurrent: () => false, find: () => undefined };
    const parts = { organization: 'acme', user: 'ada', project: 'engine', environment: 'prod' };
    const { token } = mintToken(parts, { now, randomBytes: (size) => new Uint8Array(size) });
    expect(checkToken(token, directory, now)).toMatchObject({ fault: { type: 'not-ready' } });
    for (const foreign of [`${token}x`, 'rtr_a_b_c_d_e_f', 'sk-other', '']) {
      expect(checkToken(foreign, directory, now)).toMatchObject({ fault: { type: 'unauthorized' } });
    }
  });

  test('no token is the caller’s fault, a directory that was never loaded is ours', () => {
    const directory: KeyDirectory = { ready: () => false, find: () => undefined };
    expect(checkToken(undefined, directory, now)).toMatchObject({ fault: { type: 'unauthorized' } });
    expect(checkToken('known', directory, now)).toMatchObject({ fault: { type: 'not-ready' } });
  });
});
