import { setTimeout as sleep } from 'node:timers/promises';

/** How long counters that were lost may stay too low, beside the time records take into the ledger. */
const everyMs = 5_000;

/** A repeated correction that can be ended. */
export interface Reconciling {
  /** Ends it, without waiting for a database that hangs. */
  stop(): Promise<void>;
}

/** Corrects again and again, one at a time, with a rest in between. */
export function keepReconciled(reconcile: () => Promise<void>): Reconciling {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined); // aborted, the loop ends
      if (!signal.aborted) await reconcile();
    }
  };
  const ended = loop();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
