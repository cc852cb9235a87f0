import type { Observed } from '@smart-router/core';
import { emptySlot, type OpenSlot, type Slot } from './slot.js';
import { summarise } from './summarise.js';
import { keptSlots, slotNumber } from './slot-number.js';

/** What is known of one target. */
export interface TargetMemory {
  /** The slot to add to. */
  open(number: number): OpenSlot;
  observed(windowMs: number, nowMs: number): Observed | undefined;
  /** The slots of a window that ends now; the one it begins in is among them. */
  within(windowMs: number, nowMs: number): readonly Slot[];
  /** The number of the slot that was opened last. */
  latest(): number;
}

/** An answer is as good as new for so long: decisions follow each other faster than targets change. */
const memoMs = 250;

/** Windows whose answers are kept for a target: a group has one or two. */
const maxWindows = 16;

/** Nothing is known yet. */
export function createTargetMemory(): TargetMemory {
  const slots = new Map<number, OpenSlot>();
  const answers = new Map<number, { readonly atMs: number; readonly observed: Observed | undefined }>();
  let latest = -Infinity;
  const within = (windowMs: number, nowMs: number): readonly Slot[] => {
    const last = slotNumber(nowMs);
    const first = Math.max(last - keptSlots + 1, slotNumber(nowMs - windowMs));
    const found: Slot[] = [];
    for (let number = first; number <= last; number += 1) {
      const slot = slots.get(number);
      if (slot !== undefined) found.push(slot);
    }
    return found;
  };
  return {
    open(number) {
      const known = slots.get(number);
      if (known !== undefined) return known;
      const slot = emptySlot();
      slots.set(number, slot);
      latest = number;
      // On either side: a clock that was set back leaves slots in its future.
      for (const other of slots.keys()) if (Math.abs(other - number) >= keptSlots) slots.delete(other);
      return slot;
    },
    observed(windowMs, nowMs) {
      const known = answers.get(windowMs);
      if (known !== undefined && nowMs >= known.atMs && nowMs < known.atMs + memoMs) return known.observed;
      if (answers.size >= maxWindows) answers.clear();
      const observed = summarise(within(windowMs, nowMs));
      answers.set(windowMs, { atMs: nowMs, observed });
      return observed;
    },
    within,
    latest: () => latest,
  };
}
