import type { Crew } from '../crews.js';
import type { Guard } from '../guard.js';
import type { CallerSighting, Refusal } from '../sightings.js';

/** How a limit refuses, by the last words of its bucket. */
const words: Readonly<Record<string, readonly [status: number, type: string]>> = {
  rpm: [429, 'rpm-exceeded'],
  tpm: [429, 'tpm-exceeded'],
  concurrent: [429, 'concurrency-exceeded'],
  'day.requests': [429, 'quota-exhausted'],
  'day.tokens': [429, 'quota-exhausted'],
  'day.cost_usd': [429, 'budget-exhausted'],
  'month.requests': [429, 'quota-exhausted'],
  'month.tokens': [429, 'quota-exhausted'],
  'month.cost_usd': [429, 'budget-exhausted'],
  'lifetime.tokens': [403, 'key-exhausted'],
  'lifetime.cost_usd': [403, 'key-exhausted'],
  request_start_per_sec: [429, 'traffic-shaped'],
  input_tokens_per_sec: [429, 'traffic-shaped'],
  output_reservation_tokens_per_sec: [429, 'traffic-shaped'],
  total_reserved_tokens_per_sec: [429, 'traffic-shaped'],
};

/** A rolling minute is kept in slots of five seconds; the oldest counts whole. */
const longestMinuteMs = 65_000;

/** What is said to who found all places taken. */
const placeHintMs = 1_000;

/** What is wrong with how a crew was refused; nothing when all is well. */
export function judgeRefusals({ name, guards }: Crew, sightings: readonly CallerSighting[]): readonly string[] {
  return sightings.flatMap((seen) => {
    const { refusal, status } = seen;
    if (refusal === undefined) return [];
    const wrong = flawOf({ seen, refusal, guards });
    return wrong === undefined ? [] : [`${name}: ${seen.tag} got ${status} ${JSON.stringify(refusal)}: ${wrong}`];
  });
}

interface Refused {
  readonly seen: CallerSighting;
  readonly refusal: Refusal;
  readonly guards: readonly Guard[];
}

function flawOf({ seen, refusal, guards }: Refused): string | undefined {
  const upstream = guards.some((guard) => 'upstream' in guard);
  const guard = upstream ? guards[0] : guards.find(({ bucket }) => bucket === refusal.bucket);
  if (guard === undefined) return `the bucket should be ${guards.map(({ bucket }) => bucket).join(' or ')}`;
  const [status, type] = upstream
    ? [503, 'upstream-capacity-throttled']
    : (words[guard.bucket.replace('key.', '')] ?? []);
  if (seen.status !== status || refusal.type !== type) return `should be ${status} ${type}`;
  return headerFlaw(refusal) ?? hintFlaw(guard, seen, refusal.retryAfterMs);
}

/** The header says the same as the body, in whole seconds and never less. */
function headerFlaw({ retryAfterMs, retryAfterSeconds }: Refusal): string | undefined {
  const expected = retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000));
  return retryAfterSeconds === expected ? undefined : `Retry-After should be ${expected}`;
}

function hintFlaw(guard: Guard, seen: CallerSighting, hintMs: number | undefined): string | undefined {
  const [least, most] = hintRange(guard, seen);
  if (least === undefined) return hintMs === undefined ? undefined : 'nobody knows when this ends';
  if (hintMs === undefined) return 'there should be a hint';
  return hintMs >= least && hintMs <= most ? undefined : `the hint should be from ${least} to ${most} ms`;
}

/** Between which two a right hint lies; none where the end of the wait cannot be known. */
function hintRange(guard: Guard, { sentAtMs, endedAtMs }: CallerSighting): readonly [number | undefined, number] {
  switch (guard.kind) {
    case 'minute':
      return [1, longestMinuteMs];
    case 'day':
    case 'month': {
      // It ends when the period does, which one is known but for the moment it was asked at.
      const endMs = periodEndMs(guard.kind, sentAtMs);
      return [endMs - endedAtMs, endMs - sentAtMs];
    }
    case 'rate':
      // A full bucket has room for the next after the time that a burst takes to drain.
      return [1, Math.ceil((guard.burst / guard.perSec) * 1000)];
    case 'at-once':
      // Nobody knows when a place is free; who is told nothing comes back at once.
      return [placeHintMs, placeHintMs];
    case 'lifetime':
      return [undefined, 0];
  }
}

function periodEndMs(kind: 'day' | 'month', atMs: number): number {
  const at = new Date(atMs);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return kind === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
}
