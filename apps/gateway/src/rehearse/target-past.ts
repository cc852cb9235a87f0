import type { StoredRequest } from '@smart-router/usage-storage';
import { countDurations, type Durations } from './durations.js';
import { foundOrMade } from './found-or-made.js';
import { whatHappened } from './what-happened.js';

/** What a target did over a period. */
export interface TargetPast {
  readonly total: Tries;
  readonly byHour: Map<number, Tries>;
  /** By the class of the answer. */
  readonly durations: Map<string, Durations>;
  failedMs: number;
  failedCount: number;
}

interface Tries {
  tried: number;
  failed: number;
}

/** What the time of an answer depends on most. */
export interface Answered {
  readonly stream: boolean;
  readonly outputTokens: number | undefined;
}

const hourMs = 3_600_000;

/** So many requests at the rate of the whole period count beside those of the hour. */
const priorRequests = 5;

/** Where a target was never asked, it fails as seldom as this. */
const unknownFailureRate = 0.01;

const anySize = 'any';

/** Adds what a request says of the targets it looked at. */
export function noteTargets(targets: Map<string, TargetPast>, request: StoredRequest): void {
  noteOutcomes(targets, request);
  noteDurations(targets, request);
}

/** The share of requests it could not serve at that time, 0 to 1. */
export function failureRate(past: TargetPast | undefined, at: number): number {
  if (past === undefined || past.total.tried === 0) return unknownFailureRate;
  const { tried, failed } = past.byHour.get(hourOf(at)) ?? noTries();
  return (failed + (priorRequests * past.total.failed) / past.total.tried) / (tried + priorRequests);
}

/** How long answers of that size took; of any size where there was none. */
export function servedDurations(past: TargetPast | undefined, like: Answered): Durations | undefined {
  return past?.durations.get(classOf(like)) ?? past?.durations.get(anySize);
}

/** How long an attempt took that failed, in milliseconds. */
export function failedMs(past: TargetPast | undefined): number {
  return past === undefined || past.failedCount === 0 ? 0 : past.failedMs / past.failedCount;
}

function noteOutcomes(targets: Map<string, TargetPast>, request: StoredRequest): void {
  const happened = whatHappened(request);
  for (const { target } of request.candidates) {
    const outcome = happened.outcomeAt(target);
    if (outcome === 'untried') continue;
    const past = foundOrMade(targets, target, newTarget);
    // Who was passed over would have failed just then: that counts in its hour, and says nothing of other times.
    const wasAsked = outcome === 'served' || happened.spentMsAt(target) > 0;
    const tried = [foundOrMade(past.byHour, hourOf(request.startedAt), noTries), ...(wasAsked ? [past.total] : [])];
    for (const tries of tried) {
      tries.tried += 1;
      tries.failed += outcome === 'failed' ? 1 : 0;
    }
  }
}

function noteDurations(targets: Map<string, TargetPast>, request: StoredRequest): void {
  for (const { target, errorClass, durationMs } of request.attempts) {
    const past = foundOrMade(targets, target, newTarget);
    if (errorClass === undefined) {
      const like = { stream: request.stream, outputTokens: request.tokens.output };
      for (const size of [classOf(like), anySize]) foundOrMade(past.durations, size, countDurations).add(durationMs);
    } else if (errorClass !== 'caller_gone' && errorClass !== 'caller_fault') {
      past.failedMs += durationMs;
      past.failedCount += 1;
    }
  }
}

function newTarget(): TargetPast {
  return { total: noTries(), byHour: new Map(), durations: new Map(), failedMs: 0, failedCount: 0 };
}

function noTries(): Tries {
  return { tried: 0, failed: 0 };
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs);
}

/** Four times as long an answer is another class. */
function classOf({ stream, outputTokens = 0 }: Answered): string {
  return `${stream ? 'stream' : 'whole'} ${Math.floor(Math.log2(outputTokens + 1) / 2)}`;
}
