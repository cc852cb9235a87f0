import type { LimitStore } from '@smart-router/traffic-shaping';
import { tellInBatches, type Telling } from './untold.js';

/** A lease that this replica gave out and that has not ended. */
export interface Granted<Request> {
  readonly request: Request;
  /** This replica's clock when it was given, milliseconds. */
  readonly atMs: number;
  /** Whether Redis has counted it. */
  told: boolean;
}

/** The leases of requests or attempts under way in this replica, by id. */
export interface UnderWay<Request> {
  /** Leases that Redis knows nothing of. */
  readonly untold: number;
  add(id: string, granted: Granted<Request>): void;
  take(id: string): Granted<Request> | undefined;
  /** Redis may know nothing of any lease. */
  forgetTold(): void;
  /** Tells Redis of all leases it knows nothing of; rejects when one could not be told. */
  tellAll(shared: LimitStore, tellingOf: (granted: Granted<Request>) => Telling): Promise<void>;
}

/** Beyond so many the oldest are forgotten; their leases expire. */
const maxUnderWay = 100_000;

/** Nothing is under way yet. */
export function createUnderWay<Request>(): UnderWay<Request> {
  const leases = new Map<string, Granted<Request>>();
  const untold = (): readonly Granted<Request>[] => [...leases.values()].filter(({ told }) => !told);
  return {
    get untold() {
      return untold().length;
    },
    add(id, granted) {
      leases.set(id, granted);
      if (leases.size <= maxUnderWay) return;
      for (const oldest of leases.keys()) {
        leases.delete(oldest);
        break;
      }
    },
    take(id) {
      const granted = leases.get(id);
      leases.delete(id);
      return granted;
    },
    forgetTold() {
      for (const granted of leases.values()) granted.told = false;
    },
    async tellAll(shared, tellingOf) {
      await tellInBatches(untold(), async (granted) => {
        // From here on its end is told after it: both go the same way, in order.
        granted.told = true;
        try {
          await tellingOf(granted)(shared);
        } catch (error) {
          granted.told = false;
          throw error;
        }
      });
    },
  };
}
