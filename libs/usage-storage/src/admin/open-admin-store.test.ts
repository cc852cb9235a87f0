import { createHash } from 'node:crypto';
import { openLedger, type Ledger } from '../testing/ledger.js';
import type { AdminStore, SignInAttempt } from './admin-store.js';
import { openAdminStore } from './open-admin-store.js';
import type { SecurityEvent } from './security-event.js';

let ledger: Ledger;
let store: AdminStore;

beforeEach(async () => {
  ledger = await openLedger();
  store = openAdminStore(ledger.url);
});
afterEach(async () => {
  await store.close();
  await ledger.drop();
});

const now = Date.parse('2026-11-20T12:00:00Z');
const hourMs = 3_600_000;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const ada = { subjects: ['local:ada', 'group:analysts'], name: 'Ada', credentialStamp: 'stamp' };

describe('sessions', () => {
  const times = { now, ttlMs: 8 * hourMs };

  test('are found by their hash until they expire', async () => {
    await store.sessions.open(hashOf('a'), ada, times);
    const find = (at: number) => store.sessions.find(hashOf('a'), { now: at, idleMs: 24 * hourMs });
    expect(await find(now)).toEqual({ kind: 'live', session: ada });
    expect(await find(now + 8 * hourMs - 1)).toMatchObject({ kind: 'live' });
    expect(await find(now + 8 * hourMs)).toMatchObject({ kind: 'ended', reason: 'expired' });
    expect(await store.sessions.find(hashOf('b'), { now, idleMs: hourMs })).toEqual({ kind: 'unknown' });
  });

  test('end when nobody uses them, and live on while somebody does', async () => {
    await store.sessions.open(hashOf('a'), ada, times);
    const find = (at: number) => store.sessions.find(hashOf('a'), { now: at, idleMs: hourMs });
    expect(await find(now + hourMs / 2)).toMatchObject({ kind: 'live' });
    expect(await find(now + hourMs + 1)).toMatchObject({ kind: 'live' });
    expect(await find(now + 3 * hourMs)).toMatchObject({ kind: 'ended', reason: 'idle' });
  });

  test('end for good when their owner or an operator ends them', async () => {
    for (const id of ['a', 'b', 'c']) await store.sessions.open(hashOf(id), ada, times);
    await store.sessions.end(hashOf('a'));
    expect(await store.sessions.revoke({ handle: hashOf('b').slice(0, 12) })).toBe(1);
    expect((await store.sessions.list(now)).map(({ handle }) => handle)).toEqual([hashOf('c').slice(0, 12)]);
    expect(await store.sessions.revoke({ subject: 'group:analysts' })).toBe(1);
    expect(await store.sessions.find(hashOf('c'), { now, idleMs: hourMs })).toEqual({ kind: 'unknown' });
  });
});

describe('sign-ins at a provider', () => {
  const begin = (id: string, address = '192.0.2.1', at = now) =>
    store.transactions.begin({ transactionHash: hashOf(id), back: '/usage', address, now: at });

  test('are taken once, and not after ten minutes', async () => {
    expect(await begin('a')).toBe(true);
    expect(await store.transactions.take(hashOf('a'), now + 1)).toEqual({ back: '/usage' });
    expect(await store.transactions.take(hashOf('a'), now + 2)).toBeUndefined();
    await begin('b');
    expect(await store.transactions.take(hashOf('b'), now + 600_000)).toBeUndefined();
  });

  test('of one address are bounded, and do not keep others out', async () => {
    const begun = [];
    for (let number = 0; number < 210; number += 1) begun.push(await begin(`flood ${number}`));
    expect(begun.filter(Boolean)).toHaveLength(200);
    expect(await begin('other', '192.0.2.2')).toBe(true);
    await store.sweep(now + hourMs);
    expect(await ledger.query('select * from admin_transactions')).toEqual([]);
  });
});

