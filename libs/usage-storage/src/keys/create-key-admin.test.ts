import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { hashToken, looksLikeToken } from '@smart-router/keys';
import { openDatabase } from '../open-database.js';
import type { Tables } from '../tables.js';
import { openLedger, type Ledger } from '../testing/ledger.js';
import { sampleOrder } from '../testing/sample-order.js';
import { createKeyAdmin } from './create-key-admin.js';
import type { KeyAdmin, TokenOrder } from './key-admin.js';

let ledger: Ledger;
let database: Kysely<Tables>;
let admin: KeyAdmin;
beforeAll(async () => {
  ledger = await openLedger();
  database = openDatabase(ledger.url);
  admin = createKeyAdmin(database);
});
afterAll(async () => {
  await database.destroy();
  await ledger.drop();
});

const deed = { actor: 'ops', reason: 'ticket 7' };

async function issued(change: Partial<TokenOrder> = {}): Promise<{ readonly token: string; readonly tokenId: string }> {
  const result = await admin.issue(sampleOrder(change), deed);
  if (!result.ok) throw new Error(result.fault.message);
  return { token: result.value.token, tokenId: result.value.view.tokenId };
}

async function refusalOf(change: Partial<TokenOrder>): Promise<string> {
  const result = await admin.issue(sampleOrder(change), deed);
  return result.ok ? 'issued' : `${result.fault.type}: ${result.fault.message}`;
}

describe('issuing', () => {
  test('keeps the hash and every setting, never the secret', async () => {
    const { token, tokenId } = await issued();
    expect(looksLikeToken(token)).toBe(true);
    const shown = await admin.show(tokenId);
    const { owners, expiresAt, ...settings } = sampleOrder();
    expect(owners).toBe('create');
    expect(shown).toMatchObject({
      ok: true,
      value: { view: { ...settings, tokenId, keyId: tokenId, status: 'active' } },
    });
    expect(expiresAt).toBeGreaterThan(Date.now());
    const [row] = await ledger.query('select * from tokens where token_id = $1', [tokenId]);
    expect(row?.['token_hash']).toBe(hashToken(token));
    expect(JSON.stringify(row)).not.toContain(token.slice(tokenId.length + 1));
  });

  test('owners must be there unless they are created along, and refusing leaves nothing behind', async () => {
    expect(await refusalOf({ owners: 'must-exist', user: 'stranger' })).toBe(
      'not-found: user "stranger" is unknown and should exist, or be created with the token',
    );
    await issued({ user: 'member', project: 'home' });
    await issued({ user: 'other', project: 'away' });
    expect(await refusalOf({ owners: 'must-exist', user: 'member', project: 'away' })).toContain(
      'the membership of "member" in "away" is unknown',
    );
    expect(await refusalOf({ owners: 'must-exist', user: 'member', project: 'home' })).toBe('issued');
    await ledger.query(`update users set status = 'suspended' where name = 'other'`);
    expect(await refusalOf({ user: 'other', project: 'brand-new' })).toBe(
      'invalid-request: user "other" should be active, and is suspended',
    );
    expect(await ledger.query(`select name from projects where name = 'brand-new'`)).toEqual([]);
  });

  test.each<[Partial<TokenOrder>, string]>([
    [{ user: 'a_b' }, 'user should be 1 to 64 letters, digits, dots or dashes, got "a_b"'],
    [{ environment: '' }, 'environment should be 1 to 64 letters'],
    [{ allow: [] }, 'allow should name at least one model group'],
    [{ expiresAt: 1000 }, 'the expiry should be in the future, got 1970-01-01T00:00:01.000Z'],
  ])('refuses %j', async (change, message) => {
    expect(await refusalOf(change)).toContain(message);
  });

  test('an id that is taken is drawn again', async () => {
    const draws = [Buffer.alloc(4, 1), Buffer.alloc(4, 1), Buffer.alloc(4, 2)];
    const random = (count: number): Uint8Array =>
      count === 4 ? (draws.shift() ?? randomBytes(4)) : randomBytes(count);
    const repeating = createKeyAdmin(database, { now: () => Date.now(), randomBytes: random });
    const first = await repeating.issue(sampleOrder({ user: 'twin' }), deed);
    const second = await repeating.issue(sampleOrder({ user: 'twin' }), deed);
    expect([first.ok, second.ok, draws.length]).toEqual([true, true, 0]);
    expect(await admin.list({ user: 'twin' })).toHaveLength(2);
  });
});

