const hourMs = 3_600_000;

/** An hour of the month and how many requests it should have. */
export interface Hour {
  readonly start: number;
  readonly requests: number;
  readonly isNight: boolean;
}

/** How busy the hours of an office day are, UTC. */
const officeHours: readonly number[] = [
  ...[0.05, 0.5, 0.6, 0.5, 0.2, 0.06, 0.12, 0.45, 1, 1.25, 1.3, 1.2],
  ...[0.8, 1.1, 1.3, 1.25, 1.1, 0.75, 0.4, 0.25, 0.2, 0.16, 0.1, 0.07],
];
const weekendShare = 0.14;

/** Whole hours of a range, with `requests` spread over them as people and their jobs work; the sum is exact. */
export function hoursOf(range: { readonly from: number; readonly to: number }, requests: number): readonly Hour[] {
  const starts = Array.from(
    { length: Math.floor((range.to - range.from) / hourMs) },
    (_, at) => range.from + at * hourMs,
  );
  const whole = starts.reduce((sum, start) => sum + weightOf(start), 0);
  let [weight, given] = [0, 0];
  return starts.map((start) => {
    weight += weightOf(start);
    const share = Math.round((requests * weight) / whole) - given;
    given += share;
    return { start, requests: share, isNight: isNight(start) };
  });
}

function weightOf(start: number): number {
  const date = new Date(start);
  const weight = officeHours[date.getUTCHours()] ?? 0;
  const isWeekend = date.getUTCDay() % 6 === 0;
  return isWeekend && !isNight(start) ? weight * weekendShare : weight;
}

/** When nobody but the batch jobs is there. */
function isNight(start: number): boolean {
  const hour = new Date(start).getUTCHours();
  return hour >= 1 && hour <= 4;
}
