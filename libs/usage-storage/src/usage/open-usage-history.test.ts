import { newRequestId, type UsageSums } from '@smart-router/core';
import { startPostgres, waitFor, type Service } from '@smart-router/dev-services';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { blockOf } from '../spool/line-block.js';
import { openSpool } from '../spool/open-spool.js';
import { migrateAt, openLedger, scratchFolder, type Ledger } from '../testing/ledger.js';
import { sampleRecord } from '../testing/sample-record.js';
import { openBatchStore } from './batch-store.js';
import { openUsageHistory } from './open-usage-history.js';
import { startUsageWriter } from './start-usage-writer.js';
import { usageLine } from './usage-line.js';

const dayMs = 86_400_000;
const monthStartMs = Date.UTC(2026, 9, 1);
const keys = ['key:k_1', 'key:k_2', 'user:acme/ada', 'user:acme/bob', 'project:acme/web', 'organization:acme'];

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.drop());
beforeEach(() => ledger.query('truncate request_usage, request_attempts, request_errors, usage_sums'));

const dayOf = (atMs: number): number => Math.floor(atMs / dayMs);
const open = (url = ledger.url, stored = () => Promise.resolve()) =>
  openUsageHistory({ databaseUrl: url, timeoutMs: 60_000, stored });

/** A request of someone at some time; refused ones count for nobody. */
const asked = fc.record({
  keyId: fc.constantFrom('k_1', 'k_2'),
  user: fc.constantFrom('ada', 'bob'),
  atMs: fc.integer({ min: -3 * dayMs, max: 40 * dayMs }).map((ms) => monthStartMs + ms),
  counted: fc.option(fc.record({ tokens: fc.nat(1_000_000), costNanoUsd: fc.bigInt({ min: 0n, max: 10n ** 15n }) })),
});

test('the sums equal what was counted, whoever asks for whatever day, however often the rows came', async () => {
  const store = openBatchStore(ledger.url, 5000);
  const history = open();
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 60 }), fc.nat(40), async (requests, days) => {
      await ledger.query('truncate request_usage, request_attempts, request_errors, usage_sums');
      const lines = requests.map(({ keyId, user, atMs, counted }, index) => {
        const requestId = newRequestId(atMs, randomBytes);
        const record = sampleRecord({
          ...{ requestId, startedAt: atMs - 50, keyId, user, project: 'web' },
          counted: counted === null ? undefined : { admittedAt: atMs, ...counted },
        });
        return usageLine({ record, writerId: 'w', writerSeq: index + 1 }).trimEnd();
      });
      const half = Math.ceil(lines.length / 2);
      await store.store(blockOf(lines.slice(0, half)));
      await store.store(blockOf(lines));
      const atMs = monthStartMs + days * dayMs;
      expect(await history.sums(keys, dayOf(atMs))).toEqual(keys.map((key) => expectedSums(key, requests, atMs)));
    }),
    { numRuns: 25 },
  );
  await history.close();
  await store.close();
});

type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

function expectedSums(key: string, requests: readonly Asked[], atMs: number): UsageSums {
  const own = requests.filter(
    ({ keyId, user }) => [`key:${keyId}`, `user:acme/${user}`].includes(key) || !/key|user/.test(key),
  );
  const sum = (isMeant: (ms: number) => boolean) => {
    const counted = own.filter((request) => isMeant(request.atMs)).flatMap((request) => request.counted ?? []);
    return {
      requests: counted.length,
      tokens: counted.reduce((total, { tokens }) => total + tokens, 0),
      costNanoUsd: counted.reduce((total, { costNanoUsd }) => total + costNanoUsd, 0n),
    };
  };
  const monthOf = (ms: number) => new Date(ms).toISOString().slice(0, 7);
  return {
    key,
    day: sum((ms) => dayOf(ms) === dayOf(atMs)),
    month: sum((ms) => monthOf(ms) === monthOf(atMs)),
    lifetime: sum(() => true),
  };
}

