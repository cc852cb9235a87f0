import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup, type TestTarget } from './target-config.js';

// Who fails is not paused here: what is seen is what the strategies make of it.
const provider = { backoff: { failure: { threshold: 1_000_000 } } };
const target = (model: string): TestTarget => ({ dialect: 'openai-chat', model, provider });
const retry = { same_target: 0 };

const groups: readonly TestGroup[] = [
  {
    name: 'turns',
    targets: [target('sim-ok+a'), target('sim-ok+b'), target('sim-ok+c')],
    options: { strategy: 'round-robin', retry },
  },
  {
    name: 'paused',
    targets: [target('sim-429-hint-lasting:wait-600000'), target('sim-ok+d'), target('sim-ok+e')],
    options: { strategy: 'round-robin', retry },
  },
  {
    name: 'unknown',
    targets: [target('sim-ok+one'), target('sim-ok+other')],
    options: { strategy: 'least-latency', retry },
  },
  {
    name: 'scored',
    targets: [target('sim-503-lasting+broken'), target('sim-ok+steady')],
    options: {
      strategy: 'dynamic-score',
      retry,
      dynamic_score: {
        min_observations: 3,
        cold_start_policy: 'explore',
        score_terms: [{ name: 'serves', expression: 'reliability' }],
        thresholds: { max_error_rate: 0.5 },
      },
    },
  },
];

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) => targetConfig(groups, places));
});
afterAll(() => stack.close());

interface Answered {
  readonly requestId: string;
  /** The place in its group of the target that served, 1 for the first. */
  readonly servedBy: number;
}

/** Asks so often, one after the other. */
async function askFor(model: string, times: number): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  for (let time = 0; time < times; time += 1) {
    const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
    });
    await answer.text();
    expect(answer.status).toBe(200);
    const servedBy = Number(answer.headers.get('x-router-target')?.match(/-(\d)\//)?.[1]);
    answers.push({ requestId: answer.headers.get('x-request-id') ?? '', servedBy });
  }
  return answers;
}

/** The same, as the ids of the requests. */
async function ask(model: string, times: number): Promise<readonly string[]> {
  return (await askFor(model, times)).map(({ requestId }) => requestId);
}

type Row = Readonly<Record<string, unknown>>;

/** The place in its group of the target that stood first at each of the requests, 1 for the first. */
async function firstsOf(ids: readonly string[]): Promise<readonly number[]> {
  const rows = await waitFor(
    async () => {
      const found = await sql<{ request_id: string; number: number }>`
        select request_id, candidate_number as number from request_target_candidates where plan_place = 1 and request_id = any(${ids})`.execute(
        stack.database,
      );
      return found.rows.length === ids.length ? found.rows : undefined;
    },
    { what: `the candidates of ${ids.length} requests` },
  );
  const byId = new Map(rows.map(({ request_id, number }) => [request_id, Number(number)]));
  return ids.map((id) => byId.get(id) ?? 0);
}

it('takes turns with round-robin', async () => {
  expect(await firstsOf(await ask('turns', 7))).toEqual([1, 2, 3, 1, 2, 3, 1]);
});

it('goes on by turns among the others while one target is paused', async () => {
  await askFor('paused', 1);
  const served = (await askFor('paused', 8)).map(({ servedBy }) => servedBy);
  expect(served).toEqual([2, 3, 2, 3, 2, 3, 2, 3]);
});

it('explores in turn with least-latency while nobody is known', async () => {
  expect(await firstsOf(await ask('unknown', 6))).toEqual([1, 2, 1, 2, 1, 2]);
});

it('writes down with least-latency how long it expected to wait, and tells it', async () => {
  await ask('unknown', 20);
  const { id, rows } = await waitFor(
    async () => {
      const [id = ''] = await ask('unknown', 1);
      const rows = await candidatesOf(id);
      return rows.some(({ expected_wait_ms }) => expected_wait_ms !== null) ? { id, rows } : undefined;
    },
    { what: 'a decision that knows a target' },
  );
  const known = rows.findIndex(({ expected_wait_ms }) => expected_wait_ms !== null);
  expect(rows[known]).toMatchObject({ is_cold_start: false, is_over_threshold: null, score_term: null });
  expect(Number(rows[known]?.['observation_count'])).toBeGreaterThanOrEqual(10);
  const answer = await fetch(`${stack.gateway.url}/v1/requests/${id}`, {
    headers: { authorization: `Bearer ${stack.token}` },
  });
  const { candidates } = (await answer.json()) as { readonly candidates: readonly { readonly score: unknown }[] };
  expect(candidates[known]?.score).toEqual({
    final: Number(rows[known]?.['score_per_million']) / 1_000_000,
    speed: Number(rows[known]?.['live_score_per_million']) / 1_000_000,
    wait_ms: Number(rows[known]?.['expected_wait_ms']),
    observations: Number(rows[known]?.['observation_count']),
  });
});

/** How the targets of a group stood at a request, in the configured order. */
async function candidatesOf(id: string): Promise<readonly Row[]> {
  await firstsOf([id]); // the row is there when this is known
  const { rows } = await sql<Row>`
    select plan_place, score_per_million, live_score_per_million, score_term, observation_count, is_over_threshold,
           is_cold_start, reliability_score_per_million, expected_wait_ms
    from request_target_candidates join request_routing_decisions using (request_id)
    where request_id = ${id} order by candidate_number`.execute(stack.database);
  return rows;
}

it('learns with dynamic-score who does not serve, puts it behind, and writes down why', async () => {
  const [cold = ''] = await ask('scored', 1);
  expect((await candidatesOf(cold))[0]).toMatchObject({
    ...{ is_cold_start: true, score_per_million: 500_000, live_score_per_million: null, score_term: null },
    ...{ observation_count: 0n, is_over_threshold: false },
  });
  await waitFor(
    async () => {
      const [id = ''] = await ask('scored', 1);
      const [broken, steady] = await candidatesOf(id);
      return broken?.['is_over_threshold'] === true && steady?.['score_term'] === 'serves' ? id : undefined;
    },
    { what: 'a decision that knows both targets' },
  );
  const late = await ask('scored', 6);
  expect(await firstsOf(late)).toEqual(late.map(() => 2));
  const [broken, steady] = await candidatesOf(late.at(-1) ?? '');
  expect(broken).toMatchObject({
    ...{ plan_place: 2, score_per_million: 0, live_score_per_million: 0, score_term: 'serves' },
    ...{ is_over_threshold: true, is_cold_start: false, reliability_score_per_million: 0 },
  });
  expect(steady).toMatchObject({
    ...{ plan_place: 1, score_per_million: 1_000_000, live_score_per_million: 1_000_000, is_over_threshold: false },
  });
});
