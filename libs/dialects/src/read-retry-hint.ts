import { objectOf, type WireObject } from './json/guards.js';

/** How long an error's own words ask to wait: `details.retry_after_ms`, as a router says it inside a stream. */
export function readRetryHint(error: WireObject): { readonly retryAfterMs?: number } {
  const hint = objectOf(error['details'])['retry_after_ms'];
  return typeof hint === 'number' && hint >= 0 ? { retryAfterMs: Math.ceil(hint) } : {};
}
