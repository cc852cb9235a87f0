import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startStackWith, type Stack, type UsageRow } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const target = (model: string, more: object = {}) => ({ dialect: 'openai-chat', model, ...more }) as const;

const groups: readonly TestGroup[] = [
  { name: 'plain', targets: [target('sim-ok+decided')] },
  {
    ...{ name: 'drawn', targets: [target('sim-ok+one'), { dialect: 'anthropic-messages', model: 'sim-ok+two' }] },
    options: { strategy: 'weighted' },
  },
  {
    name: 'waits',
    targets: [target('sim-429-hint-once+wait-300')],
    options: { retry: { wait_for_retry_after_ms: 2000 } },
  },
  {
    ...{ name: 'resumes', targets: [target('sim-die-mid-stream+tokens-20'), target('sim-ok+tokens-20')] },
    options: { mid_stream: 'resume' },
  },
  { name: 'slow', targets: [target('sim-first-token-late+wait-1500')] },
  { name: 'slower', targets: [target('sim-first-token-late+wait-20000')] },
];

/** A row of any table, as far as it is known beforehand. */
type Row = Readonly<Record<string, unknown>>;

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) => targetConfig(groups, places, { keepalive_interval_ms: 300 }));
});
afterAll(() => stack.close());

async function ask(model: string, more: object = {}, leaving?: AbortController): Promise<string> {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], ...more }),
    ...(leaving === undefined ? {} : { signal: leaving.signal }),
  });
  leaving?.abort();
  await answer.text().catch(() => ''); // who left hears no more
  return answer.headers.get('x-request-id') ?? '';
}

async function rowOf(requestId: string): Promise<UsageRow> {
  return waitFor(
    async () => {
      const { rows } = await sql<UsageRow>`select * from request_usage where request_id = ${requestId}`.execute(
        stack.database,
      );
      return rows[0];
    },
    { what: `the row of ${requestId}` },
  );
}

/** The rows of a request in another table, once its own row is there, with which they come. */
async function rowsOf(table: string, requestId: string, order: string): Promise<readonly Row[]> {
  await rowOf(requestId);
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where request_id = ${requestId} order by ${sql.ref(order)}`.execute(
    stack.database,
  );
  return rows;
}

const stepsOf = (requestId: string) => rowsOf('request_trace_events', requestId, 'event_number');

it('leaves a decision, its candidates and no further step of an ordinary request', async () => {
  const requestId = await ask('plain', { max_tokens: 50 });
  expect(await rowsOf('request_routing_decisions', requestId, 'strategy')).toMatchObject([
    {
      ...{ strategy: 'failover', candidate_count: 1, eligible_count: 1, selected_target: 'plain-1/simulated' },
      ...{ fallback_count: 0, needs: 'text,max_tokens', output_cap_tokens: 50n, draw_per_million: null },
      ...{ is_issuer_bound: false, prefers_home: false },
    },
  ]);
  expect(await rowsOf('request_target_candidates', requestId, 'candidate_number')).toMatchObject([
    { target: 'plain-1/simulated', provider: 'plain-1', model: 'sim-ok+decided', plan_place: 1, filter_reasons: null },
  ]);
  expect(await stepsOf(requestId)).toEqual([]);
  const row = await rowOf(requestId);
  expect(row).toMatchObject({ trace_event_count: null, caller_shape_event_count: null });
  const { body_read_ms: read, planned_ms: planned, latency_ms: latency } = row as Readonly<Record<string, bigint>>;
  expect([read, planned, latency]).toEqual(
    [read, planned, latency].toSorted((one, other) => Number(one) - Number(other)),
  );
  const [attempt] = await rowsOf('request_attempts', requestId, 'attempt_number');
  expect(attempt).toMatchObject({ is_kept: true, timeout_phase: null });
  const bytes = attempt as Readonly<Record<'request_bytes' | 'response_bytes', bigint>>;
  expect(bytes.request_bytes > 50n && bytes.response_bytes > 50n).toBe(true);
});

it('keeps the number that was drawn, and what a translation to each target would lose', async () => {
  const requestId = await ask('drawn', { seed: 7 });
  const [decision] = await rowsOf('request_routing_decisions', requestId, 'strategy');
  const candidates = await rowsOf('request_target_candidates', requestId, 'candidate_number');
  const drawn = Number(decision?.['draw_per_million']);
  const first = drawn < 500_000 ? 'drawn-1/simulated' : 'drawn-2/simulated';
  expect(decision).toMatchObject({ strategy: 'weighted', selected_target: first, fallback_count: 1 });
  expect(candidates.map((each) => [each['plan_place'] === 1, each['target'] === first])).toEqual([
    [drawn < 500_000, drawn < 500_000],
    [drawn >= 500_000, drawn >= 500_000],
  ]);
  expect(candidates.map((each) => each['lost_field_count'])).toEqual([null, 1]);
});

it('tells of a wait before the next attempt', async () => {
  const requestId = await ask('waits');
  const steps = await stepsOf(requestId);
  expect(steps.map((step) => [step['event'], step['attempt_number']])).toContainEqual(['retry-waited', 2]);
  const waited = steps.find((step) => step['event'] === 'retry-waited')?.['waited_ms'];
  expect(Number(waited)).toBeGreaterThanOrEqual(300);
  expect(await rowOf(requestId)).toMatchObject({ trace_event_count: steps.length });
});

it('tells that an attempt went on where another broke off', async () => {
  const requestId = await ask('resumes', { stream: true });
  expect(await stepsOf(requestId)).toMatchObject([{ event: 'resumed', attempt_number: 2 }]);
  const attempts = await rowsOf('request_attempts', requestId, 'attempt_number');
  expect(attempts.map((attempt) => [attempt['is_kept'], attempt['error_class'] === null])).toEqual([
    [true, false],
    [true, true],
  ]);
});

it('tells that status and a comment had left before there was an answer', async () => {
  const requestId = await ask('slow', { stream: true });
  expect((await stepsOf(requestId)).map((step) => step['event'])).toEqual(['stream-committed']);
});

it('tells when the caller left', async () => {
  const requestId = await ask('slower', { stream: true }, new AbortController());
  const row = await rowOf(requestId);
  expect(row).toMatchObject({ status: 499 });
  const left = (await stepsOf(requestId)).find((step) => step['event'] === 'caller-left');
  expect(Number(left?.['at_ms'])).toBeLessThanOrEqual(Number(row['latency_ms']));
});
