import type { Field } from '@smart-router/eligibility';
import type { StoredCandidate } from '@smart-router/usage-storage';
import type { Move, TargetRehearsal } from './rehearsal.js';

/** A request as its targets see it. */
export interface TargetTurn {
  readonly candidates: readonly StoredCandidate[];
  readonly field: Field;
  readonly firstThen: string | undefined;
  readonly firstNow: string | undefined;
}

/** Counts what changes for the targets of a group. */
export interface TargetTally {
  add(turn: TargetTurn): void;
  targets(): readonly TargetRehearsal[];
  moves(): readonly Move[];
}

interface Counted {
  firstThen: number;
  firstNow: number;
  newlyIneligible: number;
  newlyEligible: number;
  readonly reasons: Map<string, number>;
}

/** So many changes of the first target are told. */
const toldMoves = 5;

/** Nothing counted yet. */
export function openTargetTally(): TargetTally {
  const targets = new Map<string, Counted>();
  const moves = new Map<
    string,
    { readonly from: string | undefined; readonly to: string | undefined; requests: number }
  >();
  const of = (target: string): Counted => {
    const known = targets.get(target) ?? emptyCount();
    targets.set(target, known);
    return known;
  };
  return {
    add({ candidates, field, firstThen, firstNow }) {
      if (firstThen !== undefined) of(firstThen).firstThen += 1;
      if (firstNow !== undefined) of(firstNow).firstNow += 1;
      if (firstThen !== firstNow) {
        const key = JSON.stringify([firstThen, firstNow]);
        const move = moves.get(key) ?? { from: firstThen, to: firstNow, requests: 0 };
        move.requests += 1;
        moves.set(key, move);
      }
      const then = new Map(candidates.map(({ target, reasons }) => [target, isEligible(reasons)]));
      for (const { id } of field.candidates) if (then.get(id) === false) of(id).newlyEligible += 1;
      for (const { target, reasons } of field.excluded) {
        if (then.get(target.id) !== true) continue;
        const counted = of(target.id);
        counted.newlyIneligible += 1;
        for (const reason of reasons) counted.reasons.set(reason, (counted.reasons.get(reason) ?? 0) + 1);
      }
    },
    moves: () => mostFirst([...moves.values()]).slice(0, toldMoves),
    targets: () =>
      [...targets]
        .map(([target, { reasons, ...counts }]) => ({
          ...{ target, ...counts },
          reasons: mostFirst([...reasons].map(([reason, requests]) => ({ reason, requests }))),
        }))
        .toSorted((one, other) => other.firstThen + other.firstNow - (one.firstThen + one.firstNow)),
  };
}

/** A pause is no judgement of what a target can do. */
function isEligible(reasons: readonly string[]): boolean {
  return reasons.every((reason) => reason === 'backoff' || reason === 'throttled');
}

function emptyCount(): Counted {
  return { firstThen: 0, firstNow: 0, newlyIneligible: 0, newlyEligible: 0, reasons: new Map() };
}

function mostFirst<Row extends { readonly requests: number }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => other.requests - one.requests);
}