describe('tries of passwords', () => {
  const attempt = (account: string, address: string, at = now): SignInAttempt => ({ account, address, now: at });

  /** Tries that may go on at one moment, until the first is refused. */
  async function triesAt(tries: SignInAttempt, most = 100): Promise<number> {
    for (let count = 0; count < most; count += 1) if ((await store.signIns.attempt(tries)).kind !== 'go') return count;
    return most;
  }

  test('of one account from one address are slowed by pauses that double', async () => {
    expect(await triesAt(attempt('ada', '192.0.2.1'))).toBe(6);
    const pauses = [];
    let at = now;
    for (let round = 0; round < 12; round += 1) {
      const refused = await store.signIns.attempt(attempt('ada', '192.0.2.1', at));
      if (refused.kind !== 'limited') throw new Error('it should be refused');
      pauses.push(refused.retryAfterMs);
      at += refused.retryAfterMs;
      expect(await store.signIns.attempt(attempt('ada', '192.0.2.1', at))).toEqual({ kind: 'go' });
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900].map((seconds) => seconds * 1000));
  });

  test('made all at once are counted one by one', async () => {
    const verdicts = await Promise.all(Array.from({ length: 40 }, () => store.signIns.attempt(attempt('ada', '::1'))));
    expect(verdicts.filter(({ kind }) => kind === 'go')).toHaveLength(6);
  });

  test('of many accounts from one address are slowed too', async () => {
    let gone = 0;
    for (let number = 0; number < 40; number += 1)
      if ((await store.signIns.attempt(attempt(`user ${number}`, '192.0.2.1'))).kind === 'go') gone += 1;
    expect(gone).toBe(21);
  });

  test('of one account from many addresses are slowed, but not from where its owner was before', async () => {
    await store.signIns.attempt(attempt('ada', '198.51.100.7'));
    await store.signIns.takeBack(attempt('ada', '198.51.100.7'), 'succeeded');
    let gone = 0;
    for (let number = 0; number < 60; number += 1)
      if ((await store.signIns.attempt(attempt('ada', `192.0.2.${number}`))).kind === 'go') gone += 1;
    expect(gone).toBe(31);
    expect(await store.signIns.attempt(attempt('ada', '198.51.100.7'))).toEqual({ kind: 'go' });
    expect(await store.signIns.attempt(attempt('ada', '203.0.113.9'))).toMatchObject({ kind: 'limited' });
    expect(await store.signIns.attempt(attempt('ada', '203.0.113.9', now + 60_000))).toEqual({ kind: 'go' });
  });

  test('are forgiven by a right password, and not counted when nobody looked', async () => {
    for (let round = 0; round < 30; round += 1) {
      expect(await store.signIns.attempt(attempt('ada', '::1'))).toEqual({ kind: 'go' });
      await store.signIns.takeBack(attempt('ada', '::1'), round % 2 === 0 ? 'succeeded' : 'undecided');
    }
    expect(await triesAt(attempt('ada', '::1'))).toBe(6);
  });

  test('from ten thousand addresses leave a bounded number of rows', async () => {
    await ledger.query(
      `insert into admin_sign_ins select 'pair ada ' || n, 1, $1, $1, null from generate_series(1, 30000) n`,
      [new Date(now)],
    );
    await store.sweep(now + 1000);
    expect(await ledger.query('select count(*)::int from admin_sign_ins')).toEqual([{ count: 20_000 }]);
    await store.sweep(now + 2 * hourMs);
    expect(await ledger.query('select count(*)::int from admin_sign_ins')).toEqual([{ count: 0 }]);
  });
});

describe('events of access', () => {
  const event: SecurityEvent = {
    ...{ at: now, type: 'sign-in', outcome: 'failed', reason: 'wrong-password', surface: 'reports' },
    ...{ subject: 'local:ada', method: 'POST', pathTemplate: '/sign-in', status: 401, address: '192.0.2.1' },
  };

  test('are stored when they have been noted', async () => {
    await store.note(event);
    expect(await ledger.query('select * from security_access_events')).toMatchObject([
      {
        ...{ started_at: new Date(now), event_type: 'sign-in', outcome: 'failed', reason_code: 'wrong-password' },
        ...{ surface: 'reports', subject: 'local:ada', domain: null, http_method: 'POST', path_template: '/sign-in' },
        ...{ status: 401, address: '192.0.2.1', event_count: '1' },
      },
    ]);
  });

  test('of a flood are counted: sixty rows a minute and a kind, and one for the rest of an address', async () => {
    const flood = Array.from({ length: 10_000 }, (_, index) => store.note({ ...event, at: now + index }));
    await Promise.all([...flood, store.note({ ...event, outcome: 'ok', reason: undefined })]);
    await store.close();
    const rows = await ledger.query(
      'select outcome, count(*)::int as rows, sum(event_count)::int as events from security_access_events group by 1 order by 1',
    );
    expect(rows).toEqual([
      { outcome: 'failed', rows: 61, events: 10_000 },
      { outcome: 'ok', rows: 1, events: 1 },
    ]);
    const counted = 'select subject, address, event_count from security_access_events where event_count > 1';
    expect(await ledger.query(counted)).toEqual([{ subject: null, address: '192.0.2.1', event_count: '9940' }]);
  });

  test('of a flood from ten thousand addresses are counted in few rows, and none is lost', async () => {
    const addresses = Array.from({ length: 10_000 }, (_, index) => `2001:db8::${index.toString(16)}`);
    await Promise.all(addresses.map((address, index) => store.note({ ...event, address, at: now + index })));
    await store.close();
    const rows = 'select count(*)::int as rows, sum(event_count)::int as events from security_access_events';
    expect(await ledger.query(rows)).toEqual([{ rows: 60 + 50 + 1, events: 10_000 }]);
  });

  test('wait for a database that is away, and let nobody wait for it', async () => {
    const problems: string[] = [];
    const away = openAdminStore(ledger.url, { onProblem: (message) => problems.push(message) });
    await ledger.query('alter table security_access_events rename to elsewhere');
    await away.note(event);
    expect(problems[0]).toContain('kept until the database is back');
    await ledger.query('alter table elsewhere rename to security_access_events');
    await away.close();
    expect(await ledger.query('select event_type from security_access_events')).toHaveLength(1);
  });
});
