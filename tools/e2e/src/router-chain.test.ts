import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { askSdk } from './ask-sdk.js';
import { callerRequests } from './caller-requests.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { routerTarget } from './router-target.js';
import { startStackWith, type Stack, type TokenSettings } from './start-stack.js';
import { targetConfig, type TestGroup, type TestTarget } from './target-config.js';

/** Tokens of the inner router that the outer one shows it. */
const innerTokens: Readonly<Record<string, Omit<TokenSettings, 'user'>>> = {
  INNER_TOKEN: { allow: ['*'] },
  SLOW_TOKEN: { allow: ['*'], shape: { requestStartPerSec: 0.001, requestBurst: 1 } },
  POOR_TOKEN: { allow: ['*'], limits: { month: { requests: 1 } } },
  NARROW_TOKEN: { allow: ['nothing'] },
};

const innerGroup = (name: string, targets: readonly TestTarget[], options: object = {}): TestGroup => ({
  ...{ name, targets, options },
});

const simulated = (model: string, more: Partial<TestTarget> = {}): TestTarget => ({
  ...{ dialect: 'openai-chat', model, ...more },
});

const silent = { timeouts: { first_byte_ms: 500, total_ms: 500 } };

const tiny = { models: { simulated: { model: 'sim-ok+small', request_limits: { max_request_bytes: 1 } } } };

/** Groups of the inner router by what they do; each question has one of its own, for what pauses there stays so. */
const behaviours = {
  serves: simulated('sim-ok+any'),
  refuses: simulated('sim-429-hint-lasting+wait-60000'),
  bankrupt: simulated('sim-402'),
  locked: simulated('sim-401'),
  small: simulated('sim-ok+small', { provider: tiny }),
  strict: simulated('sim-400'),
  silent: simulated('sim-silence', { provider: silent }),
  broken: simulated('sim-500-lasting'),
} as const;

interface WordCase {
  /** What the group of the inner router does. */
  readonly inner: keyof typeof behaviours;
  readonly token?: string;
  readonly status: number;
  readonly type: string;
  /** What the row of the attempt says. */
  readonly errorClass: string;
  /** What pauses afterwards. */
  readonly cooldown: 'model.backoff' | 'credential.backoff' | undefined;
  readonly retryAfter?: 'told';
  /** Calls that the inner router saw. */
  readonly calls?: number;
}

const wordCases: Readonly<Record<string, WordCase>> = {
  'traffic-shaped': {
    ...{ inner: 'serves', token: 'SLOW_TOKEN', status: 503, type: 'upstream-rate-limited' },
    ...{ errorClass: 'rate_limited', cooldown: 'model.backoff', retryAfter: 'told' },
  },
  'quota-exhausted': {
    ...{ inner: 'serves', token: 'POOR_TOKEN', status: 503, type: 'upstream-quota-exhausted' },
    ...{ errorClass: 'quota_exhausted', cooldown: 'credential.backoff', retryAfter: 'told' },
  },
  'model-not-allowed': {
    ...{ inner: 'serves', token: 'NARROW_TOKEN', status: 503, type: 'upstream-access-denied' },
    ...{ errorClass: 'access_denied', cooldown: 'model.backoff' },
  },
  'upstream-rate-limited': {
    ...{ inner: 'refuses', status: 503, type: 'upstream-rate-limited', errorClass: 'rate_limited' },
    ...{ cooldown: 'model.backoff', retryAfter: 'told' },
  },
  'upstream-quota-exhausted': {
    ...{ inner: 'bankrupt', status: 503, type: 'upstream-quota-exhausted', errorClass: 'quota_exhausted' },
    cooldown: 'model.backoff',
  },
  'upstream-access-denied': {
    ...{ inner: 'locked', status: 503, type: 'upstream-access-denied', errorClass: 'access_denied' },
    cooldown: 'model.backoff',
  },
  'no-eligible-target': {
    ...{ inner: 'small', status: 502, type: 'no-eligible-target', errorClass: 'caller_fault', cooldown: undefined },
  },
  'invalid-request': {
    ...{ inner: 'strict', status: 400, type: '', errorClass: 'caller_fault', cooldown: undefined },
  },
  'upstream-timeout': {
    ...{ inner: 'silent', status: 504, type: 'upstream-timeout', errorClass: 'timeout', cooldown: undefined },
  },
  'upstream-failed': {
    ...{
      inner: 'broken',
      status: 502,
      type: 'upstream-failed',
      errorClass: 'server_error',
      cooldown: undefined,
      calls: 2,
    },
  },
};

const lanes = laneDialects.flatMap((caller) => laneDialects.map((between) => ({ caller, between })));

const questions = laneDialects.flatMap((between) =>
  ['unary', 'stream'].flatMap((how) =>
    Object.entries(wordCases).map(([word, wanted]) => ({
      between,
      how,
      word,
      wanted,
      name: `${word}.${between}.${how}`,
    })),
  ),
);

const innerGroups: readonly TestGroup[] = [
  ...laneDialects.map((dialect) => innerGroup(`serves.${dialect}`, [{ dialect, model: `sim-ok+${dialect}` }])),
  innerGroup('small', [behaviours.small]),
  ...questions.map(({ name, wanted }) => innerGroup(name, [behaviours[wanted.inner]])),
];

let inner: Stack;
let outer: Stack;

