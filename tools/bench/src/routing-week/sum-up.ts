import type { Contender } from './contenders.js';
import type { WeekResult } from './play-week.js';

/** What came of a contender over all seeds. */
export interface Standing {
  readonly name: string;
  readonly kind: Contender['kind'];
  /** Means over the seeds. */
  readonly lossUsd: number;
  readonly costUsd: number;
  readonly waitSecondsPerRequest: number;
  readonly unservedPerMillion: number;
  /** Loss beyond that of the best fixed choice of each week in hindsight, as a share of that. */
  readonly regret: number;
  readonly leastRegret: number;
  readonly mostRegret: number;
  /** Running regret in USD, by hour of the week. */
  readonly regretByHour: readonly number[];
}

/** A contender and its weeks, one for each seed. */
export interface Played {
  readonly contender: Contender;
  readonly weeks: readonly WeekResult[];
}

/** Compares everybody to the best fixed choice of each week. */
export function sumUp(played: readonly Played[], seeds: number): readonly Standing[] {
  const bests = Array.from({ length: seeds }, (_, seed) => bestFixed(played, seed));
  return played.map(({ contender, weeks }) => {
    const regrets = weeks.map((week, seed) => total(week.lossByHour) / total(bests[seed]?.lossByHour ?? []) - 1);
    return {
      name: contender.name,
      kind: contender.kind,
      lossUsd: mean(weeks.map(({ lossByHour }) => total(lossByHour))),
      costUsd: mean(weeks.map(({ costUsd }) => costUsd)),
      waitSecondsPerRequest: mean(weeks.map(({ waitSeconds, requests }) => waitSeconds / requests)),
      unservedPerMillion: mean(weeks.map(({ unserved, requests }) => (1e6 * unserved) / requests)),
      regret: mean(regrets),
      leastRegret: Math.min(...regrets),
      mostRegret: Math.max(...regrets),
      regretByHour: running(weeks, bests),
    };
  });
}

function bestFixed(played: readonly Played[], seed: number): WeekResult {
  const fixed = played.filter(({ contender }) => contender.kind === 'fixed').flatMap(({ weeks }) => weeks[seed] ?? []);
  const [best] = fixed.sort((one, other) => total(one.lossByHour) - total(other.lossByHour));
  if (best === undefined) throw new Error('there should be a fixed choice');
  return best;
}

function running(weeks: readonly WeekResult[], bests: readonly WeekResult[]): readonly number[] {
  let sum = 0;
  return (weeks[0]?.lossByHour ?? []).map((_, hour) => {
    sum += mean(weeks.map((week, seed) => (week.lossByHour[hour] ?? 0) - (bests[seed]?.lossByHour[hour] ?? 0)));
    return sum;
  });
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function mean(numbers: readonly number[]): number {
  return total(numbers) / numbers.length;
}
