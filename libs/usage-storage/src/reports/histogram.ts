/**
 * The upper bounds of the buckets that durations are counted in, in milliseconds; a last bucket holds what is longer.
 * The steps are about a third to a half, so that a percentile read from them is right to within one step.
 */
export const durationBoundsMs = [
  ...[50, 100, 150, 200, 300, 400, 600, 800, 1200, 1600, 2400, 3600, 5000],
  ...[7500, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000],
] as const;

/** A bucket's bounds: more than `overMs`, at most `upToMs`; the last one has no upper bound. */
export interface DurationBucket {
  /** Part of a column's name: `50` … `300000`, `over`. */
  readonly name: string;
  readonly overMs: number;
  readonly upToMs: number | undefined;
}

/** All buckets, from the shortest durations to the longest. They do not overlap. */
export const durationBuckets: readonly DurationBucket[] = [
  ...durationBoundsMs.map((upToMs, index) => ({
    name: String(upToMs),
    overMs: index === 0 ? -1 : (durationBoundsMs[index - 1] ?? -1),
    upToMs,
  })),
  { name: 'over', overMs: durationBoundsMs.at(-1) ?? 0, upToMs: undefined },
];
