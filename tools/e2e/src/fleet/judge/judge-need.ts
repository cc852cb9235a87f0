import type { Crew } from '../crews.js';
import type { Guard } from '../guard.js';
import { mayBeAdmitted, type Case } from './cases.js';
import { mostOf } from './claims.js';

/** How far a rolling minute may look back: its slots are five seconds long, and the oldest counts whole. */
const minuteReachMs = 65_000;

/** A request that may have counted when another was refused: at some moment from one to the other. */
interface Possible {
  readonly fromMs: number;
  readonly toMs: number;
  readonly amount: number;
}

/**
 * Refusals for which nothing can have stood in the way, however the uncertain is read. Places under way are left out:
 * nobody outside knows when one is given back.
 */
export function judgeNeed({ name, guards }: Crew, cases: readonly Case[]): readonly string[] {
  return guards.flatMap((guard) => {
    const refused = cases.filter(({ seen }) => isRefusedBy(guard, guards, seen.refusal));
    if (guard.kind === 'at-once' || refused.length === 0) return [];
    const heaviest = Math.max(...cases.map((one) => mostOf(one, guard.measure)));
    const possible = cases.filter(isPossible(guard)).map((one) => ({
      ...whenPossible(one),
      // What has no row may weigh as much as any.
      amount: one.rows.length === 0 ? heaviest : mostOf(one, guard.measure),
    }));
    return refused
      .map((one) => ({ one, stood: mostBefore(guard, one, possible), own: mostOf(one, guard.measure) }))
      .filter(({ stood, own }) => stood + own <= allowed(guard))
      .map(
        ({ one, stood }) =>
          `${name}: ${one.seen.tag} was refused, and no more than ${stood} of ${allowed(guard)} stood`,
      );
  });
}

/** An upstream's refusal names no bucket, so it is judged only where there is one. */
function isRefusedBy(guard: Guard, guards: readonly Guard[], refusal: Case['seen']['refusal']): boolean {
  if (refusal === undefined) return false;
  return 'upstream' in guard ? guards.length === 1 : refusal.bucket === guard.bucket;
}

function isPossible(guard: Guard): (one: Case) => boolean {
  return (one) => mayBeAdmitted(one) && (!('upstream' in guard) || one.seen.refusal === undefined);
}

function whenPossible({ seen, arrivals }: Case): Pick<Possible, 'fromMs' | 'toMs'> {
  // Who left may be admitted after that: what it sent is still on its way.
  return { fromMs: seen.sentAtMs, toMs: arrivals[0]?.atMs ?? (seen.answered ? seen.endedAtMs : Infinity) };
}

function allowed(guard: Exclude<Guard, { kind: 'at-once' }>): number {
  return guard.kind === 'rate' ? guard.burst : guard.limit;
}

/** The most that can have stood when a request was refused. */
function mostBefore(guard: Exclude<Guard, { kind: 'at-once' }>, { seen }: Case, possible: readonly Possible[]): number {
  const before = possible.filter(({ fromMs }) => fromMs <= seen.endedAtMs);
  const since = (atMs: number) => sum(before.filter(({ toMs }) => toMs >= atMs));
  switch (guard.kind) {
    case 'minute':
      return since(seen.sentAtMs - minuteReachMs);
    case 'day':
    case 'month':
    case 'lifetime':
      return sum(before);
    case 'rate': {
      const left = (atMs: number) => since(atMs) - (guard.perSec * Math.max(0, seen.sentAtMs - atMs)) / 1000;
      return Math.max(0, ...before.map(({ toMs }) => left(Math.min(toMs, seen.sentAtMs))));
    }
  }
}

function sum(possible: readonly Possible[]): number {
  return possible.reduce((total, { amount }) => total + amount, 0);
}
