import { InvalidArgumentError } from 'commander';

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** An instant as it is given: a date, an instant in ISO form, or how long ago. */
export type GivenInstant = (now: number) => number;

/** `2026-11-01`, `2026-11-01T12:00:00Z`, or a time before now such as `90m`, `24h` and `7d`. Dates are UTC. */
export function parseInstant(text: string): GivenInstant {
  const ago = /^(\d+)([mhd])$/.exec(text);
  if (ago !== null) return (now) => now - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs]; // the pattern allows no other unit
  const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(instant))
    throw new InvalidArgumentError(
      'It should be a date, an instant such as 2026-11-01T12:00:00Z, or an age such as 7d.',
    );
  return () => instant;
}

/** An instant as people read it, to the second, UTC. */
export function instantText(instant: number | undefined): string | undefined {
  return instant === undefined ? undefined : new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** An instant for JSON. */
export function instantDate(instant: number | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant);
}
