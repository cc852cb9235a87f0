import type { TraceEventName } from '@smart-router/core';
import type { ReadyTrip } from './journey-state.js';

/** What a pause is for. */
export interface Pause {
  readonly waitMs: number;
  readonly event: Extract<TraceEventName, 'retry-waited' | 'turn-waited'>;
  /** The attempt that follows it. */
  readonly attemptNumber: number;
}

/** Waits, but no longer than the caller stays, and notes how long it was. */
export async function pause(trip: ReadyTrip, { waitMs, event, attemptNumber }: Pause): Promise<void> {
  const { clock } = trip.house.ports;
  const startedAt = clock.now();
  await restUntil(trip, startedAt + waitMs);
  trip.trace.note(event, { attemptNumber, waitedMs: clock.now() - startedAt });
}

/** A timer may fire a moment early by our clock, and a pause then still holds. */
function restUntil(trip: ReadyTrip, until: number): Promise<void> {
  const { clock } = trip.house.ports;
  return new Promise((resolve) => {
    const wait = (): void => {
      const left = until - clock.now();
      if (left <= 0) resolve();
      else timer = setTimeout(wait, left);
    };
    let timer = setTimeout(wait, until - clock.now());
    trip.sink.whenGone(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
