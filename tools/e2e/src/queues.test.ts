import { sql } from 'kysely';
import { testRedis, waitFor } from '@smart-router/dev-services';
import { callerRequests } from './caller-requests.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup, type TestTarget } from './target-config.js';

const queue = { enabled: true, max_wait_ms: 150_000, max_depth: 500 };
const hung = (name: string) => `sim-silence:${name}`;
const quick = (name: string) => `sim-tokens-2:pace-5:${name}`;
const target = (model: string, shape: object = {}, dialect: LaneDialect = 'openai-chat'): TestTarget => ({
  ...{ dialect, model, provider: { traffic_shape: shape } },
});

interface Asking {
  readonly token: string;
  readonly model: string;
  readonly dialect?: LaneDialect;
  readonly stream?: boolean;
  readonly text?: string;
  readonly signal?: AbortSignal;
}

interface Told {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
  /** Whether the answer is whole. */
  readonly answered: boolean;
}

async function ask({ url }: { readonly url: string }, asking: Asking): Promise<Told> {
  const { token, model, dialect = 'openai-chat', stream = false, text = 'Hello', signal } = asking;
  const { path, body, terminal } = callerRequests[dialect];
  const words = dialect === 'openai-responses' ? { input: text } : { messages: [{ role: 'user', content: text }] };
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, ...words, model, stream }),
    ...(signal === undefined ? {} : { signal }),
  });
  const said = await answer.text();
  const answered = answer.status === 200 && (!stream || said.includes(terminal));
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: said, answered };
}

const metrics = async ({ gateway }: Stack): Promise<string> => (await fetch(`${gateway.adminUrl}/metrics`)).text();

/** Whether the gateway has heard of a token. */
async function isKnown({ gateway }: Stack, token: string): Promise<boolean> {
  return (await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })).ok;
}

/** How many wait, of all upstreams or callers of this name. */
async function waiting(stack: Stack, name: string): Promise<number> {
  const line = new RegExp(`^smart_router_queue_depth\\{[^}]*name="${name}"\\} (\\d+)$`, 'm').exec(await metrics(stack));
  return Number(line?.[1] ?? 0);
}

const asked = ({ provider }: Stack, name: string) =>
  provider.requests().filter(({ model }) => model.endsWith(`:${name}`));

/** Takes the only place of an upstream until it is called back. */
async function occupy(stack: Stack, model: string): Promise<() => Promise<void>> {
  const leaving = new AbortController();
  const before = asked(stack, model).length;
  const asking = ask(stack.gateway, { token: stack.token, model, signal: leaving.signal }).catch(() => undefined);
  await waitFor(() => asked(stack, model).length > before);
  return async () => {
    leaving.abort();
    await asking;
  };
}