describe('rotating', () => {
  test('the successor has the same settings and key, and the pair is linked', async () => {
    const { tokenId } = await issued({ user: 'rotator' });
    const before = Date.now();
    const result = await admin.rotate(tokenId, { graceMs: 1000 }, deed);
    if (!result.ok) throw new Error(result.fault.message);
    const { owners: _owners, expiresAt: _expiresAt, ...settings } = sampleOrder({ user: 'rotator' });
    expect(result.value.view).toMatchObject({ ...settings, keyId: tokenId, replaces: tokenId, status: 'active' });
    const old = await admin.show(tokenId);
    if (!old.ok) throw new Error(old.fault.message);
    expect(old.value.view.status).toBe('rotated');
    expect(old.value.view.graceUntil).toBeGreaterThanOrEqual(before + 1000);
    expect(old.value.view.expiresAt).toBe(result.value.view.expiresAt);
    expect(old.value.events.map(({ action, actor, reason }) => [action, actor, reason])).toEqual([
      ['issue', 'ops', 'ticket 7'],
      ['rotate', 'ops', 'ticket 7'],
    ]);
    const third = await admin.rotate(result.value.view.tokenId, { graceMs: 0 }, deed);
    expect(third).toMatchObject({ ok: true, value: { view: { keyId: tokenId, replaces: result.value.view.tokenId } } });
  });

  test('a token is rotated once, even by two at the same time', async () => {
    const { tokenId } = await issued({ user: 'racer' });
    const results = await Promise.all([1, 2].map(() => admin.rotate(tokenId, { graceMs: 0 }, deed)));
    expect(results.map((result) => result.ok).sort()).toEqual([false, true]);
    expect(await admin.list({ user: 'racer' })).toHaveLength(2);
  });

  test('an expired token needs a new expiry', async () => {
    const { tokenId } = await issued({ user: 'late' });
    await ledger.query(`update tokens set expires_at = now() - interval '1 day' where token_id = $1`, [tokenId]);
    expect(await admin.rotate(tokenId, { graceMs: 0 }, deed)).toMatchObject({
      ok: false,
      fault: { type: 'invalid-request' },
    });
    expect(await admin.rotate(tokenId, { graceMs: 0, expiresAt: Date.now() + 1000 }, deed)).toMatchObject({ ok: true });
  });
});

describe('changing the status', () => {
  test('suspend, resume, disable, resume, revoke; and nothing after that', async () => {
    const { tokenId } = await issued({ user: 'changing' });
    const statuses: string[] = [];
    for (const action of ['suspend', 'resume', 'disable', 'resume', 'revoke', 'resume', 'revoke'] as const) {
      const result = await admin.change(tokenId, action, deed);
      statuses.push(result.ok ? result.value.status : result.fault.message.replace(tokenId, 'it'));
    }
    expect(statuses).toEqual([
      ...['suspended', 'active', 'disabled', 'active', 'removed'],
      'resume needs a token that is suspended or disabled, and it is removed',
      'revoke needs a token that is active or rotated or suspended or expired or disabled, and it is removed',
    ]);
  });

  test('resuming a rotated token does not undo its rotation', async () => {
    const { tokenId } = await issued({ user: 'graceful' });
    await admin.rotate(tokenId, { graceMs: 1000 }, deed);
    await admin.change(tokenId, 'suspend', deed);
    expect(await admin.change(tokenId, 'resume', deed)).toMatchObject({ value: { status: 'rotated' } });
  });

  test('an unknown token is not found', async () => {
    expect(await admin.change('rtr_none', 'suspend', deed)).toMatchObject({ fault: { type: 'not-found' } });
    expect(await admin.show('rtr_none')).toMatchObject({ fault: { type: 'not-found' } });
  });
});

test('listing filters by owner, environment and status', async () => {
  const { tokenId } = await issued({ user: 'filtered', environment: 'dev' });
  await issued({ user: 'filtered', environment: 'prod' });
  await admin.change(tokenId, 'suspend', deed);
  expect(await admin.list({ user: 'filtered' })).toHaveLength(2);
  expect((await admin.list({ user: 'filtered', environment: 'dev' })).map((view) => view.tokenId)).toEqual([tokenId]);
  expect(await admin.list({ user: 'filtered', status: 'suspended' })).toMatchObject([{ tokenId }]);
  expect(await admin.list({ user: 'filtered', project: 'elsewhere' })).toEqual([]);
});
