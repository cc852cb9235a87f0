import { setTimeout as sleep } from 'node:timers/promises';
import { laneDialects } from '../lane-config.js';
import { askFleet } from './ask-fleet.js';
import type { Crew } from './crews.js';
import type { CallerSighting } from './sightings.js';
import type { Replica } from './start-fleet.js';

/** How a crew presses. */
export interface CrewLoad {
  readonly crew: Crew;
  readonly token: string;
  /** How many times as many requests it sends as its limit lets through. */
  readonly multiple: number;
  readonly untilMs: number;
  living(): readonly Replica[];
}

/** More are not kept under way: a machine that cannot keep up is not pressed further. */
const maxUnderWay = 100;

/** Every so many requests the caller leaves midway. */
const leavesEvery = 9;

/** Sends at a steady pace, whatever comes back; resolves with everything seen. */
export async function runCrew({
  crew,
  token,
  multiple,
  untilMs,
  living,
}: CrewLoad): Promise<readonly CallerSighting[]> {
  const everyMs = 1000 / (crew.fitsPerSec * multiple);
  const underWay = new Set<Promise<void>>();
  const sightings: CallerSighting[] = [];
  for (let number = 0, nextMs = Date.now(); nextMs < untilMs; number += 1, nextMs += everyMs) {
    await sleep(Math.max(0, nextMs - Date.now()));
    if (underWay.size >= maxUnderWay) await Promise.race(underWay);
    const asked = askFleet(askOf({ crew, token, replicas: living() }, number)).then((sighting) => {
      sightings.push(sighting);
      underWay.delete(asked);
    });
    underWay.add(asked);
  }
  await Promise.all(underWay);
  return sightings;
}

interface Source {
  readonly crew: Crew;
  readonly token: string;
  readonly replicas: readonly Replica[];
}

/** Every dialect, whole and streamed, over every group, replica and cap in turn. */
function askOf({ crew, token, replicas }: Source, number: number) {
  const tag = `${crew.name}-${number}`;
  return {
    ...{ tag, crew: crew.name, token, stream: number % 2 === 1 },
    dialect: turn(laneDialects, number),
    model: turn(crew.groups, Math.floor(number / laneDialects.length)),
    replica: turn(replicas, number),
    outputCap: turn(crew.outputCaps, Math.floor(number / 2)),
    prompt: promptOf(tag, crew.words),
    ...(number % leavesEvery === leavesEvery - 1 && { leaves: { afterMs: (number * 37) % 300 } }),
  };
}

/** Words of one length, so that requests of a crew weigh the same. */
export function promptOf(tag: string, words: number): string {
  return `${Array.from({ length: words }, (_, index) => `number ${100 + index}`).join(', ')} [[tag:${tag}]]`;
}

/** The entry whose turn it is. */
export function turn<Entry>(entries: readonly Entry[], number: number): Entry {
  const entry = entries[number % entries.length];
  if (entry === undefined) throw new Error('there should be somebody whose turn it is');
  return entry;
}
