import type { UpstreamClass } from '@smart-router/core';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What happened in the month: instants in milliseconds since the epoch. */
export interface Incidents {
  /** A provider that failed nearly everything for two hours. */
  readonly outage: { readonly provider: string; readonly from: number; readonly to: number };
  readonly priceChangeAt: number;
  readonly canaryFrom: number;
}

/** The incidents of a month that begins at `from`: in its second week, and from its middle on. */
export function incidentsOf(from: number): Incidents {
  const day = (number: number): number => Math.floor(from / dayMs) * dayMs + number * dayMs;
  const outageDay = nextWeekday(day(8));
  return {
    outage: { provider: 'anthropic', from: outageDay + 13 * hourMs, to: outageDay + 15 * hourMs },
    priceChangeAt: day(15),
    canaryFrom: day(10),
  };
}

function nextWeekday(day: number): number {
  const weekday = new Date(day).getUTCDay();
  if (weekday === 6) return day + 2 * dayMs;
  return weekday === 0 ? day + dayMs : day;
}

/** How an attempt fails, and how often of all that fail. */
export const ordinaryFailures: readonly {
  readonly weight: number;
  readonly errorClass: UpstreamClass;
  readonly status: number | undefined;
}[] = [
  { weight: 45, errorClass: 'rate_limited', status: 429 },
  { weight: 20, errorClass: 'overloaded', status: 529 },
  { weight: 15, errorClass: 'server_error', status: 500 },
  { weight: 12, errorClass: 'timeout', status: undefined },
  { weight: 8, errorClass: 'reset', status: undefined },
];

/** The same while a provider is out. */
export const outageFailures: typeof ordinaryFailures = [
  { weight: 60, errorClass: 'overloaded', status: 529 },
  { weight: 30, errorClass: 'server_error', status: 503 },
  { weight: 10, errorClass: 'connect_failed', status: undefined },
];
