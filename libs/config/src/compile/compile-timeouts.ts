import type { Timeouts } from '@smart-router/core';
import type { TimeoutOptions, TimeoutOverrides } from '../options/timeout-options.js';

/** The time limits of a target: its own over its provider's over the server's. */
export function compileTimeouts(server: TimeoutOptions, ...overrides: readonly TimeoutOverrides[]): Timeouts {
  const merged = overrides.reduce<TimeoutOptions>(over, server);
  return {
    connectMs: merged.connect_ms,
    firstByteMs: merged.first_byte_ms,
    firstTokenMs: merged.first_token_ms,
    reasoningFirstTokenMs: merged.reasoning_first_token_ms,
    idleMs: merged.idle_ms,
    totalMs: merged.total_ms,
  };
}

/** Keys that are absent, or present and `undefined`, leave the level above as it is. */
function over(above: TimeoutOptions, overrides: TimeoutOverrides): TimeoutOptions {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return { ...above, ...Object.fromEntries(given) };
}
