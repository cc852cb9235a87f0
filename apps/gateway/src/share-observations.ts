import type { ClosedSlot, ObservationStore } from '@smart-router/routing';
import type { Notices, NumberedNotice } from '@smart-router/shared-state';
import { repeat } from './repeat.js';

/** What replicas see is known to all of them so soon after the ten seconds that it is summed up in. */
const usuallyEveryMs = 5_000;

/** What could not be told for ten minutes is not told. */
const maxUntold = 60;

/** A repeated exchange that can be ended. */
export interface Sharing {
  stop(): Promise<void>;
}

/** What is shared, and through what. */
export interface SharingParts {
  readonly observations: ObservationStore;
  readonly notices: Notices;
  now(): number;
  readonly everyMs?: number;
}

/**
 * Tells other replicas what was seen here, and adds what they saw. While Redis is away each knows its own; what it saw
 * meanwhile is told afterwards.
 */
export function shareObservations({ observations, notices, now, everyMs = usuallyEveryMs }: SharingParts): Sharing {
  const stopping = new AbortController();
  let untold: readonly (ClosedSlot & { readonly number: number })[] = [];
  let count = 0;
  const exchange = async (): Promise<void> => {
    const closed = observations.takeClosed(now()).map((slot) => ({ ...slot, number: (count += 1) }));
    untold = [...untold, ...closed].slice(-maxUntold);
    const heard = await notices.exchange(untold.map((slot) => noticeOf(slot, now())));
    if (heard === undefined) return;
    untold = [];
    for (const { text, ageMs } of heard) observations.add({ startedAtMs: now() - ageMs, text });
  };
  const ended = repeat(exchange, everyMs, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

function noticeOf({ number, startedAtMs, text }: ClosedSlot & { readonly number: number }, nowMs: number) {
  return { number, text, ageMs: Math.max(0, nowMs - startedAtMs) } satisfies NumberedNotice;
}