test('several writers add to the same sums at once, and none waits for another in a circle', async () => {
  const stores = Array.from({ length: 4 }, () => openBatchStore(ledger.url, 20_000));
  const atMs = Date.now();
  const block = (writer: number, batch: number) =>
    blockOf(
      Array.from({ length: 50 }, (_, index) => {
        const counted = { admittedAt: atMs, tokens: 1, costNanoUsd: 2n };
        const record = sampleRecord({
          keyId: `k_${(index * 7 + writer) % 5}`,
          user: `u${(index + batch) % 3}`,
          counted,
        });
        return usageLine({ record, writerId: `w${writer}`, writerSeq: batch * 50 + index + 1 }).trimEnd();
      }),
    );
  await Promise.all(
    stores.map(async (store, writer) => {
      for (let batch = 0; batch < 10; batch += 1) await store.store(block(writer, batch));
      await store.close();
    }),
  );
  const history = open();
  const [sums] = await history.sums(['organization:acme'], dayOf(atMs));
  expect(sums?.day).toEqual({ requests: 2000, tokens: 2000, costNanoUsd: 4000n });
  await history.close();
});

test('what this process has recorded is stored before it is summed up', async () => {
  const spool = openSpool({ directory: scratchFolder() });
  const writer = startUsageWriter(spool, { databaseUrl: ledger.url, batchDelayMs: 100 });
  const history = open(ledger.url, () => spool.caughtUp());
  for (let turn = 1; turn <= 5; turn += 1) {
    const admittedAt = Date.now();
    spool.record(sampleRecord({ keyId: 'k_1', counted: { admittedAt, tokens: 10, costNanoUsd: 0n } }));
    const [sums] = await history.sums(['key:k_1'], dayOf(admittedAt));
    expect(sums?.lifetime.tokens).toBe(turn * 10);
  }
  await history.close();
  await writer.close(1000);
  await spool.close();
});

describe('while the database is away', () => {
  const directory = scratchFolder();
  let server: Service;
  beforeAll(async () => {
    server = await startPostgres({ directory, durability: 'none', afterwards: 'remove' });
    await migrateAt(server.url);
  });
  afterAll(() => server.stop());

  test('a read fails in bounded time, and succeeds when the database is back', async () => {
    const history = openUsageHistory({
      databaseUrl: server.url,
      timeoutMs: 1000,
      stored: () => new Promise(() => undefined),
    });
    const isRead = () =>
      history.sums(['key:k_1'], 20_000).then(
        ({ length }) => length === 1,
        () => false,
      );
    await waitFor(isRead);
    server.pause();
    const reads = ['key:k_1', 'key:k_2', 'key:k_3'].map((key) => history.sums([key], 20_000));
    const outcomes = await Promise.allSettled(reads);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    server.resume();
    await waitFor(isRead);
    server.pause();
    await history.close();
    server.resume();
  });
});

test('rows from before there were sums are summed up when the tables are changed', async () => {
  const { migrations } = await import('../migrations.js');
  await ledger.query('drop table usage_sums');
  await ledger.query(
    'alter table request_usage drop column admitted_at, drop column counted_tokens, drop column counted_cost_nano_usd',
  );
  const insert = (id: string, parts: Readonly<Record<string, unknown>>) => {
    const row = {
      ...{
        started_at: '2026-10-02T23:59:59Z',
        request_id: id,
        writer_id: 'w',
        writer_seq: 1,
        token_id: 't',
        key_id: 'k_9',
      },
      ...{ caller_organization: 'acme', caller_user: 'ada', caller_project: 'web', caller_environment: 'prod' },
      ...{ inbound_dialect: 'openai-chat', stream: false, status: 200, latency_ms: 1, fallback_used: false },
      ...{ cost_basis: 'computed', attempt_count: 1, ...parts },
    };
    const names = Object.keys(row);
    return ledger.query(
      `insert into request_usage (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
  };
  await insert('served', {
    target: 't',
    input_tokens: 10,
    cached_input_tokens: 5,
    output_tokens: 20,
    cost_nano_usd: 7,
  });
  await insert('untold', { target: 't', estimated_input_tokens: 100, cost_nano_usd: 1 });
  await insert('failed', { status: 502, error_type: 'upstream-failed', estimated_input_tokens: 50, cost_nano_usd: 0 });
  await insert('refused', { status: 429, error_type: 'rpm-exceeded', attempt_count: 0, cost_nano_usd: 0 });
  for (const statement of migrations['0004-usage-sums'] ?? []) await ledger.query(statement);
  const history = open();
  const [sums] = await history.sums(['key:k_9'], dayOf(Date.UTC(2026, 9, 2)));
  expect(sums?.day).toEqual({ requests: 3, tokens: 135, costNanoUsd: 8n });
  await history.close();
});
