import { testRedis, waitFor, type TestRedis } from '@smart-router/dev-services';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

/** How many answers at once the provider bears. */
const borne = 6;

/** Short pauses, so that the test is about the limit and not about waiting. */
const backoff = { rate_limit: { min_ms: 20, max_ms: 40 } };

const group = (name: string, provider: object): TestGroup => ({
  name,
  targets: [
    {
      dialect: 'openai-chat',
      model: `sim-429-over+limit-${borne}+tokens-10+pace-10+${name}`,
      provider: { backoff, ...provider },
    },
  ],
});
const groups = [group('adapting', { adaptive_concurrency: { enabled: true, min: 2, max: 50 } }), group('plain', {})];

let redis: TestRedis;
let stack: Stack;

beforeAll(async () => {
  redis = await testRedis();
  stack = await startStackWith(
    (places) =>
      JSON.stringify({
        ...(JSON.parse(targetConfig(groups, places, { admin_listen: '127.0.0.1:0' })) as object),
        state: { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 20_000 },
      }),
    { env: { REDIS_URL: redis.url } },
  );
  await waitFor(async () => (await metric('degraded{dependency="redis"}')) === undefined, { what: 'shared limits' });
});
afterAll(async () => {
  await stack.close();
  await redis.drop();
});

/** The value of a metric; `undefined` when it is not there. */
async function metric(name: string): Promise<number | undefined> {
  const text = await (await fetch(`${stack.gateway.adminUrl}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`smart_router_${name} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

async function ask(model: string): Promise<number> {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await answer.text();
  return answer.status;
}

/** Sixteen callers press until so many answers were given; how many refusals of the provider that took. */
async function refusalsFor(name: string, answers: number): Promise<number> {
  let answered = 0;
  const caller = async (): Promise<void> => {
    while (answered < answers) {
      if ((await ask(name)) === 200) answered += 1;
      else await new Promise((next) => setTimeout(next, 20));
    }
  };
  await Promise.all(Array.from({ length: 16 }, caller));
  return stack.provider.requests().filter(({ model, status }) => model.endsWith(`+${name}`) && status === 429).length;
}

test('a limit that finds itself settles at what the provider bears, and draws few refusals', async () => {
  const [adapting, plain] = await Promise.all([refusalsFor('adapting', 120), refusalsFor('plain', 120)]);
  const limit = await metric('adaptive_concurrency_limit{provider="adapting-1",credential="main"}');
  expect(limit).toBeGreaterThanOrEqual(borne / 2 - 1);
  expect(limit).toBeLessThanOrEqual(borne + 3);
  expect(adapting).toBeGreaterThan(0);
  expect(adapting).toBeLessThan(plain / 2);
  expect(await metric('adaptive_concurrency_limit{provider="plain-1",credential="main"}')).toBeUndefined();
  await waitFor(
    async () => (await metric('adaptive_concurrency_in_flight{provider="adapting-1",credential="main"}')) === 0,
  );
});