describe.each(['memory', 'redis'] as const)('two projects at one provider, with limits in %s', (where) => {
  const rounds = 12;
  const crowd = 60;
  const groups = laneDialects.map((dialect): TestGroup => {
    const name = `fair-${dialect}`;
    return { name, targets: [target(quick(name), { concurrent: 1, queue }, dialect)] };
  });
  let redis: Awaited<ReturnType<typeof testRedis>> | undefined;
  let stack: Stack;
  beforeAll(async () => {
    redis = where === 'redis' ? await testRedis() : undefined;
    const state = { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 20_000 };
    stack = await startStackWith(
      (places) => {
        // Our own JSON, from a line above.
        const config = JSON.parse(targetConfig(groups, places, { admin_listen: '127.0.0.1:0' })) as object;
        return JSON.stringify({ ...config, ...(redis === undefined ? {} : { state }) });
      },
      { env: redis === undefined ? {} : { REDIS_URL: redis.url } },
    );
  });
  afterAll(async () => {
    await stack.close();
    await redis?.drop();
  });

  it.each(laneDialects)('the light one loses a few turns to the heavy one, streaming or not: %s', async (dialect) => {
    const name = `fair-${dialect}`;
    const [heavy, light] = await Promise.all([
      stack.issue({ user: `heavy-${dialect}`, project: 'heavy', allow: ['*'] }),
      stack.issue({ user: `light-${dialect}`, project: 'light', allow: ['*'] }),
    ]);
    await waitFor(async () => (await Promise.all([heavy, light].map((token) => isKnown(stack, token)))).every(Boolean));
    const crowdOf = Array.from({ length: crowd }, (_, index) =>
      ask(stack.gateway, { token: heavy, model: name, dialect, stream: index % 2 === 0 }),
    );
    await waitFor(async () => (await waiting(stack, `${name}-1`)) > crowd / 2);
    const turnsLost: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = asked(stack, name).length;
      const text = `light ${round}.`;
      const told = await ask(stack.gateway, { token: light, model: name, dialect, stream: round % 2 === 0, text });
      expect(told.answered).toBe(true);
      turnsLost.push(asked(stack, name).findIndex(({ body }) => body.includes(text)) - before);
    }
    expect(await waiting(stack, `${name}-1`)).toBeGreaterThan(0);
    expect((await Promise.all(crowdOf)).filter(({ answered }) => !answered)).toEqual([]);
    // The turn under way, the next one, and what its way in and out takes; the heavy one's last waited for a hundred.
    expect(turnsLost.toSorted((one, other) => one - other).at(-2)).toBeLessThanOrEqual(5);
    const rows = await waitFor(
      async () => {
        const { rows: found } = await sql<{ decision: string; count: number }>`
          select decision, count(*)::int as count from request_upstream_shape_events as event
          join request_usage as usage using (started_at, request_id)
          where resolved_group = ${name} and caller_project = 'light' group by 1 order by 1`.execute(stack.database);
        return found.reduce((sum, { count }) => sum + count, 0) >= 2 * rounds && found;
      },
      { what: 'the events of the light one' },
    );
    expect(rows).toEqual([
      { decision: 'admitted', count: rounds },
      { decision: 'queued', count: rounds },
    ]);
  });
});

