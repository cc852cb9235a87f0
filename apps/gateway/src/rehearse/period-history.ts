import { totalInputTokens } from '@smart-router/core';
import type { StoredRequest } from '@smart-router/usage-storage';
import { countDurations, type Durations } from './durations.js';
import { whatHappened } from './what-happened.js';

/** What the targets did over the whole period: what a rehearsal goes by where a request itself does not tell. */
export interface PeriodHistory {
  note(request: StoredRequest): void;
  /** Whether the target was asked at all. */
  knows(targetId: string): boolean;
  /** The share of requests the target could not serve at that time, 0 to 1. */
  failureRate(targetId: string, at: number): number;
  /** How long answers of that size took; of any size where there was none. */
  servedDurations(targetId: string, like: Answered): Durations | undefined;
  /** How long an attempt took that failed. */
  failedMs(targetId: string): number;
  /** How many input tokens came of an estimated one, and how long answers are. */
  sizes(group: string): { readonly inputPerEstimate: number; readonly outputTokens: number };
  /** The share of input that came from a cache where the same target went on with a conversation, and where another did. */
  cachedShares(group: string): { readonly warm: number | undefined; readonly cold: number | undefined };
  /** The share of input that came from a target's cache over all requests of a group; `undefined` when it served none. */
  cachedShareAt(group: string, targetId: string): number | undefined;
}

/** What the time of an answer depends on most. */
export interface Answered {
  readonly stream: boolean;
  readonly outputTokens: number | undefined;
}

interface TargetPast {
  readonly total: Tries;
  readonly byHour: Map<number, Tries>;
  readonly durations: Map<string, Durations>;
  failedMs: number;
  failedCount: number;
}

interface Tries {
  tried: number;
  failed: number;
}

interface GroupPast {
  estimated: number;
  input: number;
  output: number;
  answers: number;
  readonly warm: InputSum;
  readonly cold: InputSum;
  readonly byTarget: Map<string, InputSum>;
}

interface InputSum {
  input: number;
  cached: number;
}

const hourMs = 3_600_000;

/** So many requests at the rate of the whole period count beside those of the hour. */
const priorRequests = 5;

/** Where a target was never asked, it fails as seldom as this. */
const unknownFailureRate = 0.01;

/** Conversations whose last target is remembered. */
const keptConversations = 100_000;

const anySize = 'any';

/** Nothing noted yet. */
export function openPeriodHistory(): PeriodHistory {
  const targets = new Map<string, TargetPast>();
  const groups = new Map<string, GroupPast>();
  const lastTargets = new Map<string, string>();
  return {
    note(request) {
      if (request.decision === undefined) return;
      noteTargets(targets, request);
      noteGroup(groups, lastTargets, request);
    },
    knows: (targetId) => (targets.get(targetId)?.total.tried ?? 0) > 0,
    failureRate(targetId, at) {
      const past = targets.get(targetId);
      if (past === undefined || past.total.tried === 0) return unknownFailureRate;
      const { tried, failed } = past.byHour.get(hourOf(at)) ?? noTries();
      return (failed + (priorRequests * past.total.failed) / past.total.tried) / (tried + priorRequests);
    },
    servedDurations(targetId, like) {
      const durations = targets.get(targetId)?.durations;
      return durations?.get(classOf(like)) ?? durations?.get(anySize);
    },
    failedMs(targetId) {
      const past = targets.get(targetId);
      return past === undefined || past.failedCount === 0 ? 0 : past.failedMs / past.failedCount;
    },
    sizes(group) {
      const past = groups.get(group);
      if (past === undefined || past.answers === 0 || past.estimated === 0)
        return { inputPerEstimate: 1, outputTokens: 0 };
      return { inputPerEstimate: past.input / past.estimated, outputTokens: past.output / past.answers };
    },
    cachedShares(group) {
      const past = groups.get(group);
      return { warm: cachedShare(past?.warm), cold: cachedShare(past?.cold) };
    },
    cachedShareAt: (group, targetId) => cachedShare(groups.get(group)?.byTarget.get(targetId)),
  };
}

function noteTargets(targets: Map<string, TargetPast>, request: StoredRequest): void {
  const happened = whatHappened(request);
  for (const { target } of request.candidates) {
    const outcome = happened.outcomeAt(target);
    if (outcome === 'untried') continue;
    const past = found(targets, target, newTarget);
    // Who was passed over would have failed just then: that counts in its hour, and says nothing of other times.
    const wasAsked = outcome === 'served' || happened.spentMsAt(target) > 0;
    const tried = [found(past.byHour, hourOf(request.startedAt), noTries), ...(wasAsked ? [past.total] : [])];
    for (const tries of tried) {
      tries.tried += 1;
      tries.failed += outcome === 'failed' ? 1 : 0;
    }
  }
  for (const { target, errorClass, durationMs } of request.attempts) {
    const past = found(targets, target, newTarget);
    if (errorClass === undefined) {
      const like = { stream: request.stream, outputTokens: request.tokens.output };
      for (const size of [classOf(like), anySize]) found(past.durations, size, countDurations).add(durationMs);
    } else if (errorClass !== 'caller_gone' && errorClass !== 'caller_fault') {
      past.failedMs += durationMs;
      past.failedCount += 1;
    }
  }
}

function noteGroup(groups: Map<string, GroupPast>, lastTargets: Map<string, string>, request: StoredRequest): void {
  const { tokens, estimatedInputTokens, decision } = request;
  const { kind, servedBy } = whatHappened(request);
  const input = totalInputTokens(tokens);
  if (kind !== 'served' || servedBy === undefined || input === undefined || tokens.output === undefined) return;
  const past = found(groups, request.group ?? '', newGroup);
  past.estimated += estimatedInputTokens;
  past.input += input;
  past.output += tokens.output;
  past.answers += 1;
  const sums = [found(past.byTarget, servedBy, noInput)];
  const key = decision?.shape.conversationKey;
  const last = key === undefined ? undefined : lastTargets.get(key);
  if (last !== undefined) sums.push(last === servedBy ? past.warm : past.cold);
  for (const sum of sums) {
    sum.input += input;
    sum.cached += tokens.cachedInput ?? 0;
  }
  if (key !== undefined) remember(lastTargets, key, servedBy);
}

function cachedShare(sum: InputSum | undefined): number | undefined {
  return sum === undefined || sum.input === 0 ? undefined : sum.cached / sum.input;
}

function noInput(): InputSum {
  return { input: 0, cached: 0 };
}

/** Sets a key of a map that forgets what was set longest ago. */
export function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= keptConversations) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

function newTarget(): TargetPast {
  return { total: noTries(), byHour: new Map(), durations: new Map(), failedMs: 0, failedCount: 0 };
}

function noTries(): Tries {
  return { tried: 0, failed: 0 };
}

function newGroup(): GroupPast {
  return { estimated: 0, input: 0, output: 0, answers: 0, warm: noInput(), cold: noInput(), byTarget: new Map() };
}

function found<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs);
}

/** Four times as long an answer is another class. */
function classOf({ stream, outputTokens = 0 }: Answered): string {
  return `${stream ? 'stream' : 'whole'} ${Math.floor(Math.log2(outputTokens + 1) / 2)}`;
}
