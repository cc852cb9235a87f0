/** Reads one header, lower-case. */
type HeaderReader = (name: string) => string | undefined;

/** Nobody is told to wait longer than a month of quota lasts. */
const longestHintMs = 31 * 86_400_000;

/**
 * How long a provider asks to wait, in milliseconds; `undefined` when it does not say. The clearest hint wins:
 * `retry-after-ms`, then `Retry-After` (seconds or date), then the reset times of exhausted rate limits.
 */
export function readRetryAfter(header: HeaderReader, nowMs: number): number | undefined {
  const hint = readHint(header, nowMs);
  return hint === undefined ? undefined : Math.min(hint, longestHintMs);
}

function readHint(header: HeaderReader, nowMs: number): number | undefined {
  const milliseconds = nonNegative(Number.parseFloat(header('retry-after-ms') ?? ''));
  if (milliseconds !== undefined) return Math.ceil(milliseconds);
  return readSecondsOrDate(header('retry-after'), nowMs) ?? readResets(header, nowMs);
}

function readSecondsOrDate(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.ceil(Number.parseFloat(value) * 1000);
  const date = /^\s*[a-z]{3,9},/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Pairs of what a limit has left and when it is full again. @see https://platform.openai.com/docs/guides/rate-limits */
const resetHeaders = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  ['x-ratelimit-remaining', 'x-ratelimit-reset'],
  // https://docs.anthropic.com/en/api/rate-limits#response-headers
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'],
  ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
  ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset'],
  ['anthropic-ratelimit-output-tokens-remaining', 'anthropic-ratelimit-output-tokens-reset'],
] as const;

/** The latest reset among the limits that have nothing left; where none says so, among those that do not say what is left. */
function readResets(header: HeaderReader, nowMs: number): number | undefined {
  const latestOf = (left: '0' | undefined): number | undefined => {
    const waits = resetHeaders
      .filter(([remaining]) => header(remaining)?.trim() === left)
      .flatMap(([, reset]) => readReset(header(reset)?.trim(), nowMs) ?? []);
    return waits.length === 0 ? undefined : Math.max(...waits);
  };
  return latestOf('0') ?? latestOf(undefined);
}

function readReset(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return readNumber(Number.parseFloat(value), nowMs);
  const duration = readGoDuration(value);
  if (duration !== undefined) return duration;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** Numbers from here on are moments in seconds, and from the second on in milliseconds, since 1970; smaller ones durations. */
const [firstSeconds, firstMilliseconds] = [1e9, 1e12];

/** Providers write bare numbers as seconds to wait, or as a moment in seconds or milliseconds. */
function readNumber(value: number, nowMs: number): number {
  if (value < firstSeconds) return Math.ceil(value * 1000);
  return Math.max(0, Math.ceil(value < firstMilliseconds ? value * 1000 : value) - nowMs);
}

const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Durations as Go prints them: `1m30s`, `12ms`, `6.5s`; days are what OpenAI adds for its daily limits. */
function readGoDuration(value: string): number | undefined {
  if (!/^(\d+(\.\d+)?(d|h|ms|m|s))+$/.test(value)) return undefined;
  const parts = value.matchAll(/(\d+(?:\.\d+)?)(d|h|ms|m|s)/g);
  return Math.ceil([...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0));
}

function nonNegative(value: number): number | undefined {
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}
