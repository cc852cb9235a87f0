import { randomBytes } from 'node:crypto';
import { newRequestId, type UsageRecord } from '@smart-router/core';
import { openSnapshots, type Snapshots } from '../reports/open-snapshots.js';
import { blockOf } from '../spool/line-block.js';
import { openLedger, type Ledger, type Row } from '../testing/ledger.js';
import { sampleRecord } from '../testing/sample-record.js';
import { openBatchStore } from '../usage/batch-store.js';
import { usageLine } from '../usage/usage-line.js';
import { evidenceStatement } from './evidence-statement.js';
import { readRequestEvidence, type EvidenceScope } from './read-request-evidence.js';

let ledger: Ledger;
let snapshots: Snapshots;
beforeAll(async () => {
  ledger = await openLedger();
  snapshots = openSnapshots(ledger.url);
});
afterAll(async () => {
  await snapshots.close();
  await ledger.drop();
});

let writerSeq = 0;

async function store(...records: readonly UsageRecord[]): Promise<void> {
  const writer = openBatchStore(ledger.url, 5000);
  const lines = records.map((record) => usageLine({ record, writerId: 'w', writerSeq: (writerSeq += 1) }).trimEnd());
  await writer.store(blockOf(lines));
  await writer.close();
}

const read = (requestId: string, scope: EvidenceScope = 'everything') =>
  snapshots.read((ask) => readRequestEvidence(ask, { requestId, scope }));

describe('the evidence of one request', () => {
  test('is what its record said', async () => {
    const record = sampleRecord();
    await store(record);
    const evidence = await read(record.requestId);
    const { request, decision, candidates, attempts, callerShapeEvents, upstreamShapeEvents, steps } = evidence ?? {};
    expect(request).toMatchObject({
      ...{ requestId: record.requestId, startedAt: record.startedAt, keyId: record.keyId, tokenId: record.tokenId },
      ...{ organization: 'acme', user: 'ada', project: 'engine', environment: 'prod', client: 'codex' },
      ...{ status: 200, stream: true, fallbackUsed: true, attemptCount: 2, latencyMs: 1235, admittedMs: 0 },
      ...{ bodyReadMs: 1, plannedMs: 3, tokens: record.tokens, prices: record.prices, costBasis: 'computed' },
      ...{ costNanoUsd: record.costNanoUsd, upstreamCostNanoUsd: record.upstreamCostNanoUsd, errorType: undefined },
      ...{ serviceTier: 'priority', notes: record.notes.join('; '), writerId: 'w' },
    });
    const policy = { ...record.decision?.policy, durationMs: 302 };
    expect(decision).toEqual({ ...record.decision, policy });
    expect(candidates).toEqual(record.candidates);
    expect(steps).toEqual([{ ...record.traceEvents[0], atMs: 180 }]);
    const rounded = { connectedMs: 3, firstByteMs: 12 };
    expect(attempts).toEqual(record.attempts.map((attempt) => ({ ...attempt, ...rounded })));
    expect(callerShapeEvents).toMatchObject([{ decision: 'queued', scope: 'key', queueWaitMs: 40 }]);
    expect(upstreamShapeEvents).toMatchObject([
      { decision: 'cooldown_started', attemptNumber: 1, target: 'openai/gpt-5', isProbe: false, retryAfterMs: 2000 },
    ]);
  });

  test('has the waits that targets were ordered by', async () => {
    const { candidates: scored } = sampleRecord();
    const wait = { kind: 'wait', final: 0.94, speed: 1, waitMs: 1_310, observationCount: 40 } as const;
    const scores = [
      wait,
      { ...wait, final: 0, speed: 0, waitMs: undefined },
      { ...wait, final: 0, speed: undefined, waitMs: undefined },
    ];
    const candidates = scored.map((candidate, index) => ({ ...candidate, score: scores[index] }));
    const record = sampleRecord({ candidates });
    await store(record);
    const evidence = await read(record.requestId);
    expect(evidence?.candidates).toEqual(candidates);
    const planned = evidence?.timeline.find(({ kind }) => kind === 'planned');
    expect(planned?.details.filter(({ name }) => name.startsWith('score of')).map(({ value }) => value)).toEqual([
      '0.940, 1310 ms expected, 1.00 as fast as the fastest, 40 observed',
      'nothing served, 40 observed',
      'too little known, 40 observed',
    ]);
  });

  test('is complete when all of its rows are there, and says what was removed', async () => {
    const record = sampleRecord({ status: 502, errorType: 'upstream-failed', errorClass: 'server_error' });
    await store(record);
    expect((await read(record.requestId))?.sections).toEqual({
      completeness: 'complete',
      states: {
        ...{ usage: 'present', attempts: 'present', decision: 'present', candidates: 'present', error: 'present' },
        ...{ 'caller-shaping': 'present', 'upstream-shaping': 'present', steps: 'present' },
      },
    });
    await remove(record, 'request_target_candidates', 'request_traffic_shape_events', 'request_trace_events');
    expect((await read(record.requestId))?.sections).toMatchObject({
      completeness: 'partial',
      states: { candidates: 'missing', 'caller-shaping': 'missing', steps: 'missing', attempts: 'present' },
    });
    await remove(record, 'request_attempts', 'request_routing_decisions', 'request_errors');
    await remove(record, 'request_upstream_shape_events');
    expect((await read(record.requestId))?.sections.completeness).toBe('minimal');
  });

  test('lacks nothing that never was', async () => {
    const nothing = { attempts: [], decision: undefined, candidates: [], traceEvents: [], upstreamShapeEvents: [] };
    const record = sampleRecord({ ...nothing, callerShapeEvents: [], plannedMs: undefined });
    await store(record);
    const { completeness, states } = (await read(record.requestId))?.sections ?? {};
    expect(completeness).toBe('complete');
    expect(new Set(Object.values({ ...states, usage: 'not-applicable' }))).toEqual(new Set(['not-applicable']));
  });

  test('is read of a request from before there was any, and lacks nothing that was not kept then', async () => {
    const record = sampleRecord();
    const line = JSON.parse(usageLine({ record, writerId: 'w', writerSeq: (writerSeq += 1) })) as Row;
    const names = [
      'request_id',
      'started_at',
      'writer_id',
      'writer_seq',
      'token_id',
      'key_id',
      'caller_user',
      'stream',
    ];
    const rest = [
      'caller_organization',
      'caller_project',
      'caller_environment',
      'inbound_dialect',
      'status',
      'latency_ms',
    ];
    const counts = ['attempt_count', 'fallback_used', 'cost_basis'];
    const old = Object.fromEntries([...names, ...rest, ...counts].map((name) => [name, line[name]]));
    const attempts = [{ attempt_number: 1, target: 'a' }, { attempt_number: 2 }];
    const writer = openBatchStore(ledger.url, 5000);
    await writer.store(blockOf([JSON.stringify({ ...old, attempts })]));
    await writer.close();
    const evidence = await read(record.requestId);
    expect(evidence?.sections).toMatchObject({ completeness: 'complete', states: { decision: 'not-applicable' } });
    expect(evidence?.attempts).toMatchObject([{ number: 1, target: 'a', isKept: undefined }, { number: 2 }]);
    expect(evidence?.timeline.map(({ kind }) => kind)).toEqual(['arrived', 'ended']);
  });

  test('tells a timeline in the order of time', async () => {
    const record = storyWithFallback();
    await store(record);
    const evidence = await read(record.requestId);
    const lines = evidence?.timeline.map(({ atMs, text, tone, details }) =>
      [`${String(atMs).padStart(5)} ${tone === 'neutral' ? ' ' : tone === 'good' ? '+' : '!'} ${text}`]
        .concat(details.map(({ name, value }) => `          ${name}: ${value}`))
        .join('\n'),
    );
    expect(`\n${lines?.join('\n')}\n`).toMatchSnapshot();
  });
});

