import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import type { GatewayProcess } from '../gateway-process.js';
import { askOnce, faultOf } from './ask-once.js';
import { readinessOf } from './readiness.js';
import { expectOneRowEach, openWorld, type World } from './world.js';

const limitMs = 180_000;
const patience = { timeoutMs: 90_000 };

let world: World;

beforeAll(async () => {
  world = await openWorld();
  const first = await world.startGateway({ name: 'kept' });
  await waitFor(async () => (await readinessOf(first)).dependencies.key_snapshot.state === 'kept', patience);
  expect(await first.stop()).toBe(0);
}, limitMs);
afterAll(async () => {
  // a start that failed leaves it undefined
  await (world as World | undefined)?.close();
}, limitMs);

const postgres = {
  down: { take: () => world.postgres.stop(), bringBack: () => world.postgres.start() },
  paused: {
    take: async () => world.postgres.service().pause(),
    bringBack: async () => world.postgres.service().resume(),
  },
};

const untilReady = (gateway: GatewayProcess) =>
  waitFor(async () => (await readinessOf(gateway)).httpStatus === 200, {
    ...patience,
    what: 'the gateway to be ready',
  });
const untilHealthy = (gateway: GatewayProcess) =>
  waitFor(async () => (await readinessOf(gateway)).degraded.length === 0, { ...patience, what: 'a healthy gateway' });

test.each(['down', 'paused'] as const)(
  'a gateway that starts while Postgres is %s serves from its snapshot; without a good one it waits, and never ends',
  async (state) => {
    const spoiled = { name: `spoiled-${state}` };
    writeFileSync(
      join(world.directory, `${spoiled.name}.snapshot`),
      'SRKEYS01 spoiled, and long enough to be looked at',
    );
    await postgres[state].take();
    const [kept, bare, wary] = await Promise.all([
      world.startGateway({ name: 'kept' }),
      world.startGateway({ name: `bare-${state}`, snapshot: 'none' }),
      world.startGateway(spoiled),
    ]);
    await untilReady(kept);
    expect(await readinessOf(kept)).toMatchObject({
      degraded: expect.arrayContaining(['postgres']),
      dependencies: { postgres: { keys: { state: 'from_snapshot' } }, key_snapshot: { state: 'in_use' } },
    });
    const answers = [await askOnce(kept, world.token), await askOnce(kept, world.token, { stream: true })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.ended).toBe(true);
    await waitFor(async () => (await readinessOf(wary)).dependencies.key_snapshot.state === 'failing', patience);
    for (const waiting of [bare, wary]) {
      expect((await readinessOf(waiting)).httpStatus).toBe(503);
      const refused = await askOnce(waiting, world.token);
      expect([refused.status, faultOf(refused)]).toEqual([503, 'not-ready']);
      expect(waiting.isRunning()).toBe(true);
    }
    await postgres[state].bringBack();
    await Promise.all([kept, bare, wary].map(untilHealthy));
    expect((await readinessOf(kept)).dependencies).toMatchObject({
      postgres: { keys: { state: 'current' } },
      key_snapshot: { state: 'kept' },
    });
    answers.push(await askOnce(bare, world.token), await askOnce(wary, world.token));
    await expectOneRowEach(
      world,
      answers.map(({ requestId }) => requestId),
    );
    expect(await Promise.all([kept, bare, wary].map((gateway) => gateway.stop()))).toEqual([0, 0, 0]);
  },
  limitMs,
);

const pauseBoth = () => [world.redis, world.postgres].forEach((each) => each.service().pause());
const resumeBoth = () => [world.redis, world.postgres].forEach((each) => each.service().resume());

test(
  'SIGTERM while Redis and Postgres are paused: no new caller, not ready, streams end, exit code 0, rows afterwards',
  async () => {
    const gateway = await world.startGateway({ name: 'stopped', model: 'sim-ok+tokens-120+pace-50' });
    await untilHealthy(gateway);
    let begun = false;
    const streamed = askOnce(gateway, world.token, { stream: true, onHead: () => (begun = true) });
    await waitFor(() => begun);
    pauseBoth();
    const exited = gateway.stop();
    await waitFor(async () => (await readinessOf(gateway)).draining);
    expect((await readinessOf(gateway)).httpStatus).toBe(503);
    await expect(askOnce(gateway, world.token)).rejects.toThrow('fetch failed');
    expect(await streamed).toMatchObject({ status: 200, ended: true });
    expect(await exited).toBe(0);
    resumeBoth();
    const successor = await world.startGateway({ name: 'stopped' });
    await expectOneRowEach(world, [(await streamed).requestId]);
    expect(await successor.stop()).toBe(0);
  },
  limitMs,
);

test(
  'a gateway killed while Redis and Postgres are paused loses no request it has answered',
  async () => {
    const gateway = await world.startGateway({ name: 'killed' });
    await untilHealthy(gateway);
    pauseBoth();
    const answers = [await askOnce(gateway, world.token), await askOnce(gateway, world.token, { stream: true })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await gateway.kill();
    expect(existsSync(join(world.directory, 'killed-spool'))).toBe(true);
    resumeBoth();
    const successor = await world.startGateway({ name: 'killed' });
    await expectOneRowEach(
      world,
      answers.map(({ requestId }) => requestId),
    );
    expect(await successor.stop()).toBe(0);
  },
  limitMs,
);
