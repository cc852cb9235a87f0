import { z } from 'zod';

const unitsMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Reads `30m`, `8h` or `31d` as milliseconds; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text);
  const unitMs = unitsMs[match?.[2] ?? ''];
  return match === null || unitMs === undefined ? undefined : Number(match[1]) * unitMs;
}

/** A time span as people write it, between two others. */
export function duration(shortest: string, longest: string): z.ZodType<string> {
  const [atLeast, atMost] = [parseDuration(shortest) ?? 0, parseDuration(longest) ?? Number.POSITIVE_INFINITY];
  return z.string().refine(
    (text) => {
      const ms = parseDuration(text);
      return ms !== undefined && ms >= atLeast && ms <= atMost;
    },
    { error: `should be a time from ${shortest} to ${longest}, e.g. 45s, 30m, 8h or 31d` },
  );
}
