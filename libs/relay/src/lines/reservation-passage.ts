import type { QueueRules, ScopedShape } from '@smart-router/core';
import {
  shareOfSecond,
  type ReservationCandidate,
  type ReservationRequest,
  type ReservationVerdict,
  type Skip,
} from '@smart-router/traffic-shaping';
import type { ReadyTrip } from '../journey-state.js';
import { claimOf } from './admission-passage.js';
import { weightOf } from './weight-of.js';
import { isOpen, type Passage, type Wait } from './pass-lines.js';

/** What the store said, and of which candidates: those in front of which others wait are not asked for. */
export interface Reservation {
  readonly verdict: ReservationVerdict;
  /** Indices into the candidates of the request; those of the verdict count these. */
  readonly asked: readonly number[];
}

/** A shape with a queue. */
type Queued = ScopedShape & { readonly shape: { readonly queue: QueueRules } };

/** A reservation and the attempt it is for. */
export type NumberedRequest = ReservationRequest & { readonly number: number };

/**
 * The way to a target with room. A request waits only when none of its plan has room, and then for one that is throttled
 * by a limit with a queue; targets that pause after failures are not waited for. Projects are served by turns.
 */
export function reservationPassage(trip: ReadyTrip, request: NumberedRequest): Passage<Reservation> {
  const { lines, ports } = trip.house;
  const { number, ...reservation } = request;
  const queued = request.candidates.map(queuedShapes);
  const all = [...queued.keys()];
  const busy = (index: number): Queued | undefined => queued[index]?.find(({ key }) => lines.isBusy(key));
  const mayAsk = (index: number, at: string | undefined): boolean =>
    busy(index) === undefined || queued[index]?.some(({ key }) => key === at) === true;
  const waitIn = ({ scope, key, shape }: Queued, heard: Wait['heard']): Wait => {
    const { organization, project } = trip.caller;
    return {
      ...{ name: { key, scope }, rules: shape.queue, heard },
      ...{ flow: `${organization}/${project}`, weight: weightOf(shape.queue.weights, project) },
      cost: shareOfSecond(shape, claimOf(request)),
    };
  };
  /** Behind those who wait for the first target that was not asked for. */
  const waitBehind = (asked: readonly number[]): Wait | undefined => {
    const shape = all.filter((index) => !asked.includes(index)).map(busy)[0];
    return shape && waitIn(shape, undefined);
  };
  return {
    note: ({ bucket, waitedMs }) =>
      trip.evidence.noteUpstream({ decision: 'queued', attemptNumber: number, bucket, waitedMs }),
    waitsFirst: () => (all.some((index) => mayAsk(index, undefined)) ? undefined : waitBehind([])),
    async ask(at) {
      const asked = all.filter((index) => mayAsk(index, at));
      const candidates = asked.length === all.length ? request.candidates : pick(request.candidates, asked);
      return { asked, verdict: await ports.limits.reserve({ ...reservation, candidates, nowMs: ports.clock.now() }) };
    },
    hasRoom: ({ verdict }) => verdict.kind === 'reserved',
    waitsAfter({ verdict, asked }, at) {
      if (verdict.kind === 'reserved') return undefined;
      const foreseen =
        asked.length === all.length && verdict.skipped.every(({ retryAfterMs }) => retryAfterMs !== undefined);
      const retryAfterMs = foreseen ? verdict.retryAfterMs : undefined;
      const waits = verdict.skipped.toSorted(soonerFirst).flatMap((skip): readonly Wait[] => {
        const shape = throttlingShape(queued[asked[skip.index] ?? -1] ?? [], skip);
        return shape === undefined ? [] : [waitIn(shape, { retryAfterMs, bucket: skip.bucket })];
      });
      // Who waits somewhere stays there as long as that is what holds it up.
      return waits.find(({ name }) => name.key === at) ?? waits[0] ?? waitBehind(asked);
    },
  };
}

function queuedShapes({ shapes }: ReservationCandidate): readonly Queued[] {
  return shapes.filter((scoped): scoped is Queued => isOpen(scoped.shape.queue));
}

/** The shape with a queue that a candidate was passed over for. */
function throttlingShape(shapes: readonly Queued[], { reason, bucket }: Skip): Queued | undefined {
  return reason === 'throttled' ? shapes.find(({ scope }) => bucket.startsWith(`${scope}.`)) : undefined;
}

/** Sorting is stable: where nothing is known, the order of the plan stays. */
function soonerFirst(one: Skip, other: Skip): number {
  const [sooner, later] = [one.retryAfterMs ?? Infinity, other.retryAfterMs ?? Infinity];
  return sooner === later ? 0 : sooner - later;
}

function pick<Entry>(entries: readonly Entry[], indices: readonly number[]): readonly Entry[] {
  return entries.filter((_, index) => indices.includes(index));
}
