import { sql } from 'kysely';
import { testRedis, waitFor } from '@smart-router/dev-services';
import { callerRequests } from './caller-requests.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup, type TestTarget } from './target-config.js';

const queue = { enabled: true, max_wait_ms: 60_000, max_depth: 500 };
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

/** How many wait, of all upstreams or callers of this name. */
async function waiting(stack: Stack, name: string): Promise<number> {
  const line = new RegExp(`^smart_router_queue_depth\\{[^}]*name="${name}"\\} (\\d+)$`, 'm').exec(await metrics(stack));
  return Number(line?.[1] ?? 0);
}

const asked = ({ provider }: Stack, name: string) =>
  provider.requests().filter(({ model }) => model.endsWith(`:${name}`));

describe.each(['memory', 'redis'] as const)('two projects at one provider, with limits in %s', (where) => {
  const rounds = 12;
  const crowd = 100;
  const groups = laneDialects.map((dialect): TestGroup => {
    const name = `fair-${dialect}`;
    return { name, targets: [target(quick(name), { concurrent: 1, queue }, dialect)] };
  });
  let redis: Awaited<ReturnType<typeof testRedis>> | undefined;
  let stack: Stack;
  beforeAll(async () => {
    redis = where === 'redis' ? await testRedis() : undefined;
    const state = { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 2000 };
    stack = await startStackWith(
      (places) => {
        // Our own JSON, from a line above.
        const config = JSON.parse(targetConfig(groups, places, { admin_listen: '127.0.0.1:0' })) as object;
        return JSON.stringify({ ...config, ...(redis === undefined ? {} : { state }) });
      },
      { env: redis === undefined ? {} : { REDIS_URL: redis.url } },
    );
  }, 60_000);
  afterAll(async () => {
    await stack.close();
    await redis?.drop();
  });

  it.each(laneDialects)(
    'the light one loses a few turns to the heavy one, streaming or not: %s',
    async (dialect) => {
      const name = `fair-${dialect}`;
      const [heavy, light] = await Promise.all([
        stack.issue({ user: `heavy-${dialect}`, project: 'heavy', allow: ['*'] }),
        stack.issue({ user: `light-${dialect}`, project: 'light', allow: ['*'] }),
      ]);
      await waitFor(async () => (await Promise.all([heavy, light].map(isKnown))).every(Boolean));
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
      const rows = await sql<{ decision: string; count: number }>`
      select decision, count(*)::int as count from request_upstream_shape_events as event
      join request_usage as usage using (started_at, request_id)
      where resolved_group = ${name} and caller_project = 'light' group by 1 order by 1`.execute(stack.database);
      expect(rows.rows).toEqual([
        { decision: 'admitted', count: rounds },
        { decision: 'queued', count: rounds },
      ]);
    },
    60_000,
  );

  async function isKnown(token: string): Promise<boolean> {
    return (await fetch(`${stack.gateway.url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })).ok;
  }
});
