import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, waitFor, type Service } from '@smart-router/dev-services';
import { askSdk } from './ask-sdk.js';
import { groupFor, laneConfig, laneDialects } from './lane-config.js';
import { openRedisGate, type RedisGate } from './redis-gate.js';
import { startStackWith, type Stack } from './start-stack.js';

/** Takes long enough that its end is not there with its beginning. */
const pacedModel = 'sim-ok+tokens-20+pace-20';
const directory = mkdtempSync(join(tmpdir(), 'smart-router-round-trips-'));
let redis: Service;
let gate: RedisGate;
let stack: Stack;
let token: string;

beforeAll(async () => {
  redis = await startRedis({ directory });
  gate = await openRedisGate(redis.port);
  // Longer than a test: whoever waits for an answer that is held back waits in vain.
  const state = 'state: { redis_url: { env: REDIS_URL }, command_timeout_ms: 600000 }\n';
  const targets = '[{ provider: sim-openai-chat, model: sim-ok }]';
  const warm = `  warm: { strategy: failover, affinity: { enabled: true }, targets: ${targets} }`;
  stack = await startStackWith((places) => `${state}${laneConfig({ ...places, models: [pacedModel] })}${warm}\n`, {
    env: { REDIS_URL: `redis://127.0.0.1:${gate.port}` },
  });
  token = await stack.issue({ user: 'bob', allow: ['*'], limits: { rpm: 100, tpm: 1_000_000, concurrent: 10 } });
  // Afterwards the server knows every script.
  for (const dialect of laneDialects)
    await waitFor(async () => (await ask(dialect, 'sim-ok')).status === 200, { what: 'the token to be known' });
});
afterAll(async () => {
  gate.release();
  await stack.close();
  gate.close();
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await waitFor(nothingUnderWay, { what: 'former requests to be settled' });
  gate.forget();
  stack.provider.reset();
});

const ask = (dialect: (typeof laneDialects)[number], model: string, stream = false) =>
  askSdk({ url: stack.gateway.url, token }, dialect, { model: groupFor(dialect, model), stream, text: 'Hello' });

/** What a script was asked for, by the shape of its question. */
function nameOf(command: readonly string[]): string {
  const [verb = '', , , home = ''] = command;
  if (verb !== 'evalsha') return verb;
  const question = JSON.parse(command.at(-1) ?? '{}') as object; // every script is asked in JSON
  if ('subjects' in question) return 'admit';
  if ('candidates' in question) return 'reserve';
  if ('effect' in question) return 'report';
  if ('replica' in question) return 'beat';
  if ('ids' in question) return 'renew';
  if ('questions' in question) return 'standings';
  if ('entries' in question) return 'remember';
  return home.endsWith('{org}:') ? 'settle request' : 'settle attempt';
}

/** The commands of requests. Heartbeats go their own way, and a server that does not know a script is sent it again. */
const names = () =>
  gate
    .commands()
    .map(nameOf)
    .filter((name) => name !== 'beat' && name !== 'eval');

const count = (name: string) => names().filter((each) => each === name).length;

function nothingUnderWay(): boolean {
  const ends = [count('report'), count('settle attempt')];
  return (
    count('admit') === count('settle request') &&
    ends.every((end) => end === count('reserve')) &&
    count('mget') === count('remember')
  );
}

const whole = ['admit', 'reserve', 'report', 'settle attempt', 'settle request'];

/** A response can be gone on with by its id, so its owner is remembered, once it is known that nobody else's is. */
const wholeOf = (dialect: string) => (dialect === 'openai-responses' ? [...whole, 'mget', 'remember'] : whole);

it.each(laneDialects.flatMap((dialect) => [false, true].map((stream) => [dialect, stream] as const)))(
  'a request of %s (stream: %s) asks Redis for admission, for a target, and then only tells it how it went',
  async (dialect, stream) => {
    expect((await ask(dialect, 'sim-ok', stream)).status).toBe(200);
    await waitFor(() => names().length >= wholeOf(dialect).length, { what: 'the settlements' });
    expect(names().slice(0, 2)).toEqual(['admit', 'reserve']);
    expect(names().toSorted()).toEqual(wholeOf(dialect).toSorted());
  },
);

it('the provider is asked after two answers of Redis, and the caller answered without another', async () => {
  gate.hold();
  const answer = ask('openai-chat', pacedModel, true);
  await waitFor(() => names().length > 0, { what: 'the admission' });
  // One at a time: the target is not asked for before the admission has come back.
  expect(names()).toEqual(['admit']);
  gate.release();
  await waitFor(() => stack.provider.requests().length > 0, { what: 'the provider to be asked' });
  expect(names()).toEqual(['admit', 'reserve']);
  gate.hold();
  expect((await answer).status).toBe(200);
  await waitFor(() => names().length >= whole.length, { what: 'the settlements' });
  // All three were on their way before any of them was answered.
  expect(names().slice(2).toSorted()).toEqual(whole.slice(2).toSorted());
  gate.release();
});

it('a group with affinity asks once more who is warm, and tells afterwards who is now', async () => {
  const model = 'warm';
  expect(
    (await askSdk({ url: stack.gateway.url, token }, 'openai-chat', { model, stream: false, text: 'Hello' })).status,
  ).toBe(200);
  await waitFor(() => names().length >= whole.length + 2, { what: 'the settlements' });
  expect(names().slice(0, 3)).toEqual(['admit', 'mget', 'reserve']);
  expect(names().toSorted()).toEqual([...whole, 'mget', 'remember'].toSorted());
});
