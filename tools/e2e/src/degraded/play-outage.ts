import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@smart-router/dev-services';
import type { GatewayProcess } from '../gateway-process.js';
import { startLoad, type Load, type Sighting } from '../load.js';
import { degradedByMetrics, readinessOf, type Readiness } from './readiness.js';
import { expectOneRowEach, type World } from './world.js';

/** One cell of the table: who does what. */
export interface Outage {
  readonly dependency: 'Redis' | 'Postgres' | 'Redis and Postgres';
  readonly state: 'down' | 'paused' | 'slow';
  /** What readiness and metrics must call degraded meanwhile. */
  readonly degraded: readonly string[];
  take(world: World): Promise<unknown>;
  mend(world: World): Promise<unknown>;
}

/** What was seen of an outage, in milliseconds. */
export interface OutageReport {
  readonly dependency: string;
  readonly state: string;
  readonly requests: number;
  readonly before: Waits;
  /** Of the requests asked from the beginning of the outage to its end. */
  readonly during: Waits;
  /** Until readiness told of it; `undefined` where it has nothing to tell. */
  readonly noticedMs: number | undefined;
  readonly recoveredMs: number;
}

/** How long callers of streams waited for the head: the router's own share of the time, and next to none of the provider's. */
export interface Waits {
  readonly count: number;
  readonly median: number;
  readonly slowest: number;
}

/** Lets a gateway that has just started meet every kind of caller a few times, so that this is not measured. */
export async function warmUp(world: World, gateway: GatewayProcess): Promise<void> {
  const load = startCallers(world, gateway);
  await sleep(quietMs);
  await load.stop();
}

function startCallers(world: World, gateway: GatewayProcess): Load {
  const { token } = world;
  return startLoad({ url: () => gateway.url, token, callers, restMs: 30, groupOf: (dialect) => dialect });
}

const callers = 6;

/** At least so many are asked while something is away. */
const leastAsked = 10;

/** Long enough for every kind of caller to ask several times. */
const quietMs = 1500;

/** The longest anything may take to be noticed, or to recover: several of the key directory's time limits. */
const patience = { timeoutMs: 90_000, everyMs: 50 };

/** Takes a dependency away under load and brings it back. Fails unless every request is answered and has its row. */
export async function playOutage(world: World, gateway: GatewayProcess, outage: Outage): Promise<OutageReport> {
  await untilHealthy(gateway);
  const seen: Readiness[] = [];
  const watch = watchReadiness(gateway, seen);
  const load = startCallers(world, gateway);
  await sleep(quietMs);
  const from = performance.now();
  const answeredBefore = load.answered();
  await outage.take(world);
  await untilDegraded(gateway, outage.degraded);
  const noticedMs = performance.now() - from;
  expect(await degradedByMetrics(gateway)).toEqual(expect.arrayContaining([...outage.degraded]));
  const change = changeKeys(world, outage);
  await sleep(quietMs);
  // Those under way when it began are answered, too.
  const enough = answeredBefore + callers + leastAsked;
  await waitFor(async () => load.answered() > enough, { ...patience, what: 'requests of the outage to be answered' });
  const to = performance.now();
  await outage.mend(world);
  await untilHealthy(gateway);
  const recoveredMs = performance.now() - to;
  await waitFor(async () => (await ask(gateway, await change)) === 200, { ...patience, what: 'a new key to be known' });
  await sleep(quietMs / 3);
  const sightings = await load.stop();
  await watch.stop();
  expect(seen.filter(({ httpStatus }) => httpStatus !== 200)).toEqual([]);
  expect(sightings.filter(({ answered }) => !answered)).toEqual([]);
  expect(sightings.filter(({ askedAt }) => askedAt > from && askedAt < to).length).toBeGreaterThan(leastAsked);
  await expectOneRowEach(
    world,
    sightings.map(({ requestId }) => requestId),
  );
  return {
    ...{ dependency: outage.dependency, state: outage.state, requests: sightings.length },
    before: waitsOf(sightings.filter(({ askedAt, wholeMs }) => askedAt + wholeMs < from)),
    during: waitsOf(sightings.filter(({ askedAt, wholeMs }) => askedAt + wholeMs >= from && askedAt < to)),
    ...{ noticedMs: outage.degraded.length === 0 ? undefined : noticedMs, recoveredMs },
  };
}

/** A key issued while Postgres may be away: at once, as soon as it answers, or once it is back. */
async function changeKeys(world: World, outage: Outage): Promise<string> {
  const order = { user: `during-${outage.state}-${outage.dependency.replaceAll(' ', '-')}`, allow: ['*'] };
  return waitFor(() => world.issue(order).catch(() => undefined), { ...patience, what: 'a key to be issued' });
}

async function ask(gateway: GatewayProcess, token: string): Promise<number> {
  const answer = await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${token}` } });
  await answer.text();
  return answer.status;
}

/** Waits until all of these are called degraded. On a starved machine others may be late enough to be called so too. */
async function untilDegraded(gateway: GatewayProcess, expected: readonly string[]): Promise<void> {
  const isSo = async () => {
    const { degraded } = await readinessOf(gateway);
    return expected.every((name) => degraded.includes(name));
  };
  await waitFor(isSo, { ...patience, what: `readiness to tell of ${expected.join()}` });
}

async function untilHealthy(gateway: GatewayProcess): Promise<void> {
  const isSo = async () => (await readinessOf(gateway)).degraded.length === 0;
  await waitFor(isSo, { ...patience, what: 'nothing to be degraded' });
}

function watchReadiness(gateway: GatewayProcess, seen: Readiness[]): { stop(): Promise<void> } {
  let running = true;
  const watching = (async () => {
    while (running) {
      seen.push(await readinessOf(gateway));
      await sleep(100);
    }
  })();
  return {
    stop: () => {
      running = false;
      return watching;
    },
  };
}

function waitsOf(sightings: readonly Sighting[]): Waits {
  const streams = sightings.filter(({ kind }) => kind === 'stream');
  const waits = streams.map(({ headMs }) => headMs ?? Infinity).sort((left, right) => left - right);
  return { count: waits.length, median: waits[waits.length >> 1] ?? 0, slowest: waits.at(-1) ?? 0 };
}