describe('a queue', () => {
  const one = { concurrent: 1 };
  const groups: readonly TestGroup[] = [
    { name: 'rated', targets: [target(quick('rated'), { request_start_per_sec: 0.01 })] },
    { name: 'around', targets: [target(hung('around'), one), target(quick('second'))] },
    { name: 'left', targets: [target(hung('left'), { ...one, queue })] },
    { name: 'short', targets: [target(hung('short'), { ...one, queue: { ...queue, max_wait_ms: 300 } })] },
    { name: 'narrow', targets: [target(hung('narrow'), { ...one, queue: { ...queue, max_depth: 2 } })] },
    { name: 'spoken', targets: [target('sim-silence:times-1:spoken', { ...one, queue })] },
    { name: 'open', targets: [target(quick('open'))] },
    { name: 'drained', targets: [target(hung('drained'), { ...one, queue })] },
  ];
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStackWith((places) =>
      targetConfig(groups, places, {
        ...{ admin_listen: '127.0.0.1:0', keepalive_interval_ms: 1000, drain_timeout_ms: 2000 },
      }),
    );
  });
  afterAll(() => stack.close());

  const asks = (model: string, asking: Partial<Asking> = {}) =>
    ask(stack.gateway, { token: stack.token, model, ...asking });
  const typeOf = ({ body }: Told): unknown => (JSON.parse(body) as { error: { type: unknown } }).error.type; // our own error
  const both = [true, false] as const;

  it('is not there unless it is switched on: the next target serves, or there is a 503 with Retry-After', async () => {
    const leave = await occupy(stack, 'around');
    expect((await asks('around')).answered).toBe(true);
    expect(asked(stack, 'second')).toHaveLength(1);
    await leave();
    expect((await asks('rated')).status).toBe(200);
    const refused = await asks('rated', { stream: true });
    expect({ ...refused, type: typeOf(refused) }).toMatchObject({ status: 503, type: 'upstream-capacity-throttled' });
    expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(1);
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(100);
  });

  it('is left by callers who leave, at once and without a trace', async () => {
    const leave = await occupy(stack, 'left');
    const leaving = new AbortController();
    const left = Array.from({ length: 20 }, (_, index) =>
      asks('left', { stream: index % 2 === 0, signal: leaving.signal }).catch(() => 'left'),
    );
    await waitFor(async () => (await waiting(stack, 'left-1')) === 20);
    leaving.abort();
    expect(new Set(await Promise.all(left))).toEqual(new Set(['left']));
    await waitFor(async () => (await waiting(stack, 'left-1')) === 0);
    await leave();
    expect(asked(stack, 'left')).toHaveLength(1);
    const rows = await waitFor(async () => {
      const found = await sql<{ status: number; count: number }>`
        select status, count(*)::int as count from request_usage where resolved_group = 'left' group by 1`.execute(
        stack.database,
      );
      return found.rows[0]?.count === 21 && found.rows;
    });
    expect(rows).toMatchObject([{ status: 499 }]);
  });

  it.each(both)('ends with 503 and Retry-After for who waited as long as it may (stream: %s)', async (stream) => {
    const leave = await occupy(stack, 'short');
    const late = await asks('short', { stream });
    await leave();
    expect(late.body).toMatch(/"upstream-capacity-throttled"/);
    expect(late.body).toMatch(/waited \d+ ms in the queue for provider\.concurrent/);
    // Where a comment has opened the stream, the error is an event in it.
    if (late.body.startsWith(':')) return;
    expect(late.status).toBe(503);
    expect(Number(late.retryAfter)).toBeGreaterThanOrEqual(1);
  });

  it('takes no more than it may, and refuses the others at once', async () => {
    const leave = await occupy(stack, 'narrow');
    const leaving = new AbortController();
    const inLine = [1, 2].map(() => asks('narrow', { signal: leaving.signal }).catch(() => 'left'));
    await waitFor(async () => (await waiting(stack, 'narrow-1')) === 2);
    const refused = await asks('narrow');
    expect({ ...refused, type: typeOf(refused) }).toMatchObject({ status: 503, type: 'upstream-capacity-throttled' });
    expect(refused.body).toContain('is full');
    leaving.abort();
    await Promise.all(inLine);
    await leave();
  });

  it('keeps a stream alive with comments, and answers it when its turn comes', async () => {
    const leave = await occupy(stack, 'spoken');
    const waits = asks('spoken', { stream: true });
    await waitFor(async () => (await waiting(stack, 'spoken-1')) === 1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await leave();
    const told = await waits;
    expect(told.answered).toBe(true);
    expect(told.body).toMatch(/^: keep-alive\n\n/);
    expect(told.body).toContain('[DONE]');
  });

  describe('of a caller', () => {
    const shape = (maxDepth: number) => ({
      ...{ requestStartPerSec: 1, requestBurst: 1 },
      queue: { enabled: true, maxWaitMs: 60_000, maxDepth },
    });

    it('lets requests in as fast as the caller may come, and refuses beyond its depth', async () => {
      const token = await stack.issue({ user: 'shaped', allow: ['*'], shape: shape(4) });
      await waitFor(() => isKnown(stack, token));
      // So many that they would outlast its depth even if they came slowly.
      const crowd = Array.from({ length: 24 }, (_, index) => asks('open', { token, stream: index % 2 === 0 }));
      const told = await Promise.all(crowd);
      const refused = told.filter(({ status }) => status !== 200);
      expect(told.filter(({ answered }) => answered).length).toBeGreaterThanOrEqual(4);
      for (const no of refused)
        expect({ ...no, type: typeOf(no) }).toMatchObject({ status: 429, type: 'traffic-shaped' });
      expect(refused.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true);
      expect(refused.length).toBeGreaterThanOrEqual(1);
      const queued = await waitFor(async () => {
        const { rows } = await sql<{ bucket: string; scope: string }>`
          select bucket, scope from request_traffic_shape_events where decision = 'queued'`.execute(stack.database);
        return rows.length >= 4 && rows;
      });
      expect(queued[0]).toEqual({ bucket: 'key.request_start_per_sec', scope: 'key' });
      expect(await metrics(stack)).toMatch(
        /^smart_router_queue_wait_seconds_count\{[^}]*outcome="served"[^}]*\} \d+$/m,
      );
    });
  });

  it('answers who waits when the gateway stops', async () => {
    const leave = await occupy(stack, 'drained');
    const waits = both.map((stream) => asks('drained', { stream }));
    await waitFor(async () => (await waiting(stack, 'drained-1')) === 2);
    const stopped = stack.stopGateway();
    const told = await Promise.all(waits);
    // A comment may have opened the stream: then the error is an event in it.
    expect(told.map(({ body }) => body.includes('upstream-capacity-throttled'))).toEqual([true, true]);
    await leave();
    await stopped;
  });
});
