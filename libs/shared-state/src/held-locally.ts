/** Where the lease of an id lives: in Redis unless it is listed here. */
export interface HeldLocally {
  /** `perhaps-both`: Redis was asked, and its answer did not come in time. */
  add(id: string, where: 'here' | 'perhaps-both'): void;
  where(id: string): 'here' | 'perhaps-both' | 'redis';
  delete(id: string): void;
}

/** Beyond so many the oldest are forgotten; their leases expire. */
const maxHeld = 100_000;

/** Nothing is held here yet. */
export function createHeldLocally(): HeldLocally {
  const held = new Map<string, 'here' | 'perhaps-both'>();
  return {
    add(id, where) {
      held.set(id, where);
      if (held.size <= maxHeld) return;
      for (const oldest of held.keys()) {
        held.delete(oldest);
        break;
      }
    },
    where: (id) => held.get(id) ?? 'redis',
    delete: (id) => void held.delete(id),
  };
}
