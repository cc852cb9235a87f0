import { setTimeout as sleep } from 'node:timers/promises';
import { askSdk, type SdkVerdict } from '../ask-sdk.js';
import type { Played } from './played.js';
import type { Cell } from './scenario.js';
import type { World } from './world.js';

/** The page promises that a provider which is back serves again within this. */
export const promisedMs = 30_000;

/** Somebody who has asked twenty times, and what follows. */
export interface SatOut {
  readonly twenty: Promise<unknown>;
  readonly played: Promise<Played>;
}

/** Asks twenty times while the provider is out, then four times a second until its first target serves again. */
export function sitOut({ address }: World, cell: Cell): SatOut {
  const startedAt = Date.now();
  const verdicts: SdkVerdict[] = [];
  const ask = async (): Promise<void> => {
    verdicts.push(await askSdk(address, cell.caller, { model: cell.name, stream: cell.stream, text: 'Hello' }));
  };
  const askTwenty = async (): Promise<void> => {
    while (verdicts.length < 20) await ask();
  };
  const askOn = async (): Promise<Played> => {
    const until = startedAt + outageOf(cell) + 2 * promisedMs;
    const isBack = () => verdicts.at(-1)?.headers?.get('x-router-target') === `${cell.name}-1/simulated`;
    while (!isBack() && Date.now() < until) {
      await sleep(250);
      await ask();
    }
    return { verdicts, requests: verdicts.length, problems: [], elapsedMs: Date.now() - startedAt };
  };
  const twenty = askTwenty();
  return { twenty, played: twenty.then(askOn) };
}

/** How long the first target of a cell is out. */
export const outageOf = (cell: Cell): number => Number(/wait-(\d+)/.exec(cell.scenario.faulty.model)?.[1] ?? 60_000);
