import type { Clock } from '@smart-router/core';
import type { LimitStore } from '@smart-router/traffic-shaping';

/** A lease ends this long after its last renewal: what a killed process held comes back after it. */
export const leaseMs = 30_000;

const renewEveryMs = 10_000;

/** The leases of requests and attempts under way in this process, renewed while they run. */
export interface Leases {
  hold(kind: 'request' | 'turn', id: string): void;
  drop(kind: 'request' | 'turn', id: string): void;
  close(): void;
}

/** Renews what is held every ten seconds; idle, it keeps no timer. */
export function createLeases(store: LimitStore, clock: Clock): Leases {
  const held = { request: new Set<string>(), turn: new Set<string>() };
  let timer: NodeJS.Timeout | undefined;

  const renew = (): void => {
    if (held.request.size + held.turn.size === 0) {
      clearInterval(timer);
      timer = undefined;
      return;
    }
    const renewal = { leaseIds: [...held.request], turnIds: [...held.turn], leaseMs, nowMs: clock.now() };
    // A missed renewal is repaired by the next one; the store reports its own trouble.
    store.renew(renewal).catch(() => undefined);
  };
  return {
    hold(kind, id) {
      held[kind].add(id);
      timer ??= setInterval(renew, renewEveryMs).unref();
    },
    drop(kind, id) {
      held[kind].delete(id);
    },
    close() {
      clearInterval(timer);
    },
  };
}
