import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { readConfig } from '@smart-router/config';
import { waitFor } from '@smart-router/dev-services';
import { mintToken, type KeyRecord } from '@smart-router/keys';
import { createRouter, type Router } from '@smart-router/relay';
import { createObservationStore } from '@smart-router/routing';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { createMemoryLimitStore } from '@smart-router/traffic-shaping';
import type { Observed } from '@smart-router/core';
import { targetConfig, type TestGroup } from './target-config.js';

const target = (model: string, more: object = {}) => ({ dialect: 'openai-chat', model, ...more }) as const;
const group = (name: string, models: readonly string[], options: object = {}): TestGroup => ({
  name,
  targets: models.map((model) => target(model)),
  options: { retry: { same_target: 0 }, ...options },
});

const impatient = { timeouts: { total_ms: 200, first_byte_ms: 200 } };

const groups: readonly TestGroup[] = [
  group('good', ['sim-tokens-9:pace-5']),
  group('cached', ['sim-ok+cached'], { affinity: { enabled: true } }),
  group('falls', ['sim-503-lasting', 'sim-ok+behind']),
  group('breaks', ['sim-die-mid-stream+after-5:tokens-20']),
  {
    name: 'silent',
    targets: [target('sim-silence', { provider: impatient })],
    options: { retry: { max_attempts: 1 } },
  },
  group('faulty', ['sim-400']),
  group('left', ['sim-first-token-late:wait-30000']),
  group('counted', ['sim-ok+counted']),
  group('slow-reader', ['sim-tokens-60000:pace-0']),
];

const observations = createObservationStore();
const owner = { organization: 'acme', user: 'ada', project: 'engine', environment: 'prod' };
const { token, tokenId, tokenHash } = mintToken(owner, { now: Date.now(), randomBytes });

let provider: SimulatedProvider;
let router: Router;
let server: Server;
let url: string;
let lastResponse: ServerResponse | undefined;

/** How far the router's clock is ahead. */
let skewMs = 0;
const now = (): number => Date.now() + skewMs;

beforeAll(async () => {
  provider = await startSimulatedProvider();
  const config = readConfig(targetConfig(groups, { simulatorUrl: provider.url, spoolDirectory: 'unused' }), {
    DATABASE_URL: 'postgres://unused',
    SIMULATOR_KEY: 'sk-simulated',
  });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const caller = { ...owner, tokenId, keyId: tokenId, allow: ['*'], grants: [], limits: undefined, shape: undefined };
  const times = { expiresAt: undefined, graceUntil: undefined };
  const record: KeyRecord = { tokenHash, status: 'active', ownersActive: true, ...times, caller };
  router = createRouter({
    catalog: () => config.catalog,
    keys: { ready: () => true, find: (hash) => (hash === tokenHash ? record : undefined) },
    limits: createMemoryLimitStore({ now, rng: Math.random }),
    usage: { ready: () => true, record: () => undefined, recordLate: () => undefined },
    clock: { now },
    rng: Math.random,
    randomBytes,
    observations,
  });
  server = createServer((request, response) => {
    lastResponse = response;
    if (!router.handle(request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await router.close();
  await provider.close();
});

async function ask(model: string, more: object = {}, path = '/v1/chat/completions'): Promise<void> {
  const { signal, ...body } = more as { readonly signal?: AbortSignal };
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      max_tokens: 64,
      messages: [{ role: 'user', content: 'Hello [[cached:3]]' }],
      ...body,
    }),
    ...(signal === undefined ? {} : { signal }),
  });
  await answer.text().catch(() => ''); // a stream that breaks off
}

/** Answers are read again for a moment: each look asks for another window. */
let looks = 0;
function look(targetId: string): Observed | undefined {
  looks += 1;
  return observations.of(targetId, 600_000 + looks, now());
}

it('has the time, the first token, the speed and the cost of answers, whole and streamed', async () => {
  await ask('good');
  await ask('good', { stream: true, stream_options: { include_usage: true } });
  const observed = look('good-1/simulated');
  expect(observed).toMatchObject({ count: 2, errorRate: 0, timeoutRate: 0 });
  expect(observed?.latencyP50Ms).toBeGreaterThan(20); // nine tokens, 5 ms each
  expect(observed?.firstTokenP95Ms).toBeLessThan(observed?.latencyP95Ms ?? 0);
  expect(observed?.outputTokensPerSec).toBeGreaterThan(0);
  expect(observed?.costNanoUsd).toBeGreaterThan(36_000); // nine output tokens at 4 USD a million
});

it('has the cached share of all, and of those whose conversation the target knew', async () => {
  const talk = { messages: [{ role: 'user', content: 'Hi' }] };
  await ask('cached', talk);
  await ask('cached', {
    messages: [
      ...talk.messages,
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: 'Go on [[cached:5]]' },
    ],
  });
  const { cachedInputShare = 0, warmCachedInputShare = 0 } = look('cached-1/simulated') ?? {};
  expect(cachedInputShare).toBeGreaterThan(0);
  expect(warmCachedInputShare).toBeGreaterThan(cachedInputShare);
});

it.each([
  ['a target that failed before another served', 'falls', {}, { count: 1, errorRate: 1, timeoutRate: 0 }],
  ['a stream that broke off midway', 'breaks', { stream: true }, { count: 1, errorRate: 1, timeoutRate: 0 }],
  ['a target that never answered', 'silent', {}, { count: 1, errorRate: 1, timeoutRate: 1 }],
  ['a target that called the request wrong', 'faulty', {}, { count: 1, errorRate: 0, latencyP50Ms: undefined }],
])('counts %s', async (_what, name, more, expected) => {
  await ask(name, more);
  expect(look(`${name}-1/simulated`)).toMatchObject(expected);
});

it('counts the fallback that served as one that serves', () => {
  expect(look('falls-2/simulated')).toMatchObject({ count: 1, errorRate: 0 });
});

it('does not count a caller who left, nor a count of tokens', async () => {
  const leaving = new AbortController();
  const asked = ask('left', { stream: true, signal: leaving.signal }).catch(() => undefined);
  await waitFor(() => provider.requests().some(({ model }) => model?.startsWith('sim-first-token-late') === true));
  leaving.abort();
  await asked;
  await ask('counted', {}, '/v1/messages/count_tokens');
  await waitFor(() => router.inFlight() === 0);
  expect([look('left-1/simulated'), look('counted-1/simulated')]).toEqual([undefined, undefined]);
});

/** Begins a stream, reads nothing of it until the provider is kept waiting, then for so long, and then reads it. */
async function askAndWait(model: string, waitMs: number): Promise<void> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await waitFor(() => (lastResponse?.listenerCount('drain') ?? 0) > 0);
  skewMs += waitMs;
  await answer.text().catch(() => undefined); // a stream that breaks off
  await waitFor(() => router.inFlight() === 0);
}

it('counts no time that a slow caller took', async () => {
  await askAndWait('slow-reader', 300_000);
  expect(look('slow-reader-1/simulated')).toMatchObject({ count: 1, errorRate: 0 });
  expect(look('slow-reader-1/simulated')?.latencyP95Ms).toBeLessThan(200_000);
});
