import type { CallerShapeEvent } from '@smart-router/core';
import type { Holder } from './issue-keys.js';

/** Why a limit held a request back, and for how long. */
export interface HeldBack {
  readonly errorType: 'rpm-exceeded' | 'quota-exhausted';
  readonly event: CallerShapeEvent;
}

/** The limits of keys, as their requests use them up. Times only go forward. */
export interface CallerLimits {
  /** `undefined` when the request is let in. */
  hold(holder: Holder, at: number): HeldBack | undefined;
  use(holder: Holder, at: number, tokens: number): void;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Limits of whom nothing was asked yet. */
export function openCallerLimits(): CallerLimits {
  const recent = new Map<string, number[]>();
  const days = new Map<string, { day: number; tokens: number }>();
  const rejected = (at: number, bucket: string, retryAfterMs: number): CallerShapeEvent => ({
    ...{ number: 1, at, decision: 'rejected', bucket, retryAfterMs, waitedMs: undefined },
  });
  const tokensOf = (keyId: string, at: number): { day: number; tokens: number } => {
    const [day, known] = [Math.floor(at / dayMs), days.get(keyId)];
    return known?.day === day ? known : { day, tokens: 0 };
  };
  return {
    hold: ({ keyId, limits }, at) => {
      const starts = (recent.get(keyId) ?? []).filter((start) => start > at - minuteMs);
      if (limits?.day?.tokens !== undefined && tokensOf(keyId, at).tokens >= limits.day.tokens) {
        return { errorType: 'quota-exhausted', event: rejected(at, 'key.day.tokens', dayMs - (at % dayMs)) };
      }
      if (limits?.rpm !== undefined && starts.length >= limits.rpm) {
        return { errorType: 'rpm-exceeded', event: rejected(at, 'key.rpm', (starts[0] ?? at) + minuteMs - at) };
      }
      recent.set(keyId, [...starts, at]);
      return undefined;
    },
    use: ({ keyId }, at, tokens) => {
      const known = tokensOf(keyId, at);
      days.set(keyId, { day: known.day, tokens: known.tokens + tokens });
    },
  };
}
