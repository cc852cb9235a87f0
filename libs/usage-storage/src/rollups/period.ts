/** How usage is added up: by UTC hours, days and months. */
export type Period = 'hour' | 'day' | 'month';

/** From the shortest: each is added up from the one before it, hours from the rows. */
export const periods: readonly Period[] = ['hour', 'day', 'month'];

/** The table that holds the sums of a period. */
export const rollupTables: Readonly<Record<Period, string>> = {
  hour: 'usage_rollup_hourly',
  day: 'usage_rollup_daily',
  month: 'usage_rollup_monthly',
};

/** A stretch of time that is added up; in milliseconds since the epoch. */
export interface Window {
  readonly period: Period;
  readonly start: number;
}

/** The start of the window an instant is in. */
export function startOf(period: Period, instant: number): number {
  const date = new Date(instant);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (period === 'month') return Date.UTC(year, month);
  if (period === 'day') return Date.UTC(year, month, date.getUTCDate());
  return Date.UTC(year, month, date.getUTCDate(), date.getUTCHours());
}

/** Where a window ends and the next one starts. */
export function endOf({ period, start }: Window): number {
  const date = new Date(start);
  const [year, month, day, hour] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  if (period === 'month') return Date.UTC(year, month + 1);
  return period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month, day, hour + 1);
}

/** The windows of a period that lie wholly in a range whose `from` is the start of one. */
export function windowsIn(period: Period, range: { readonly from: number; readonly to: number }): readonly Window[] {
  const windows: Window[] = [];
  let window: Window = { period, start: range.from };
  while (endOf(window) <= range.to) {
    windows.push(window);
    window = { period, start: endOf(window) };
  }
  return windows;
}
