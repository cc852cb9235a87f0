import { setTimeout as sleep } from 'node:timers/promises';
import { askSdk, type SdkVerdict } from './ask-sdk.js';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

/** The provider is out for this long after its first request. */
const outageMs = 5000;

/** Callers with targets of their own dialect and of another. */
const pairs = laneDialects.flatMap((caller, index) =>
  [caller, laneDialects[(index + 1) % laneDialects.length] ?? caller].map((target) => ({ caller, target })),
);

interface Case extends TestGroup {
  readonly caller: LaneDialect;
  readonly stream: boolean;
}

const casesOf = (what: string, targetsOf: (target: LaneDialect, name: string) => TestGroup['targets']) =>
  pairs.flatMap(({ caller, target }) =>
    [true, false].map((stream): Case => {
      const name = `${what}.${caller}.${target}.${stream ? 'stream' : 'unary'}`;
      return { name, caller, stream, targets: targetsOf(target, name) };
    }),
  );

const outages = casesOf('outage', (dialect, name) => [
  { dialect, model: `sim-503-for-60s+wait-${outageMs}+${name}` },
  { dialect, model: `sim-ok+${name}` },
]);
const longContexts = casesOf('context', (dialect, name) => [
  { dialect, model: `sim-context-length+${name}`, contextTokens: 10_000 },
  { dialect, model: `sim-ok+same+${name}`, contextTokens: 10_000 },
  { dialect, model: `sim-ok+larger+${name}`, contextTokens: 100_000 },
]);

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) => targetConfig([...outages, ...longContexts], places));
}, 60_000);
afterAll(() => stack.close());

const ask = ({ name, caller, stream }: Case): Promise<SdkVerdict> =>
  askSdk({ url: stack.gateway.url, token: stack.token }, caller, { model: name, stream, text: 'Hello' });

const asked = (group: Case, target: number) =>
  stack.provider.requests().filter(({ model }) => model === group.targets[target]?.model);

const servedBy = ({ headers }: SdkVerdict) => headers?.get('x-router-target');

it('a target that is out for a while is left alone, others serve, and a probe finds that it is back', async () => {
  const told = await Promise.all(
    outages.map(async (group) => {
      const twenty: SdkVerdict[] = [];
      for (let request = 0; request < 20; request += 1) twenty.push(await ask(group));
      const during = asked(group, 0).length;
      let recoveredMs = Infinity;
      const until = Date.now() + outageMs + 30_000;
      const failures = twenty.filter(({ answer }) => answer === undefined);
      while (recoveredMs === Infinity && Date.now() < until) {
        const verdict = await ask(group);
        if (verdict.answer === undefined) failures.push(verdict);
        if (servedBy(verdict) === `${group.name}-1/simulated`) recoveredMs = Date.now();
        else await sleep(250);
      }
      return [group.name, { opened: during <= 6, failures: failures.length, back: recoveredMs < until }] as const;
    }),
  );
  const expected = outages.map(({ name }) => [name, { opened: true, failures: 0, back: true }]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
}, 60_000);

it('a conversation too long for a target goes to the one that declares a larger context, and to no other', async () => {
  const told = await Promise.all(
    longContexts.map(async (group) => {
      const verdict = await ask(group);
      const row = await stack.usageRow(group.name);
      const counts = [0, 1, 2].map((target) => asked(group, target).length);
      return [group.name, { answered: verdict.answer?.text.includes('Hello'), counts, target: row['target'] }] as const;
    }),
  );
  const expected = longContexts.map(({ name }) => [
    name,
    { answered: true, counts: [1, 0, 1], target: `${name}-3/simulated` },
  ]);
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
});
