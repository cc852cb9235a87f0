import type { Observations, Observed } from '@smart-router/core';
import { outcomeOf, type AttemptEnd } from './attempt-end.js';
import { createOwnSlots } from './own-slots.js';
import { addEnd, addSlot } from './slot.js';
import { slotMs, slotNumber } from './slot-number.js';
import { readSlots, writeSlots } from './slot-text.js';
import { summarise } from './summarise.js';
import { createTargetMemory, type TargetMemory } from './target-memory.js';

/** What one replica saw of all targets in a slot that is over. */
export interface ClosedSlot {
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** For other replicas of this router alone to read. */
  readonly text: string;
}

/** What targets did lately, as this replica saw it and as others have told it. */
export interface ObservationStore extends Observations {
  /** @param nowMs when it ended, milliseconds since the epoch. */
  record(end: AttemptEnd, nowMs: number): void;
  /** The same of several targets as if they were one, made anew at each call. */
  together(targetIds: readonly string[], windowMs: number, nowMs: number): Observed | undefined;
  /** What this replica saw in slots that are over and were not taken before, the oldest first. */
  takeClosed(nowMs: number): readonly ClosedSlot[];
  /** Adds what another replica saw: whoever calls sees to it that each of its slots comes once. Strange words say nothing. */
  add(closed: ClosedSlot): void;
}

/** Operators name the targets, and have fewer; a foreign hand in what replicas share cannot go beyond it. */
const maxTargets = 1_000;

/**
 * Knows nothing yet. A window is rounded up to whole slots of ten seconds and reaches back an hour at most; an answer may be
 * a quarter of a second old, and its quantiles 5 % off.
 */
export function createObservationStore(): ObservationStore {
  const targets = new Map<string, TargetMemory>();
  const own = createOwnSlots();
  const remember = (targetId: string): TargetMemory => {
    const memory = targets.get(targetId) ?? createTargetMemory();
    targets.set(targetId, memory);
    return memory;
  };
  return {
    record(end, nowMs) {
      if (outcomeOf(end.errorClass) === 'unobserved') return;
      const { targetId } = end;
      if (!targets.has(targetId) && targets.size >= maxTargets) forgetLongestIdle(targets);
      const number = slotNumber(nowMs);
      addEnd(remember(targetId).open(number), end);
      addEnd(own.open(number, targetId), end);
    },
    of: (targetId, windowMs, nowMs) => targets.get(targetId)?.observed(windowMs, nowMs),
    together: (targetIds, windowMs, nowMs) =>
      summarise(targetIds.flatMap((targetId) => targets.get(targetId)?.within(windowMs, nowMs) ?? [])),
    takeClosed: (nowMs) =>
      own
        .takeBefore(slotNumber(nowMs))
        .map(([number, seen]) => ({ startedAtMs: number * slotMs, text: writeSlots(seen) })),
    add({ startedAtMs, text }) {
      // Slots of others begin when theirs do, by a clock that is a little off.
      const number = Math.round(startedAtMs / slotMs);
      for (const { targetId, slot } of readSlots(text))
        if (targets.has(targetId) || targets.size < maxTargets) addSlot(remember(targetId).open(number), slot);
    },
  };
}

function forgetLongestIdle(targets: Map<string, TargetMemory>): void {
  const [idle] = [...targets].sort(([, one], [, other]) => one.latest() - other.latest());
  if (idle !== undefined) targets.delete(idle[0]);
}
