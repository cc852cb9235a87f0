import { createObservationStore, type AttemptEnd } from '@smart-router/routing';
import { openSharedLimitStore } from '@smart-router/shared-state';
import { testRedis, waitFor, type TestRedis } from '@smart-router/dev-services';
import { shareObservations } from './share-observations.js';

const minute = 60_000;
const targetId = 'openai/large';
const served: AttemptEnd = {
  ...{ targetId, errorClass: undefined, latencyMs: 900, firstTokenMs: 100, queueWaitMs: 0, isWarm: false },
  ...{ inputTokens: 10, cachedInputTokens: 0, outputTokens: 80, costNanoUsd: 7n },
};

let redis: TestRedis;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  redis = await testRedis();
}, 60_000);
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(() => redis.drop());

/** A replica whose clock is off. */
function replica(prefix: string, offMs: number) {
  const now = (): number => Date.now() + offMs;
  const observations = createObservationStore();
  const store = openSharedLimitStore({
    ...{ redisUrl: redis.url, commandTimeoutMs: 10_000, expectedReplicas: 2, keyPrefix: prefix },
    ...{ now, rng: () => 0.5 },
  });
  const sharing = shareObservations({ observations, notices: store.notices, now, everyMs: 20 });
  ends.push(async () => {
    await sharing.stop();
    await store.close();
  });
  return { observations, now };
}

it('replicas whose clocks differ come to know the same of a target, and what is old for one is old for the other', async () => {
  const [early, late] = [replica('share:', -20 * minute), replica('share:', 0)];
  early.observations.record(served, early.now() - minute);
  early.observations.record({ ...served, errorClass: 'timeout' }, early.now() - 4 * minute);
  late.observations.record({ ...served, errorClass: 'overloaded' }, late.now() - minute);
  let looks = 0; // another window each time: answers are read again for a moment
  const of = ({ observations, now }: typeof late, windowMs: number) =>
    observations.of(targetId, windowMs + (looks += 1), now());
  await waitFor(() => of(early, 10 * minute)?.count === 3 && of(late, 10 * minute)?.count === 3);
  expect(of(late, 10 * minute)).toEqual(of(early, 10 * minute));
  expect(of(late, 10 * minute)).toMatchObject({ outputTokensPerSec: 100, costNanoUsd: 7 });
  expect([of(early, 2 * minute), of(late, 2 * minute)]).toMatchObject([
    { count: 2, timeoutRate: 0, errorRate: 0.5 },
    { count: 2, timeoutRate: 0, errorRate: 0.5 },
  ]);
});

it('a replica that comes later knows what the others saw before', async () => {
  const [first, witness] = [replica('later:', 0), replica('later:', 0)];
  first.observations.record(served, first.now() - minute);
  const knows = ({ observations, now }: typeof first) => observations.of(targetId, 10 * minute, now())?.count === 1;
  await waitFor(() => knows(witness));
  const second = replica('later:', 0);
  await waitFor(() => knows(second));
});
