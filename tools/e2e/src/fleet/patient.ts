import { setTimeout as sleep } from 'node:timers/promises';
import { laneDialects } from '../lane-config.js';
import { askFleet } from './ask-fleet.js';
import { promptOf, turn } from './crew-load.js';
import type { Crew } from './crews.js';
import type { CallerSighting } from './sightings.js';
import type { Replica } from './start-fleet.js';

/** A caller alone with its limit, which waits as long as it is told to. */
export interface Patient {
  readonly crew: Crew;
  readonly token: string;
  readonly untilMs: number;
  living(): readonly Replica[];
}

/** What a patient caller went through. */
export interface PatientStory {
  readonly name: string;
  readonly sightings: readonly CallerSighting[];
  /** How often it waited and was then let in. */
  readonly letIn: number;
  /** Refusals right after a wait as long as the hint; each proves a hint that was too short. */
  readonly refusedAgain: readonly CallerSighting[];
}

/** A timer may fire a millisecond early. */
const timerGrainMs = 2;

/**
 * Asks until it is refused, waits as it was told (by the header and by the body in turn), and asks again. A wait that
 * would end after its time is not begun.
 */
export async function runPatient({ crew, token, untilMs, living }: Patient): Promise<PatientStory> {
  const sightings: CallerSighting[] = [];
  const refusedAgain: CallerSighting[] = [];
  let letIn = 0;
  let waited = false;
  for (let number = 0; Date.now() < untilMs; number += 1) {
    const seen = await askFleet(patientAsk({ crew, token, living, untilMs }, number));
    sightings.push(seen);
    if (waited && seen.status === 200) letIn += 1;
    if (waited && seen.refusal !== undefined) refusedAgain.push(seen);
    const hintMs = hintOf(seen, letIn);
    waited = hintMs !== undefined;
    if (seen.refusal !== undefined && hintMs === undefined) break;
    if (hintMs === undefined) continue;
    if (seen.endedAtMs + hintMs > untilMs) break;
    await sleep(seen.endedAtMs + hintMs + timerGrainMs - Date.now());
  }
  return { name: crew.name, sightings, letIn, refusedAgain };
}

function hintOf({ refusal }: CallerSighting, letIn: number): number | undefined {
  if (refusal === undefined) return undefined;
  const { retryAfterMs, retryAfterSeconds } = refusal;
  return letIn % 2 === 0 || retryAfterSeconds === undefined ? retryAfterMs : retryAfterSeconds * 1000;
}

function patientAsk({ crew, token, living }: Patient, number: number) {
  const tag = `patient-${crew.name}-${number}`;
  return {
    ...{ tag, crew: `patient-${crew.name}`, token, stream: number % 2 === 1 },
    ...{ dialect: turn(laneDialects, number), model: turn(crew.groups, number), replica: turn(living(), number) },
    ...{ outputCap: turn(crew.outputCaps, number), prompt: promptOf(tag, crew.words) },
  };
}
