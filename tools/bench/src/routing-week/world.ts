/** How a target behaves at a moment. */
export interface Condition {
  /** Median time to a whole answer. */
  readonly latencyMs: number;
  /** Share of attempts that fail at once, and of those that hang until they are given up. */
  readonly errorRate: number;
  readonly timeoutRate: number;
  /** USD per million tokens. */
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** A target of the simulated week. */
export interface SimulatedTarget {
  readonly id: string;
  /** Before this hour of the week nobody knows it. */
  readonly joinsAtHour: number;
  /** Attempts a second it bears; more make it slower, and some are refused. */
  readonly perSecond: number;
  at(hour: number): Condition;
}

const day = 24;

/** Hours of the week in which something changes, for the plot. */
export const events: readonly { readonly hour: number; readonly words: string }[] = [
  { hour: day + 9, words: 'steady degrades' },
  { hour: 2 * day, words: 'fresh joins, slow' },
  { hour: 3 * day, words: 'prices change' },
  { hour: 4 * day + 14, words: 'thrifty is down' },
  { hour: 5 * day + 8, words: 'swift degrades' },
];

/**
 * Four targets. `steady` is slow and fails for 6 hours on day 2; `fresh` joins on day 3 and is slow for 12 hours; on day 4
 * the price of `steady` doubles and that of `swift` falls to a third; `thrifty` hangs for 3 hours on day 5; `swift` is slow
 * for 10 hours on day 6.
 */
export function simulatedTargets(perSecond: number): readonly SimulatedTarget[] {
  return [
    {
      ...{ id: 'steady', joinsAtHour: 0, perSecond },
      at: (hour) => ({
        ...(isIn(hour, day + 9, 6)
          ? { latencyMs: 12_000, errorRate: 0.2, timeoutRate: 0.05 }
          : { latencyMs: 3_000, errorRate: 0.005, timeoutRate: 0 }),
        ...(hour < 3 * day ? { inputUsd: 1, outputUsd: 4 } : { inputUsd: 2, outputUsd: 8 }),
      }),
    },
    {
      ...{ id: 'thrifty', joinsAtHour: 0, perSecond },
      at: (hour) => ({
        ...(isIn(hour, 4 * day + 14, 3)
          ? { latencyMs: 8_000, errorRate: 0.1, timeoutRate: 0.6 }
          : { latencyMs: 6_000, errorRate: 0.01, timeoutRate: 0.002 }),
        ...{ inputUsd: 0.3, outputUsd: 1.2 },
      }),
    },
    {
      ...{ id: 'swift', joinsAtHour: 0, perSecond },
      at: (hour) => ({
        latencyMs: isIn(hour, 5 * day + 8, 10) ? 9_000 : 1_500,
        ...{ errorRate: 0.005, timeoutRate: 0 },
        ...(hour < 3 * day ? { inputUsd: 3, outputUsd: 12 } : { inputUsd: 1, outputUsd: 4 }),
      }),
    },
    {
      ...{ id: 'fresh', joinsAtHour: 2 * day, perSecond },
      at: (hour) => ({
        latencyMs: isIn(hour, 2 * day, 12) ? 10_000 : 2_500,
        ...{ errorRate: 0.005, timeoutRate: 0.001, inputUsd: 0.8, outputUsd: 3.2 },
      }),
    },
  ];
}

function isIn(hour: number, from: number, hours: number): boolean {
  return hour >= from && hour < from + hours;
}
