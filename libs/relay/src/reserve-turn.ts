import type { ReservationVerdict } from '@smart-router/traffic-shaping';
import { turnIdOf } from './attempt-one.js';
import { reservationCandidate, type Candidate } from './candidate.js';
import type { ReadyTrip } from './journey-state.js';
import { leaseMs } from './leases.js';
import { passLines } from './lines/pass-lines.js';
import { reservationPassage } from './lines/reservation-passage.js';
import { skippedTargets, type SkippedTarget } from './skipped-targets.js';
import { stayWords } from './lines/stay-words.js';
import { wakeLines } from './lines/wake-lines.js';

/** A candidate with room, or why there is none. */
export type Reserved =
  | { readonly kind: 'reserved'; readonly candidate: Candidate; readonly probe: boolean }
  | NobodyFree
  /** The caller left, and nothing is held for it. */
  | { readonly kind: 'gone' };

/** No candidate has room. */
export interface NobodyFree {
  readonly kind: 'none';
  readonly retryAfterMs: number | undefined;
  /** What will have room first, or what it waited for. */
  readonly bucket: string | undefined;
  /** The targets that have none, with the reasons of all their credentials. */
  readonly excluded: readonly SkippedTarget[];
  /** What became of its stay in a queue; `undefined` when it was in none. */
  readonly stay: string | undefined;
}

/** Reserves the first candidate with room; where there is none, it waits for its turn in the queues that are switched on. */
export async function reserveTurn(
  trip: ReadyTrip,
  candidates: readonly Candidate[],
  number: number,
): Promise<Reserved> {
  const passage = reservationPassage(trip, {
    turnId: turnIdOf(trip, number),
    leaseMs,
    candidates: candidates.map(reservationCandidate),
    inputTokens: trip.ask.facts.estimatedInputTokens,
    outputTokens: trip.outputReservation,
    nowMs: undefined,
    number,
  });
  const passed = await passLines(trip, passage);
  if (passed.kind === 'left') {
    if (passed.left.kind === 'gone') return { kind: 'gone' };
    const { bucket, retryAfterMs } = passed.left;
    return { kind: 'none', bucket, retryAfterMs, excluded: [], stay: stayWords(passed) };
  }
  const { verdict, asked } = passed.answer;
  const left = asked.flatMap((index) => candidates[index] ?? []);
  trip.evidence.noteSkips(verdict.skipped, left, number);
  if (verdict.kind === 'none') return noneOf(verdict, left);
  const candidate = left[verdict.index];
  if (candidate === undefined) throw new Error(`the limit store chose candidate ${verdict.index} of ${asked.length}`);
  if (!trip.sink.gone) return { kind: 'reserved', candidate, probe: verdict.probe };
  await returnTurn(trip, candidate, number);
  return { kind: 'gone' };
}

function noneOf(
  { skipped, retryAfterMs }: Extract<ReservationVerdict, { readonly kind: 'none' }>,
  candidates: readonly Candidate[],
): NobodyFree {
  const first = skipped.find((skip) => skip.retryAfterMs === retryAfterMs);
  return {
    kind: 'none',
    bucket: first?.bucket,
    retryAfterMs,
    excluded: skippedTargets(candidates, skipped),
    stay: undefined,
  };
}

/** Gives back a turn that nothing was sent for, or that nobody will end. */
export async function returnTurn(trip: ReadyTrip, candidate: Candidate, number: number): Promise<void> {
  const { limits, clock } = trip.house.ports;
  const turnId = turnIdOf(trip, number);
  trip.house.leases.drop('turn', turnId);
  await limits.settle({ leaseId: undefined, turnId, actual: undefined, nowMs: clock.now() });
  wakeLines(trip.house, candidate);
}
