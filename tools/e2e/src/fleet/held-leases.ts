import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@smart-router/dev-services';
import { laneDialects } from '../lane-config.js';
import { askFleet, type FleetAsk } from './ask-fleet.js';
import { promptOf, turn } from './crew-load.js';
import type { CallerSighting } from './sightings.js';
import type { Fleet, Replica } from './start-fleet.js';

/** A limit of requests under way whose places are all held by one replica. */
export interface HeldPlaces {
  readonly name: string;
  readonly token: string;
  readonly places: number;
  /** Answered for longer than any run. */
  readonly endlessGroup: string;
  /** What is asked to see whether a place is free. */
  readonly probeGroup: string;
}

/** What became of the places of a killed replica. */
export interface HeldStory {
  readonly name: string;
  readonly holders: readonly CallerSighting[];
  /** From when on a place must be free. */
  readonly backAtMs: number;
  /** One after another, before the kill and after it. */
  readonly probes: readonly CallerSighting[];
  /** As many as there are places, together, until all of them were let in. */
  readonly comeback: readonly CallerSighting[];
}

/** As the gateway states it: what a killed process held comes back after this. */
export const leaseMs = 30_000;

/** A renewal that was sent before the kill may still lie in a socket for a moment. */
const sentBeforeMs = 1_000;
const probeEveryMs = 500;
const startLimitMs = 60_000;

/** Takes all places through one replica; what is returned watches them after that replica is gone. */
export async function holdPlaces(fleet: Fleet, held: HeldPlaces, holder: Replica): Promise<() => Promise<HeldStory>> {
  const ask = (name: string, number: number, over: Partial<FleetAsk>): Promise<CallerSighting> => {
    const tag = `held-${held.name}-${name}-${number}`;
    return askFleet({
      ...{ tag, crew: `held-${held.name}`, token: held.token, model: held.probeGroup, stream: true, outputCap: 4_000 },
      ...{ dialect: turn(laneDialects, number), replica: turn(fleet.living(), number), prompt: promptOf(tag, 4) },
      ...over,
    });
  };
  let taken = 0;
  const onStatus = (status: number): void => void (taken += status === 200 ? 1 : 0);
  const holders = Array.from({ length: held.places }, (_, number) =>
    ask('holder', number, { replica: holder, model: held.endlessGroup, onStatus }),
  );
  const early = Promise.race(holders).then((seen) => {
    if (taken < held.places) throw new Error(`a holder of ${held.name} ended early: ${JSON.stringify(seen)}`);
  });
  await Promise.race([early, waitFor(() => taken === held.places, { timeoutMs: startLimitMs, what: 'all holders' })]);
  const probes: CallerSighting[] = [];
  const probe = async (): Promise<CallerSighting> => {
    const seen = await ask('probe', probes.length, { leaves: 'let-in' });
    probes.push(seen);
    return seen;
  };
  await probe();

  return async () => {
    const backAtMs = Date.now() + leaseMs + sentBeforeMs;
    for (let seen = await probe(); seen.status !== 200 && seen.sentAtMs < backAtMs; seen = await probe()) {
      await sleep(probeEveryMs);
    }
    await sleep(Math.max(0, backAtMs - Date.now()));
    const comeback: CallerSighting[] = [];
    const allAtOnce = async (): Promise<boolean> => {
      const seen = await together(held.places, (index, leaves, onStatus) =>
        ask('comeback', comeback.length + index, { model: held.endlessGroup, leaves, onStatus }),
      );
      comeback.push(...seen);
      return seen.every(({ status }) => status === 200);
    };
    await waitFor(allAtOnce, { timeoutMs: startLimitMs, everyMs: probeEveryMs, what: `all places of ${held.name}` });
    return { name: held.name, backAtMs, holders: await Promise.all(holders), probes, comeback };
  };
}

/** Several that stay until each of them has heard how it stands, so that all who are let in are so at one time. */
async function together(
  count: number,
  ask: (index: number, leaves: Promise<void>, onStatus: () => void) => Promise<CallerSighting>,
): Promise<readonly CallerSighting[]> {
  let waiting = count;
  let allHeard = (): void => undefined;
  const leaves = new Promise<void>((resolve) => (allHeard = resolve));
  const heard = (): void => {
    waiting -= 1;
    if (waiting === 0) allHeard();
  };
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      let told = false;
      const once = (): void => {
        if (!told) heard();
        told = true;
      };
      const seen = await ask(index, leaves, once);
      once(); // whose connection broke has heard all it will
      return seen;
    }),
  );
}
