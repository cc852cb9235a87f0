import { emptySlot, type OpenSlot, type Slot } from './slot.js';

/** What a target did in a slot of one replica's. */
export interface TargetSlot {
  readonly targetId: string;
  readonly slot: Slot;
}

/** What this replica saw and has not yet told the others. */
export interface OwnSlots {
  /** The slot of a target to add to. */
  open(number: number, targetId: string): OpenSlot;
  /** Those before a number, oldest first; they are forgotten here. */
  takeBefore(number: number): readonly (readonly [number: number, targets: readonly TargetSlot[]])[];
}

/** What could not be told for ten minutes is not told. */
const maxUntold = 60;

/** Nothing is untold yet. */
export function createOwnSlots(): OwnSlots {
  const slots = new Map<number, Map<string, OpenSlot>>();
  return {
    open(number, targetId) {
      const targets = slots.get(number) ?? new Map<string, OpenSlot>();
      slots.set(number, targets);
      if (slots.size > maxUntold) slots.delete(Math.min(...slots.keys()));
      const slot = targets.get(targetId) ?? emptySlot();
      targets.set(targetId, slot);
      return slot;
    },
    takeBefore(before) {
      const closed = [...slots].filter(([number]) => number < before).sort(([one], [other]) => one - other);
      for (const [number] of closed) slots.delete(number);
      return closed.map(
        ([number, targets]) => [number, [...targets].map(([targetId, slot]) => ({ targetId, slot }))] as const,
      );
    },
  };
}
