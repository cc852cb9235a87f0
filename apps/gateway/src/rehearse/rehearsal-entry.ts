import { instantDate } from '../commands/instant.js';
import type { GroupNumbers, Rehearsal } from './rehearsal.js';
import {
  changedShare,
  costIncrease,
  newlyIneligibleShare,
  newlyRefusedShare,
  p95Increase,
  stillServedIncrease,
  type Crossing,
} from './thresholds.js';

/** The version of the form; it changes when a member goes or means something else. */
const formVersion = 1;

/** A rehearsal as JSON tells it; docs/rehearsal.md describes the members. */
export function rehearsalEntry(rehearsal: Rehearsal, crossings: readonly Crossing[]): unknown {
  const { selfCheck, groups, total } = rehearsal;
  return {
    ...{ version: formVersion, passed: crossings.length === 0, crossings },
    ...{ since: instantDate(rehearsal.since), until: instantDate(rehearsal.until) },
    ...{ catalogHash: rehearsal.catalogHash, sampleShare: rehearsal.sampleShare, confidence: rehearsal.confidence },
    total: numbersEntry(total),
    groups: groups.map(({ numbers, ...group }) => ({ ...group, ...numbersEntry(numbers) })),
    selfCheck: {
      billed: costs({ then: selfCheck.billed.then, again: selfCheck.billed.again }),
      compared: selfCheck.compared && {
        catalogHash: selfCheck.compared.catalogHash,
        ...numbersEntry(selfCheck.compared.total),
      },
    },
  };
}

function numbersEntry(numbers: GroupNumbers): object {
  const { cost, latency, evidence, ...counts } = numbers;
  const { compared, stillServed, ...amounts } = cost;
  const { compared: comparedStill, ...amountsStill } = stillServed;
  return {
    ...counts,
    changedShare: changedShare(numbers),
    newlyIneligibleShare: newlyIneligibleShare(numbers),
    newlyRefusedShare: newlyRefusedShare(numbers),
    costNanoUsd: {
      ...{ compared, ...costs(amounts), increase: costIncrease(numbers) },
      stillServed: { compared: comparedStill, ...costs(amountsStill), increase: stillServedIncrease(numbers) },
    },
    latencyMs: {
      then: { p50: rounded(latency.then.p50Ms), p95: rounded(latency.then.p95Ms) },
      expected: { p50: rounded(latency.now.p50Ms), p95: rounded(latency.now.p95Ms) },
      p95Increase: p95Increase(numbers),
    },
    evidence,
  };
}

/** Whole nano-USD. */
function costs<Names extends string>(amounts: Readonly<Record<Names, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries<number>(amounts).map(([name, amount]) => [name, Math.round(amount)]));
}

function rounded(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds);
}
