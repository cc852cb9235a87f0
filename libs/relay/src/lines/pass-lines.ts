import type { QueueRules } from '@smart-router/core';
import type { ReadyTrip } from '../journey-state.js';
import type { Heard, Left, Refusal } from './line.js';
import type { LineName } from './lines.js';

/** A line that a request has to wait in. */
export interface Wait {
  readonly name: LineName;
  readonly rules: QueueRules;
  /** For whom it is served there. */
  readonly flow: string;
  readonly weight: number;
  /** In seconds of what the limit lets through. */
  readonly cost: number;
  /** What it was told just now; `undefined` when it may not ask, since others wait. */
  readonly heard: Refusal | undefined;
}

/** What a request wants room for. */
export interface Passage<Answer> {
  /** Where it has to wait before it asks, since others do; `undefined` when it may ask. */
  waitsFirst(): Wait | undefined;
  /** @param at the line whose turn it is there, if it waited in one. */
  ask(at: string | undefined): Promise<Answer>;
  hasRoom(answer: Answer): boolean;
  /** Hears of every stay in a line when it is over. */
  note(stay: Stay): void;
  /** Where an answer without room makes it wait; `undefined` when the answer stands. */
  waitsAfter(answer: Answer, at: string | undefined): Wait | undefined;
}

/** A stay in a line that is over. */
export interface Stay {
  readonly bucket: string;
  readonly waitedMs: number;
}

/** An answer that stands, or why there is none. */
export type Passed<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | {
      readonly kind: 'left';
      readonly left: Left & { readonly kind: 'full' | 'late' | 'gone' };
      readonly waitedMs: number;
    };

/** A switched-on queue in which at least one can wait for at least a moment. */
export function isOpen(rules: QueueRules | undefined): rules is QueueRules {
  return rules !== undefined && rules.enabled && rules.maxDepth > 0 && rules.maxWaitMs > 0;
}

/** Asks for room, and where there is none waits in the lines in between, no longer than the caller stays. */
export async function passLines<Answer>(trip: ReadyTrip, passage: Passage<Answer>): Promise<Passed<Answer>> {
  const first = passage.waitsFirst();
  if (first !== undefined) return waitThrough(trip, passage, first);
  const answer = await passage.ask(undefined);
  if (passage.hasRoom(answer)) return { kind: 'answered', answer };
  const wait = passage.waitsAfter(answer, undefined);
  return wait === undefined ? { kind: 'answered', answer } : waitThrough(trip, passage, wait);
}

async function waitThrough<Answer>(trip: ReadyTrip, passage: Passage<Answer>, first: Wait): Promise<Passed<Answer>> {
  const { lines, ports } = trip.house;
  const sinceMs = ports.clock.now();
  let wait = first;
  trip.sink.whenGone(() => lines.leave(wait.name.key, trip.requestId));
  for (;;) {
    if (trip.sink.gone) return { kind: 'left', left: goneBefore(wait), waitedMs: ports.clock.now() - sinceMs };
    const { left, answer } = await waitOnce(trip, passage, { wait, sinceMs });
    const { kind } = left;
    if (kind === 'full' || kind === 'late' || kind === 'gone')
      return { kind: 'left', left: { ...left, kind }, waitedMs: ports.clock.now() - sinceMs };
    if (answer === undefined) throw new Error(`${trip.requestId} left the line ${wait.name.key} without an answer`);
    const next = kind === 'served' ? undefined : passage.waitsAfter(answer, undefined);
    if (next === undefined) return { kind: 'answered', answer };
    wait = next;
  }
}

/** One stay in one line. The caller's own limits of time hold there too. */
async function waitOnce<Answer>(
  trip: ReadyTrip,
  passage: Passage<Answer>,
  { wait, sinceMs }: { readonly wait: Wait; readonly sinceMs: number },
): Promise<{ readonly left: Left; readonly answer: Answer | undefined }> {
  const { lines, ports } = trip.house;
  const { name, rules, flow, weight, cost } = wait;
  const enteredMs = ports.clock.now();
  const deadlineMs = Math.min(sinceMs + rules.maxWaitMs, trip.startedAt + trip.group.retry.maxElapsedMs);
  let answer: Answer | undefined;
  const ask = async (): Promise<Heard> => {
    answer = await passage.ask(name.key);
    if (passage.hasRoom(answer)) return { kind: 'served' };
    const next = passage.waitsAfter(answer, name.key);
    return next?.name.key === name.key && next.heard !== undefined
      ? { kind: 'refused', ...next.heard }
      : { kind: 'moved' };
  };
  const place = { id: trip.requestId, flow, weight, cost, deadlineMs };
  const left = await lines.join(name, { ticket: { place, ask }, bounds: rules, heard: wait.heard });
  const waitedMs = ports.clock.now() - enteredMs;
  const { kind: outcome, bucket } = left;
  if (outcome !== 'full' || waitedMs > 0) passage.note({ bucket, waitedMs });
  ports.observe?.({ kind: 'line-left', requestId: trip.requestId, line: name, bucket, outcome, waitedMs });
  return { left, answer };
}

function goneBefore({ heard }: Wait): Left & { readonly kind: 'gone' } {
  return { kind: 'gone', bucket: heard?.bucket ?? '', retryAfterMs: undefined };
}
