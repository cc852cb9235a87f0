import { waitFor } from '@smart-router/dev-services';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { Redis } from 'ioredis';
import type { GatewayProcess } from './gateway-process.js';
import { simulatorKey } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';
import { startTwoGateways, type TwoGateways } from './two-gateways.js';

jest.setTimeout(120_000);

const group = (name: string): TestGroup => ({
  name,
  targets: [
    { dialect: 'openai-chat', model: `sim-503-once+${name}` },
    { dialect: 'openai-chat', model: `sim-ok+${name}` },
  ],
  options: { affinity: { enabled: true }, retry: { same_target: 0 } },
});

let provider: SimulatedProvider;
let pair: TwoGateways;
beforeAll(async () => {
  provider = await startSimulatedProvider({ key: simulatorKey });
  // Our own configuration, as text.
  pair = await startTwoGateways(
    (spoolDirectory) =>
      JSON.parse(
        targetConfig(['shared', 'paused'].map(group), { simulatorUrl: provider.url, spoolDirectory }),
      ) as object,
  );
});
afterAll(async () => {
  await pair.close();
  await provider.close();
});

async function ask({ url }: GatewayProcess, model: string) {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pair.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await answer.text();
  return { status: answer.status, target: answer.headers.get('x-router-target') };
}

const readsRedis = async ({ url }: GatewayProcess): Promise<boolean> => {
  const { degraded } = (await (await fetch(`${url}/readyz`)).json()) as { degraded: readonly string[] }; // our own probe
  return degraded.length === 0;
};

/** An answer does not wait for it. */
async function isRemembered(): Promise<boolean> {
  const redis = new Redis(pair.redis.url);
  try {
    return (await redis.keys('*warm:*')).length > 0;
  } finally {
    redis.disconnect();
  }
}

it('a conversation that one gateway served goes on where it was at the other one', async () => {
  const [one, two] = pair.gateways;
  await waitFor(async () => (await readsRedis(one)) && (await readsRedis(two)));
  expect(await ask(one, 'shared')).toEqual({ status: 200, target: 'shared-2/simulated' });
  await waitFor(isRemembered, { what: 'it to be remembered' });
  expect(await ask(two, 'shared')).toEqual({ status: 200, target: 'shared-2/simulated' });
});

it('while Redis is paused nobody fails for want of a preference, and what a gateway knows itself still counts', async () => {
  const [one, two] = pair.gateways;
  pair.redis.pause();
  expect(await ask(one, 'paused')).toEqual({ status: 200, target: 'paused-2/simulated' });
  expect(await ask(one, 'paused')).toEqual({ status: 200, target: 'paused-2/simulated' });
  expect(await ask(two, 'paused')).toEqual({ status: 200, target: 'paused-1/simulated' });
});
