import type { Range } from '@smart-router/usage-storage';

const stepsMs = { hour: 3_600_000, day: 86_400_000 } as const;

/** The UTC beginnings of all steps that a range touches. */
export function timeBuckets({ from, to }: Range, step: 'hour' | 'day' | 'month'): readonly number[] {
  const times: number[] = [];
  for (let time = firstOf(from, step); time < to; time = nextOf(time, step)) times.push(time);
  return times;
}

/** When the step that begins at this time is over. */
export function nextOf(time: number, step: 'hour' | 'day' | 'month'): number {
  if (step !== 'month') return time + stepsMs[step];
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

function firstOf(from: number, step: 'hour' | 'day' | 'month'): number {
  if (step !== 'month') return Math.floor(from / stepsMs[step]) * stepsMs[step];
  const date = new Date(from);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}