beforeAll(async () => {
  inner = await startStackWith((places) => targetConfig(innerGroups, places, { keepalive_interval_ms: 100 }));
  const { url } = inner.gateway;
  const env: Record<string, string> = {};
  for (const [name, settings] of Object.entries(innerTokens))
    env[name] = await inner.issue({ ...settings, user: name.replace('_', '-') });
  const wordGroups = questions.map(({ name, between, wanted: { token: tokenIn = 'INNER_TOKEN' } }) =>
    innerGroup(name, [routerTarget(between, name, { url, tokenIn })]),
  );
  const served = laneDialects.map((between) =>
    innerGroup(`serves.${between}`, [routerTarget(between, `serves.${between}`, { url, tokenIn: 'INNER_TOKEN' })]),
  );
  const goesOn = innerGroup('goes-on', [
    routerTarget('openai-chat', 'small', { url, tokenIn: 'INNER_TOKEN' }),
    simulated('sim-ok+spare'),
  ]);
  outer = await startStackWith((places) => targetConfig([...wordGroups, ...served, goesOn], places), { env });
  const tells = (status: number, token = '') =>
    waitFor(async () => (await askInner(token)) === status, { what: token });
  await tells(403, env['NARROW_TOKEN']);
  // All that these may have is gone before the tests begin.
  await Promise.all([tells(429, env['SLOW_TOKEN']), tells(429, env['POOR_TOKEN'])]);
});
afterAll(async () => {
  await outer.close();
  await inner.close();
});

async function askInner(token: string): Promise<number> {
  return (await post(inner, 'openai-chat', { model: 'serves.openai-chat', token })).status;
}

async function post(
  stack: Stack,
  dialect: LaneDialect,
  ask: { readonly model: string; readonly token: string; readonly stream?: boolean },
) {
  const { path, body } = callerRequests[dialect];
  const answer = await fetch(stack.gateway.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${ask.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, model: ask.model, stream: ask.stream ?? false }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, requestId: answer.headers.get('x-request-id') ?? '' };
}

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (stack: Stack, query: ReturnType<typeof sql<Row>>, atLeast = 1) =>
  waitFor(
    async () => {
      const { rows } = await query.execute(stack.database);
      return rows.length >= atLeast && rows;
    },
    { what: 'the rows' },
  );

const attemptsOf = (requestId: string) =>
  rowsOf(outer, sql<Row>`select * from request_attempts where request_id = ${requestId} order by attempt_number`);

/** The calls of an outer request as the inner router has them. */
const innerCalls = (requestId: string, atLeast = 1) =>
  rowsOf(inner, sql<Row>`select * from request_usage where client_request_id = ${requestId}`, atLeast);

it.each(lanes)('a $caller caller is served by a router that is asked in $between', async ({ caller, between }) => {
  for (const stream of [false, true]) {
    const address = { url: outer.gateway.url, token: outer.token };
    const verdict = await askSdk(address, caller, { model: `serves.${between}`, stream, text: 'Hello' });
    expect(verdict.answer?.text).toContain('Hello');
    const requestId = verdict.headers?.get('x-request-id') ?? '';
    const [attempt] = await attemptsOf(requestId);
    const [call] = await innerCalls(requestId);
    expect(call).toMatchObject({ status: 200, request_id: attempt?.['upstream_request_id'], inbound_dialect: between });
  }
});

it('the ids of routers go to routers and to no provider', () => {
  const seen = [...inner.provider.requests(), ...outer.provider.requests()];
  expect(seen.length).toBeGreaterThan(0);
  for (const { headers } of seen) expect(Object.keys(headers)).not.toContain('x-router-hops');
});

it.each(questions)('$word of a router asked in $between, $how', async ({ between, how, name, wanted }) => {
  const refused = await post(outer, between, { model: name, token: outer.token, stream: how === 'stream' });
  expect(refused.status).toBe(wanted.status);
  if (wanted.type !== '') expect(refused.text).toContain(`"type":"${wanted.type}"`);
  if (wanted.retryAfter === 'told') expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const attempts = await attemptsOf(refused.requestId);
  const calls = wanted.calls ?? 1;
  expect(attempts.map((attempt) => attempt['error_class'])).toEqual(Array(calls).fill(wanted.errorClass));
  expect(await innerCalls(refused.requestId, calls)).toHaveLength(calls);
  const expected = wanted.cooldown === undefined ? [] : [wanted.cooldown];
  expect(await cooldownsOf(refused.requestId, wanted.cooldown)).toEqual(expected);
});

async function cooldownsOf(requestId: string, expected: string | undefined): Promise<readonly unknown[]> {
  const query = sql<Row>`select bucket from request_upstream_shape_events
    where request_id = ${requestId} and decision = 'cooldown_started'`;
  const rows = await rowsOf(outer, query, expected === undefined ? 0 : 1);
  return rows.map((row) => row['bucket']);
}

it('a group that fits nothing behind a router gives way to the next target, as often as it is asked, and never pauses', async () => {
  for (let asked = 0; asked < 5; asked += 1) {
    const { status, requestId } = await post(outer, 'openai-chat', { model: 'goes-on', token: outer.token });
    expect(status).toBe(200);
    expect((await attemptsOf(requestId)).map((attempt) => attempt['error_class'])).toEqual(['caller_fault', null]);
  }
});
