/** Something held until it is given back, or until it is not renewed in time. */
export interface Lease {
  readonly id: string;
  expiresAtMs: number;
}

/** Leases in the order they expire. */
export interface LeaseSet<Held extends Lease> {
  readonly size: number;
  get(id: string): Held | undefined;
  add(lease: Held, leaseMs: number): void;
  remove(id: string): Held | undefined;
  /** Lets a lease run `leaseMs` from now on; one that is gone stays gone. */
  renew(id: string, leaseMs: number, nowMs: number): void;
  /** Removes every lease whose time is over. */
  expire(nowMs: number, onExpired: (lease: Held) => void): void;
}

/**
 * An empty set of leases. Those of one duration expire in the order they were added or renewed, so each duration has a
 * queue, and looking for expired ones looks at the heads alone, and not before the earliest of them can be due.
 */
export function createLeaseSet<Held extends Lease>(): LeaseSet<Held> {
  const queues = new Map<number, Map<string, Held>>();
  let nextLookMs = Infinity;

  const get = (id: string): Held | undefined => {
    for (const queue of queues.values()) {
      const lease = queue.get(id);
      if (lease !== undefined) return lease;
    }
    return undefined;
  };
  const remove = (id: string): Held | undefined => {
    const lease = get(id);
    for (const queue of queues.values()) queue.delete(id);
    return lease;
  };
  const add = (lease: Held, leaseMs: number): void => {
    const queue = queues.get(leaseMs) ?? new Map<string, Held>();
    queues.set(leaseMs, queue.set(lease.id, lease));
    nextLookMs = Math.min(nextLookMs, lease.expiresAtMs);
  };
  return {
    get size() {
      let size = 0;
      for (const queue of queues.values()) size += queue.size;
      return size;
    },
    get,
    add,
    remove,
    renew(id, leaseMs, nowMs) {
      const lease = remove(id);
      if (lease === undefined) return;
      lease.expiresAtMs = nowMs + leaseMs;
      add(lease, leaseMs);
    },
    expire(nowMs, onExpired) {
      if (nowMs < nextLookMs) return;
      nextLookMs = Infinity;
      for (const [leaseMs, queue] of queues) {
        for (const lease of queue.values()) {
          if (lease.expiresAtMs > nowMs) {
            nextLookMs = Math.min(nextLookMs, lease.expiresAtMs);
            break;
          }
          queue.delete(lease.id);
          onExpired(lease);
        }
        if (queue.size === 0) queues.delete(leaseMs);
      }
    },
  };
}
