type Headers = Readonly<Record<string, string>>;

/** Whole seconds go into `retry-after`; what is finer also into `retry-after-ms`. */
function seconds(waitMs: number): Headers {
  const fine = waitMs % 1000 === 0 ? {} : { 'retry-after-ms': String(waitMs) };
  return { 'retry-after': String(Math.ceil(waitMs / 1000)), ...fine };
}

/** Moments are told in whole seconds, so they are rounded up: nobody is asked back too early. */
const momentOf = (waitMs: number, nowMs: number): Date => new Date(Math.ceil((nowMs + waitMs) / 1000) * 1000);

/** The ways in which providers say how long to wait, by the name behind `hint-`. */
const hints: Readonly<Record<string, (waitMs: number, nowMs: number) => Headers>> = {
  seconds,
  date: (waitMs, nowMs) => ({ 'retry-after': momentOf(waitMs, nowMs).toUTCString() }),
  milliseconds: (waitMs) => ({ 'retry-after-ms': String(waitMs) }),
  openai: (waitMs) => ({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': `${waitMs / 1000}s`,
    'x-ratelimit-limit-tokens': '150000',
    'x-ratelimit-remaining-tokens': '149984',
    'x-ratelimit-reset-tokens': '6m0s',
  }),
  anthropic: (waitMs, nowMs) => ({
    'anthropic-ratelimit-requests-limit': '60',
    'anthropic-ratelimit-requests-remaining': '0',
    'anthropic-ratelimit-requests-reset': momentOf(waitMs, nowMs).toISOString().replace('.000', ''),
    'anthropic-ratelimit-tokens-limit': '150000',
    'anthropic-ratelimit-tokens-remaining': '149984',
    'anthropic-ratelimit-tokens-reset': momentOf(360_000, nowMs).toISOString().replace('.000', ''),
  }),
};

/** The headers that ask a client to wait so long; seconds where the kind is unknown. */
export function hintHeaders(kind: string, waitMs: number, nowMs: number): Headers {
  return (hints[kind] ?? seconds)(waitMs, nowMs);
}