describe('who may see it', () => {
  const domains = [{ project: 'engine', environment: undefined }];

  test.each<[string, EvidenceScope, boolean]>([
    ['an operator of everything', 'everything', true],
    ['an operator of the project', domains, true],
    ['an operator of the project in its environment', [{ project: 'engine', environment: 'prod' }], true],
    ['an operator of the project in another environment', [{ project: 'engine', environment: 'test' }], false],
    ['an operator of another project', [{ project: 'web', environment: undefined }], false],
    ['an operator of nothing', [], false],
    ['its key', { keyId: 'rtr_acme_ada_engine_prod_k20260101abcd' }, true],
    ['another key', { keyId: 'rtr_acme_ada_engine_prod_k20260614abcd' }, false],
  ])('%s', async (_name, scope, sees) => {
    const record = sampleRecord();
    await store(record);
    expect((await read(record.requestId, scope)) !== undefined).toBe(sees);
  });

  test('nobody sees what is no request', async () => {
    const unknown = newRequestId(Date.now(), randomBytes);
    const farAway = `req_${'f'.repeat(32)}`;
    for (const id of [unknown, farAway, 'req_', '', 'x', `${unknown}0`, unknown.toUpperCase()])
      expect(await read(id)).toBeUndefined();
  });
});

test('a look-up by id reads one partition of each table by its key', async () => {
  const record = sampleRecord();
  await store(record);
  const plan = await ledger.query(`explain ${evidenceStatement('true')}`, [
    new Date(record.startedAt).toISOString(),
    record.requestId,
  ]);
  const text = plan.map((row) => String(row['QUERY PLAN'])).join('\n');
  const scans = text.match(/(?:Index|Seq|Bitmap Heap) .*Scan.* on \w+|Seq Scan on \w+/g) ?? [];
  expect(scans).toHaveLength(8);
  expect(scans.filter((scan) => !/^Index Scan using \w+_pkey on \w+_y\d{4}m\d{2}$/.test(scan))).toEqual([]);
});

async function remove(record: UsageRecord, ...tables: readonly string[]): Promise<void> {
  for (const table of tables) await ledger.query(`delete from ${table} where request_id = $1`, [record.requestId]);
}

/** Waited for a rate, was limited at its first target, and served by the second. */
function storyWithFallback(): UsageRecord {
  const startedAt = Date.UTC(2026, 10, 15, 12);
  const sample = sampleRecord();
  const [first, second] = sample.attempts;
  const [queued] = sample.callerShapeEvents;
  const [cooldown] = sample.upstreamShapeEvents;
  if (first === undefined || second === undefined || queued === undefined || cooldown === undefined)
    throw new Error('the sample has two attempts and an event of each kind');
  return {
    ...sample,
    ...{ requestId: newRequestId(startedAt, randomBytes), startedAt, bodyReadMs: 2, plannedMs: 44 },
    callerShapeEvents: [{ ...queued, at: startedAt + 42 }],
    counted: { admittedAt: startedAt + 43, tokens: 177, costNanoUsd: 1n },
    attempts: [
      { ...first, startedAt: startedAt + 45 },
      { ...second, startedAt: startedAt + 200 },
    ],
    upstreamShapeEvents: [{ ...cooldown, at: startedAt + 76 }],
    firstTokenMs: 240,
    durationMs: 1310,
  };
}
