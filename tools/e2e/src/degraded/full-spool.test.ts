import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import type { GatewayProcess } from '../gateway-process.js';
import { askOnce, faultOf, type OneAnswer } from './ask-once.js';
import { metricOf, readinessOf } from './readiness.js';
import { tinyDisk, type TinyDisk } from './tiny-disk.js';
import { expectOneRowEach, openWorld, type World } from './world.js';

const limitMs = 180_000;
const patience = { timeoutMs: 90_000 };

let world: World;
const disks: TinyDisk[] = [];

beforeAll(async () => {
  world = await openWorld();
}, limitMs);
afterAll(async () => {
  // a start that failed leaves it undefined
  const close = (world as World | undefined)?.close;
  disks.forEach((disk) => disk.remove());
  await close?.();
}, limitMs);

async function startOnTinyDisk(onFull: 'refuse' | 'drop'): Promise<GatewayProcess> {
  const disk = tinyDisk(join(world.directory, `disk-${onFull}`));
  disks.push(disk);
  const spool = { directory: join(disk.directory, 'spool'), on_full: onFull, ...disk.spool };
  const gateway = await world.startGateway({ name: onFull, model: 'sim-ok', spool });
  await untilHealthy(gateway);
  return gateway;
}

const untilHealthy = (gateway: GatewayProcess) =>
  waitFor(async () => (await readinessOf(gateway)).degraded.length === 0, { ...patience, what: 'a healthy gateway' });

/** Asks, eight at a time, until an answer is of that kind or something else holds. */
async function askUntil(gateway: GatewayProcess, isEnough: (answers: readonly OneAnswer[]) => unknown) {
  const answers: OneAnswer[] = [];
  await waitFor(
    async () => {
      const some = Array.from({ length: 8 }, () => askOnce(gateway, world.token));
      answers.push(...(await Promise.all(some)));
      return Boolean(await isEnough(answers));
    },
    { timeoutMs: 120_000, everyMs: 1, what: 'the spool to be full' },
  );
  return answers;
}

test(
  'a full spool that refuses asks no provider in vain, is not ready, and takes requests again once records are stored',
  async () => {
    const gateway = await startOnTinyDisk('refuse');
    await world.postgres.stop();
    const answers = await askUntil(gateway, (seen) => seen.some(({ status }) => status === 503));
    const served = answers.filter(({ status }) => status === 200);
    expect(served.length).toBeGreaterThan(20);
    const asked = world.provider.requests().length;
    const refused = [await askOnce(gateway, world.token), await askOnce(gateway, world.token, { stream: true })];
    expect(refused.map((answer) => [answer.status, faultOf(answer)])).toEqual(Array(2).fill([503, 'not-ready']));
    expect(world.provider.requests().length).toBe(asked);
    expect(await readinessOf(gateway)).toMatchObject({
      httpStatus: 503,
      degraded: expect.arrayContaining(['postgres', 'spool']),
      dependencies: { spool: { state: 'refusing_requests', dropped_records: 0 } },
    });
    expect(await metricOf(gateway, 'spool_full')).toBe(1);
    await world.postgres.start();
    await untilHealthy(gateway);
    const again = await askOnce(gateway, world.token);
    expect(again.status).toBe(200);
    await expectOneRowEach(
      world,
      [...served, again].map(({ requestId }) => requestId),
    );
    expect(await gateway.stop()).toBe(0);
  },
  limitMs,
);

test(
  'a full spool that drops answers everybody, and counts every record it lost',
  async () => {
    const gateway = await startOnTinyDisk('drop');
    const before = (await world.rowCounts()).size;
    await world.postgres.stop();
    const answers = await askUntil(gateway, async () => (await metricOf(gateway, 'usage_dropped_total')) > 5);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await readinessOf(gateway)).toMatchObject({
      httpStatus: 200,
      degraded: expect.arrayContaining(['postgres', 'spool']),
      dependencies: { spool: { state: 'dropping_records' } },
    });
    await world.postgres.start();
    await untilHealthy(gateway);
    const again = await askOnce(gateway, world.token);
    await expectOneRowEach(world, [again.requestId]);
    const dropped = await metricOf(gateway, 'usage_dropped_total');
    expect((await world.rowCounts()).size - before).toBe(answers.length + 1 - dropped);
    expect((await readinessOf(gateway)).dependencies.spool).toMatchObject({ state: 'ok', dropped_records: dropped });
    expect(await gateway.stop()).toBe(0);
  },
  limitMs,
);
