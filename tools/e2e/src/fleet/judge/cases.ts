import type { ProviderSighting } from '@smart-router/simulated-provider';
import type { FleetEvidence } from '../run-fleet.js';
import type { CallerSighting, StoredRow } from '../sightings.js';

/** One request as its caller, the provider and the ledger saw it. */
export interface Case {
  readonly seen: CallerSighting;
  /** Where it arrived; more than once only after a failed attempt. */
  readonly arrivals: readonly ProviderSighting[];
  readonly rows: readonly StoredRow[];
  /** When its replica was killed, for requests that went there before. */
  readonly killedAtMs: number | undefined;
}

/** Puts the three views of each request together by its tag. */
export function casesOf({ sightings, arrivals, rows, killed }: FleetEvidence): readonly Case[] {
  const arrivalsOf = byTag(arrivals);
  const rowsOf = byTag(rows);
  return sightings.map((seen) => ({
    seen,
    arrivals: arrivalsOf.get(seen.tag) ?? [],
    rows: rowsOf.get(seen.tag) ?? [],
    killedAtMs: killed.find(({ index, killedAtMs = 0 }) => index === seen.replica && seen.sentAtMs <= killedAtMs)
      ?.killedAtMs,
  }));
}

function byTag<Entry extends { readonly tag: string | undefined }>(
  entries: readonly Entry[],
): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.tag ?? '') ?? [];
    groups.set(entry.tag ?? '', group);
    group.push(entry);
  }
  return groups;
}

/** Whether a limit of callers certainly let it in. */
export function wasAdmitted({ seen, arrivals }: Case): boolean {
  return arrivals.length > 0 || seen.status === 200 || seen.refusal?.type.startsWith('upstream-') === true;
}

/** Whether a limit of callers may have let it in: nobody was told otherwise. */
export function mayBeAdmitted(one: Case): boolean {
  return wasAdmitted(one) || (one.seen.refusal === undefined && one.rows.every(({ status }) => status !== 429));
}
