/** Amounts of the last minute in slots of 5 s. The partial oldest slot counts whole: never over, at most a slot early. */
export interface RollingMinute {
  /** The number of the newest slot: its start divided by the slot's length. */
  newestSlot: number;
  /** A ring over the slots that any rolling minute can touch. */
  readonly amounts: number[];
}

const slotMs = 5_000;

/** A minute has 12 whole slots, and touches 13 when it begins inside one. */
const slotCount = 13;

/** How long an amount counts at most. */
export const minuteReachMs = slotMs * slotCount;

/** A minute in which nothing has happened. */
export function createMinute(): RollingMinute {
  return { newestSlot: 0, amounts: new Array<number>(slotCount).fill(0) };
}

/** The slot a moment lies in. */
export function slotOf(nowMs: number): number {
  return Math.floor(nowMs / slotMs);
}

/** The slot that amounts of this moment are counted in: a clock that steps back reopens none. */
export function slotAt(minute: RollingMinute, nowMs: number): number {
  return Math.max(minute.newestSlot, slotOf(nowMs));
}

/** What the minute that ends now holds. */
export function minuteCount(minute: RollingMinute, nowMs: number): number {
  let counted = 0;
  for (let slot = slotAt(minute, nowMs) - slotCount + 1; slot <= minute.newestSlot; slot += 1) {
    counted += amountIn(minute, slot);
  }
  return counted;
}

/** Milliseconds until no more than `room` is counted: 0 when so already, `Infinity` when there never is room. */
export function minuteWaitMs(minute: RollingMinute, room: number, nowMs: number): number {
  if (room < 0) return Infinity;
  let counted = minuteCount(minute, nowMs);
  if (counted <= room) return 0;
  let slot = slotAt(minute, nowMs) - slotCount + 1;
  for (; counted > room && slot <= minute.newestSlot; slot += 1) counted -= amountIn(minute, slot);
  // `slot` is the oldest that may stay: the wait is over when the window starts with it.
  return (slot + slotCount - 1) * slotMs - nowMs;
}

/** Adds an amount, or with a negative one takes it back, in a slot. Slots that have left the minute are ignored. */
export function addToMinute(minute: RollingMinute, slot: number, amount: number): void {
  while (minute.newestSlot < slot) {
    minute.newestSlot = Math.max(minute.newestSlot + 1, slot - slotCount + 1);
    minute.amounts[minute.newestSlot % slotCount] = 0;
  }
  if (slot > minute.newestSlot - slotCount) minute.amounts[slot % slotCount] = amountIn(minute, slot) + amount;
}

function amountIn(minute: RollingMinute, slot: number): number {
  return minute.amounts[slot % slotCount] ?? 0;
}
