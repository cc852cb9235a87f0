import { repeat } from './repeat.js';

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
  const ended = repeat(reconcile, everyMs, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
