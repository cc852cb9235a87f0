import type { StoredRequest } from '@smart-router/usage-storage';
import type { Durations } from './durations.js';
import { cachedShare, noteGroup, sizesOf, type GroupPast } from './group-past.js';
import { failedMs, failureRate, noteTargets, servedDurations, type Answered, type TargetPast } from './target-past.js';

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
    failureRate: (targetId, at) => failureRate(targets.get(targetId), at),
    servedDurations: (targetId, like) => servedDurations(targets.get(targetId), like),
    failedMs: (targetId) => failedMs(targets.get(targetId)),
    sizes: (group) => sizesOf(groups.get(group)),
    cachedShares(group) {
      const past = groups.get(group);
      return { warm: cachedShare(past?.warm), cold: cachedShare(past?.cold) };
    },
    cachedShareAt: (group, targetId) => cachedShare(groups.get(group)?.byTarget.get(targetId)),
  };
}
