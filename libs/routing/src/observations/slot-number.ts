/** What ends within so many milliseconds is one sum: the grain of a window, and of what replicas tell each other. */
export const slotMs = 10_000;

/** An hour; nothing is kept for longer. */
export const keptSlots = 360;

/** The slot of a moment, in milliseconds since the epoch. */
export function slotNumber(nowMs: number): number {
  return Math.floor(nowMs / slotMs);
}
