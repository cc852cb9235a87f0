const unitsMs = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Milliseconds of `30m`, `24h`, `7d`, `2w`; `undefined` for anything else. */
export function readDuration(text: string): number | undefined {
  const [, digits, unit] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  return Number(digits) * unitsMs[unit as keyof typeof unitsMs]; // the pattern knows these units only
}

/** The shortest way to write a duration of whole minutes, e.g. `7d`; weeks are written as days. */
export function writeDuration(durationMs: number): string {
  const unit = (['d', 'h'] as const).find((name) => durationMs % unitsMs[name] === 0) ?? 'm';
  return `${durationMs / unitsMs[unit]}${unit}`;
}
