import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import { openSpool } from '../spool/open-spool.js';
import { openLedger, scratchFolder, type Ledger, type Row } from '../testing/ledger.js';
import { sampleRecord } from '../testing/sample-record.js';
import { openBatchStore } from './batch-store.js';
import { startUsageWriter } from './start-usage-writer.js';
import { usageLine } from './usage-line.js';
import { blockOf } from '../spool/line-block.js';

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger();
});
afterAll(() => ledger.drop());
beforeEach(async () => {
  await ledger.query('truncate request_usage, request_attempts, request_errors');
  await ledger.query('truncate request_traffic_shape_events, request_upstream_shape_events');
  await ledger.query('truncate request_routing_decisions, request_target_candidates, request_trace_events');
});

const count = async (table: string): Promise<number> => {
  const [row] = await ledger.query(`select count(*)::int as rows from ${table}`);
  return Number(row?.['rows']);
};

describe('storing usage records', () => {
  test('every field of a record and of its attempts has a home', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    const record = sampleRecord();
    spool.record(record);
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await waitFor(() => writer.stats().committed === 1);
    await writer.close(1000);
    const { writerId } = spool.stats();
    await spool.close();
    const [usage] = await ledger.query('select * from request_usage');
    const { stored_at: storedAt, ...columns } = usage as Row;
    expect(storedAt).toBeInstanceOf(Date);
    const startedAt = new Date(record.startedAt);
    const own = { started_at: startedAt, admitted_at: startedAt, request_id: record.requestId, writer_id: writerId };
    expect(columns).toMatchObject(own);
    expect({ ...columns, started_at: '', admitted_at: '', request_id: '', writer_id: '' }).toMatchSnapshot();
    const attempts = await ledger.query('select * from request_attempts order by attempt_number');
    const common = { started_at: new Date(record.startedAt), attempt_started_at: new Date(record.startedAt) };
    expect(attempts).toEqual(attempts.map((attempt) => ({ ...attempt, ...common, request_id: record.requestId })));
    expect(
      attempts.map((attempt) => ({ ...attempt, started_at: '', attempt_started_at: '', request_id: '' })),
    ).toMatchSnapshot();
    const shaped = await ledger.query('select * from request_traffic_shape_events, request_upstream_shape_events');
    expect(shaped).toHaveLength(1);
    for (const table of ['request_traffic_shape_events', 'request_upstream_shape_events']) {
      const [event] = await ledger.query(`select * from ${table}`);
      const times = { started_at: new Date(record.startedAt), happened_at: new Date(record.startedAt) };
      expect(event).toMatchObject({ ...times, request_id: record.requestId });
      expect({ ...event, started_at: '', happened_at: '', request_id: '' }).toMatchSnapshot();
    }
    const keys = { started_at: startedAt, request_id: record.requestId };
    for (const table of ['request_routing_decisions', 'request_target_candidates', 'request_trace_events']) {
      const rows = await ledger.query(`select * from ${table} order by 1, 2, 3`);
      expect(rows).toEqual(rows.map((row) => ({ ...row, ...keys })));
      expect(rows.map((row) => ({ ...row, started_at: '', request_id: '' }))).toMatchSnapshot();
    }
    expect(Object.entries(columns).filter(([, value]) => value === null)).toEqual([
      ['error_type', null],
      ['error_class', null],
      ['on_disconnect', null],
    ]);
    expect(await count('request_errors')).toBe(0);
  });

  test('unknown values stay unknown, and a refused request also stands among the errors', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    const unknown = { group: undefined, target: undefined, tokens: {}, prices: undefined, costNanoUsd: undefined };
    spool.record(sampleRecord({ ...unknown, status: 429, errorType: 'rpm-exceeded', attempts: [], notes: [] }));
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await writer.close(5000);
    await spool.close();
    const [usage] = await ledger.query('select resolved_group, input_tokens, cost_nano_usd, notes from request_usage');
    expect(usage).toEqual({ resolved_group: null, input_tokens: null, cost_nano_usd: null, notes: null });
    expect(await ledger.query('select status, error_type, attempt_count from request_errors')).toEqual([
      { status: 429, error_type: 'rpm-exceeded', attempt_count: 0 },
    ]);
    expect(await count('request_attempts')).toBe(0);
  });

  test('what became known after a record was written joins it, whichever comes first, and is no record of its own', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    const record = sampleRecord({ callerShapeEvents: [], upstreamShapeEvents: [] });
    const { requestId, startedAt } = record;
    const [event] = sampleRecord().upstreamShapeEvents;
    if (event === undefined) throw new Error('the sample has no event');
    spool.recordLate({ requestId, startedAt, upstreamShapeEvents: [{ ...event, number: 2 }] });
    spool.record(record);
    spool.recordLate({ requestId, startedAt, upstreamShapeEvents: [{ ...event, number: 3 }] });
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await writer.close(5000);
    await spool.close();
    const joined = await ledger.query(
      `select event_number, decision, writer_seq from request_usage join request_upstream_shape_events
       using (started_at, request_id) order by event_number`,
    );
    const common = { decision: 'cooldown_started', writer_seq: '1' };
    expect(joined).toEqual([
      { event_number: 2, ...common },
      { event_number: 3, ...common },
    ]);
    expect([await count('request_usage'), await count('request_errors')]).toEqual([1, 0]);
    expect(await count('request_traffic_shape_events')).toBe(0);
  });

  test('a line that was written before there was evidence is stored, and what it does not say is unknown', async () => {
    const store = openBatchStore(ledger.url, 5000);
    const line = usageLine({ record: sampleRecord(), writerId: 'w', writerSeq: 1 });
    const { started_at, request_id, writer_id, writer_seq, ...told } = JSON.parse(line) as Row;
    const before = ['token_id', 'key_id', 'caller_organization', 'caller_user', 'caller_project', 'caller_environment'];
    const rest = ['inbound_dialect', 'stream', 'status', 'latency_ms', 'attempt_count', 'fallback_used', 'cost_basis'];
    const kept = Object.fromEntries([...before, ...rest].map((name) => [name, told[name]]));
    const attempts = [{ attempt_number: 1, target: 'openai/gpt-5', error_class: 'timeout' }];
    const old = { attempts, started_at, request_id, writer_id, writer_seq, ...kept };
    await store.store(blockOf([JSON.stringify(old)]));
    await store.close();
    const [usage] = await ledger.query('select planned_ms, service_tier, trace_event_count, status from request_usage');
    expect(usage).toEqual({ planned_ms: null, service_tier: null, trace_event_count: null, status: 200 });
    const [attempt] = await ledger.query('select error_class, is_kept, timeout_phase from request_attempts');
    expect(attempt).toEqual({ error_class: 'timeout', is_kept: null, timeout_phase: null });
    expect([await count('request_routing_decisions'), await count('request_target_candidates')]).toEqual([0, 0]);
  });

  test('storing the same records twice stores them once', async () => {
    const store = openBatchStore(ledger.url, 5000);
    const records = Array.from({ length: 5 }, () => sampleRecord({ status: 500, errorType: 'internal-error' }));
    const texts = records.map((record, index) => usageLine({ record, writerId: 'w', writerSeq: index + 1 }).trimEnd());
    const lines = blockOf([...texts, ...texts]);
    await store.store(lines);
    await store.store(lines);
    await store.close();
    expect([await count('request_usage'), await count('request_attempts'), await count('request_errors')]).toEqual([
      5, 10, 5,
    ]);
    expect(await count('request_upstream_shape_events')).toBe(5);
  });

  test('text that Postgres cannot hold is stored with a replacement, so that no caller can dodge the ledger', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    spool.record(sampleRecord({ requestedModel: 'a\u0000b\ud800c\\u0000d\u001fe"é😀' }));
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await writer.close(5000);
    await spool.close();
    expect(writer.stats()).toMatchObject({ committed: 1, rejected: 0 });
    const [usage] = await ledger.query('select requested_model from request_usage');
    expect(usage).toEqual({ requested_model: 'a\ufffdb\ufffdc\\u0000d\u001fe"é😀' });
  });

  test('a record that the database can never take is kept aside and does not hold up the others', async () => {
    const directory = scratchFolder();
    const spool = openSpool({ directory });
    for (let index = 0; index < 200; index += 1) spool.record(sampleRecord(index === 77 ? { startedAt: -9e15 } : {}));
    const problems: string[] = [];
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url, onProblem: (problem) => problems.push(problem) });
    await waitFor(() => spool.stats().records === 0);
    spool.record(sampleRecord());
    await waitFor(() => writer.stats().committed === 200);
    await writer.close(1000);
    await spool.close();
    expect(writer.stats()).toMatchObject({ rejected: 1, failures: 0 });
    expect(await count('request_usage')).toBe(200);
    const rejected: unknown = JSON.parse(readFileSync(join(directory, 'rejected.jsonl'), 'utf8'));
    expect(rejected).toMatchObject({
      reason: '22008',
      record: expect.stringContaining('"started_at":-9000000000000000'),
    });
    expect(problems).toEqual(['the database refused one usage record (22008): it is in rejected.jsonl']);
    expect(await ledger.query('select writer_seq from request_usage order by writer_seq desc limit 1')).toEqual([
      { writer_seq: '201' },
    ]);
  });

  test('a record larger than an index can hold is kept aside too', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    spool.record(sampleRecord({ requestId: randomBytes(10_000).toString('hex') }));
    spool.record(sampleRecord());
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await waitFor(() => writer.stats().committed === 1);
    await writer.close(1000);
    await spool.close();
    expect(writer.stats()).toMatchObject({ committed: 1, rejected: 1, failures: 0 });
  });

  test('no request took less than no time, though a clock was set back meanwhile', async () => {
    const spool = openSpool({ directory: scratchFolder() });
    spool.record(sampleRecord({ durationMs: -5000, firstTokenMs: -6000 }));
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url });
    await writer.close(5000);
    await spool.close();
    expect(await ledger.query('select latency_ms, first_token_ms from request_usage')).toEqual([
      { latency_ms: '0', first_token_ms: '0' },
    ]);
  });

  test('all that was written is removed from the disk once it is stored', async () => {
    const directory = scratchFolder();
    const spool = openSpool({ directory, segmentBytes: 20_000 });
    for (let index = 0; index < 100; index += 1) spool.record(sampleRecord());
    const folder = join(directory, spool.stats().writerId);
    expect(readdirSync(folder).length).toBeGreaterThan(3);
    const writer = startUsageWriter(spool, { databaseUrl: ledger.url, batchRecords: 7, batchDelayMs: 5 });
    await waitFor(() => spool.stats().records === 0);
    await waitFor(() => readdirSync(folder).length <= 2);
    await writer.close(1000);
    await spool.close();
    expect(await count('request_usage')).toBe(100);
    expect(readdirSync(directory)).toEqual([]);
  });
});
