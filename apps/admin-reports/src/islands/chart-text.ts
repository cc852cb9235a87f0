import { shownUsd } from '../format/format-money.js';
import { shortCount, shownCount, shownRate, shownShare } from '../format/format-number.js';
import { shownBucket, shownDuration } from '../format/format-time.js';
import type { ChartData } from '../pages/chart-data.js';

/** A value of a chart as people read it. */
export function shownValue(value: number | null | undefined, kind: ChartData['kind']): string {
  if (value === null || value === undefined) return '–';
  switch (kind) {
    case 'usd':
      return shownUsd(BigInt(Math.round(value * 1e9)));
    case 'milliseconds':
      return shownDuration(value);
    case 'share':
      return shownShare(value);
    case 'rate':
      return shownRate(value);
    case 'count':
      return shownCount(value);
    default:
      return kind satisfies never;
  }
}

/** A mark on the axis: as short as it can be. */
export function axisValue(value: number, kind: ChartData['kind']): string {
  if (value === 0) return '0';
  if (kind === 'count') return shortCount(value);
  if (kind === 'usd') return value >= 1 ? `$${shortCount(value)}` : `$${Number(value.toPrecision(3))}`;
  if (kind === 'milliseconds') return axisDuration(value);
  return shownValue(value, kind);
}

/** The time of a step. */
export function shownStep(data: ChartData, index: number): string {
  const time = data.times[index];
  return time === undefined ? '' : shownBucket(time * 1000, data.step);
}

function axisDuration(value: number): string {
  if (value < 1000) return `${Number(value.toPrecision(3))} ms`;
  return value < 60_000
    ? `${Number((value / 1000).toPrecision(3))} s`
    : `${Number((value / 60_000).toPrecision(3))} min`;
}
