import type { LimitStore, Settlement } from '@smart-router/traffic-shaping';

/** One thing that Redis has to be told. */
export type Telling = (shared: LimitStore) => Promise<unknown>;

/** What Redis has not been told yet: it was away. */
export interface Untold {
  readonly size: number;
  add(telling: Telling): void;
  /** Tells all of it, oldest first; rejects when something could not be told, which then waits on. */
  tellAll(shared: LimitStore): Promise<void>;
}

/** Beyond so much the oldest is forgotten: its leases expire, and what it used is not counted. */
const maxUntold = 10_000;

/** So many that they are answered within one command timeout. */
const toldAtOnce = 100;

/** Nothing waits yet. */
export function createUntold(): Untold {
  let waiting: Telling[] = [];
  const add = (telling: Telling): void => {
    waiting.push(telling);
    if (waiting.length > maxUntold) waiting.shift();
  };
  return {
    get size() {
      return waiting.length;
    },
    add,
    async tellAll(shared) {
      const all = waiting;
      waiting = [];
      const told = new Set<Telling>();
      try {
        await tellInBatches(all, async (telling) => {
          await telling(shared);
          told.add(telling);
        });
      } finally {
        for (const telling of all) if (!told.has(telling)) add(telling);
      }
    },
  };
}

/** Tells some at a time; rejects when one of a batch could not be told, and then the next are not begun. */
export async function tellInBatches<Item>(
  items: readonly Item[],
  tellOne: (item: Item) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += toldAtOnce) {
    const batch = await Promise.allSettled(items.slice(from, from + toldAtOnce).map(tellOne));
    if (batch.some(({ status }) => status === 'rejected'))
      throw new Error('it went away while it was told what it missed');
  }
}

/** The end of a lease now, whenever it is told. */
export function endOf(end: Omit<Settlement, 'nowMs' | 'agoMs'>, now: () => number): Telling {
  const endedMs = now();
  return (shared) => {
    const agoMs = now() - endedMs;
    return shared.settle({ ...end, agoMs: agoMs > 0 ? agoMs : undefined, nowMs: undefined });
  };
}

/** Tells the second when the first has been heard. */
export function inTurn(first: Telling, second: Telling): Telling {
  return async (shared) => {
    await first(shared);
    await second(shared);
  };
}
