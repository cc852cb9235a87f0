import fc from 'fast-check';
import { testRedis, type TestRedis } from '@smart-router/dev-services';
import { createMemoryLimitStore } from '@smart-router/traffic-shaping';
import { createRedisLimitStore } from './redis-limit-store.js';
import { connectedLink } from './testing/connected-link.js';
import { limitHistory } from './testing/limit-steps.js';

/** Short of the test's own limit, so that a failing case is told, as far as it was made smaller by then. */
const interruptAfterTimeLimit = 240_000;

let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis();
});
afterAll(() => redis.drop());

/** The same row of numbers for both, from 0 to 1. */
function jitters(): () => number {
  let drawn = 0;
  return () => (drawn = (drawn * 97 + 31) % 101) / 101;
}

const leastOfEach = {
  ...{
    'admit admitted': 100,
    'admit refused': 100,
    'reserve reserved': 100,
    'reserve none': 100,
    'report changed': 100,
  },
  ...{ 'know unseen': 100, 'know admitted': 40, 'know refused': 40 },
};

it('the store in Redis and the one in memory say the same of thousands of random steps, wait for wait', async () => {
  let runs = 0;
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(limitHistory, async ({ startMs, steps }) => {
      const link = await connectedLink(redis.url, `run-${(runs += 1)}:`);
      const shared = createRedisLimitStore(link, jitters());
      const single = createMemoryLimitStore({ now: () => startMs, rng: jitters() });
      let nowMs = startMs;
      try {
        for (const step of steps) {
          nowMs += step.gapMs;
          const expected = await step.run(single, nowMs);
          expect({ step: step.kind, verdict: await step.run(shared, nowMs) }).toEqual({
            step: step.kind,
            verdict: expected,
          });
          const name = `${step.kind.split(' ')[0]} ${verdictName(expected)}`;
          kinds.set(name, (kinds.get(name) ?? 0) + 1);
        }
      } finally {
        link.close();
      }
    }),
    { numRuns: 200, interruptAfterTimeLimit },
  );
  // A comparison of nothing but refusals, or of nothing but admissions, would prove little.
  for (const [kind, least] of Object.entries(leastOfEach)) {
    expect(`${kind}: ${(kinds.get(kind) ?? 0) >= least ? 'enough' : kinds.get(kind)}`).toBe(`${kind}: enough`);
  }
}, 300_000);

function verdictName(verdict: unknown): string {
  if (Array.isArray(verdict)) return verdict.length === 0 ? 'unchanged' : 'changed';
  return typeof verdict === 'object' && verdict !== null && 'kind' in verdict ? `${verdict.kind}` : '';
}
