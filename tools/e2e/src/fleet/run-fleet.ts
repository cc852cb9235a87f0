import { setTimeout as sleep } from 'node:timers/promises';
import { runCrew } from './crew-load.js';
import { crews } from './crews.js';
import { holdPlaces, type HeldStory } from './held-leases.js';
import { runPatient, type PatientStory } from './patient.js';
import { patients } from './patients.js';
import type { CallerSighting, StoredRow } from './sightings.js';
import { startFleet, type Fleet, type Replica } from './start-fleet.js';
import { heldGroup, openGroups } from './upstreams.js';
import type { ProviderSighting } from '@smart-router/simulated-provider';

/** How long and how hard a fleet is pressed. */
export interface FleetRun {
  readonly loadMs: number;
  /** Of what the limits let through. */
  readonly multiple: number;
  /** `memory` is the counter-proof: every replica counts alone, and the judge must see it. */
  readonly state: 'redis' | 'memory';
}

/** Everything that was seen of a run. */
export interface FleetEvidence {
  readonly run: FleetRun;
  readonly sightings: readonly CallerSighting[];
  readonly arrivals: readonly ProviderSighting[];
  readonly rows: readonly StoredRow[];
  readonly killed: readonly Replica[];
  readonly patients: readonly PatientStory[];
  readonly held: readonly HeldStory[];
  /** What the replicas warned of. */
  readonly warnings: readonly string[];
  readonly exitCodes: readonly (number | null)[];
}

/** The replica that is killed, when, and how long its place stays empty. */
const victim = 1;
const killAfterMs = 8_000;
const restartAfterMs = 8_000;

/** Who waits for a whole minute is waited for. */
const patienceMs = 10_000;

/** Runs a fleet from its start to its end. */
export async function runFleet(run: FleetRun): Promise<FleetEvidence> {
  const fleet = await startFleet(run.state);
  try {
    const seen = await press(fleet, run);
    const exitCodes = await fleet.finish();
    const { rows, arrivals, killed, warnings } = fleet;
    return {
      ...{ run, ...seen, exitCodes, rows: await rows() },
      ...{ arrivals: arrivals(), killed: killed(), warnings: warnings() },
    };
  } finally {
    await fleet.close();
  }
}

type Seen = Pick<FleetEvidence, 'sightings' | 'patients' | 'held'>;

async function press(fleet: Fleet, { loadMs, multiple }: FleetRun): Promise<Seen> {
  const living = () => fleet.living();
  const tokens = await fleet.issue([...crews, ...patients, holders.caller, holders.upstream]);
  const tokenOf = (index: number): string => tokens.at(index) ?? '';
  const untilMs = Date.now() + loadMs;
  const [loads, stories, held] = await Promise.all([
    Promise.all(crews.map((crew, index) => runCrew({ crew, token: tokenOf(index), multiple, untilMs, living }))),
    Promise.all(
      patients.map((crew, index) =>
        runPatient({ crew, token: tokenOf(crews.length + index), untilMs: untilMs + patienceMs, living }),
      ),
    ),
    killOne(fleet, { caller: tokenOf(-2), upstream: tokenOf(-1) }),
  ]);
  const sightings = [
    ...loads.flat(),
    ...stories.flatMap((story) => story.sightings),
    ...held.flatMap((story) => [...story.holders, ...story.probes, ...story.comeback]),
  ];
  return { sightings, patients: stories, held };
}

/** Whose places the killed replica holds. */
const holders = {
  caller: { name: 'held-caller', limits: { concurrent: 3 } },
  upstream: { name: 'held-upstream' },
} as const;

/** Kills a replica that holds all places of two limits, starts another in its place, and watches the places. */
async function killOne(
  fleet: Fleet,
  tokens: { readonly caller: string; readonly upstream: string },
): Promise<readonly HeldStory[]> {
  const holder = fleet.living().find(({ index }) => index === victim);
  if (holder === undefined) throw new Error(`replica ${victim} should be alive`);
  const [quick = ''] = openGroups('quick');
  const [endless = ''] = openGroups('endless');
  const watches = await Promise.all([
    holdPlaces(
      fleet,
      { name: 'caller', token: tokens.caller, places: 3, endlessGroup: endless, probeGroup: quick },
      holder,
    ),
    holdPlaces(
      fleet,
      { name: 'upstream', token: tokens.upstream, places: 2, endlessGroup: heldGroup.name, probeGroup: heldGroup.name },
      holder,
    ),
  ]);
  await sleep(killAfterMs);
  await fleet.kill(victim);
  const [stories] = await Promise.all([
    Promise.all(watches.map((watch) => watch())),
    sleep(restartAfterMs).then(() => fleet.restart(victim)),
  ]);
  return stories;
}
