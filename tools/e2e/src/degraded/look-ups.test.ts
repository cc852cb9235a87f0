import { waitFor } from '@smart-router/dev-services';
import type { GatewayProcess } from '../gateway-process.js';
import { askOnce } from './ask-once.js';
import { openWorld, type World } from './world.js';

const limitMs = 120_000;

/** Far beyond any bound of a look-up; one that takes so long hangs. */
const hangsAfterMs = 60_000;

let world: World;
let gateway: GatewayProcess;

beforeAll(async () => {
  world = await openWorld();
  gateway = await world.startGateway({ name: 'look-ups' });
  await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok, { timeoutMs: 60_000, what: 'the gateway' });
}, limitMs);
afterAll(async () => {
  // a start that failed leaves it undefined
  await (world as World | undefined)?.close();
}, limitMs);

async function lookUp(requestId: string) {
  const answer = await fetch(`${gateway.url}/v1/requests/${requestId}`, {
    headers: { authorization: `Bearer ${world.token}` },
    signal: AbortSignal.timeout(hangsAfterMs),
  });
  const body = (await answer.json()) as { error?: { type?: unknown } }; // ours, or the fault's
  return { status: answer.status, type: body.error?.type, retryAfter: answer.headers.get('retry-after') };
}

const found = async (requestId: string) =>
  waitFor(async () => (await lookUp(requestId)).status === 200, { timeoutMs: 60_000, what: `the row of ${requestId}` });

test.each([
  ['down', () => world.postgres.stop(), () => world.postgres.start()],
  ['paused', async () => world.postgres.service().pause(), async () => world.postgres.service().resume()],
])(
  'while Postgres is %s a request is not told to be unknown, and is found again by itself',
  async (_state, take, mend) => {
    const { requestId = '' } = await askOnce(gateway, world.token);
    await found(requestId);
    await take();
    try {
      for (const id of [requestId, `req_${'0'.repeat(32)}`])
        expect(await lookUp(id)).toEqual({ status: 503, type: 'not-ready', retryAfter: '1' });
    } finally {
      await mend();
    }
    await found(requestId);
  },
  limitMs,
);
