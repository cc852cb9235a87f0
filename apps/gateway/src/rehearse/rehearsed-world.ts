import type { Observations } from '@smart-router/core';
import type { ModelGroup } from '@smart-router/config';
import { createFirsts } from '@smart-router/relay';
import { createObservationStore, type ObservationStore } from '@smart-router/routing';
import { countFirstPlaces } from './first-places.js';
import type { PeriodHistory } from './period-history.js';
import { remember } from './remember.js';

/** What a rehearsed gateway would know at the moment of a request, had it run since the beginning of the period. */
export interface RehearsedWorld {
  readonly observations: Observations;
  observe: ObservationStore['record'];
  lastFirst(group: string, targetId: string): number | undefined;
  /** The target that served the conversation before, where its group prefers it. */
  warmTarget(group: ModelGroup, conversationKey: string | undefined, at: number): string | undefined;
  /** Whether the target served the conversation before. */
  isWarm(targetId: string, conversationKey: string | undefined): boolean;
  /** What the change of targets does to the provider's cache. */
  cacheAt(targetId: string, about: ServedThen): CacheChange;
  /** To be called once for every request, in the order of time. */
  note(turn: NotedTurn): void;
}

/** How a request was served when it was real. */
export interface ServedThen {
  readonly group: string;
  readonly conversationKey: string | undefined;
  readonly servedBy: string | undefined;
}

/** `kept`: that share of the cached input is still read from a cache · `warmed`: at least that share of all input is. */
export type CacheChange =
  { readonly kind: 'kept'; readonly share: number } | { readonly kind: 'warmed'; readonly share: number };

/** How a request went then and how it goes now. */
export interface NotedTurn extends ServedThen {
  readonly at: number;
  readonly firstThen: string | undefined;
  readonly firstNow: string | undefined;
  readonly servedNow: string | undefined;
}

/** A cache outlives so many turns of a conversation, wherever they are served: what grew meanwhile is read anew. */
const cachedTurns = 3;

/** Less is chance. */
const clearlyMore = 1.25;

const unchanged: CacheChange = { kind: 'kept', share: 1 };

/** A world without a past. */
export function openRehearsedWorld(history: PeriodHistory): RehearsedWorld {
  const observations = createObservationStore();
  const firsts = createFirsts();
  const then = new Map<string, string>();
  const now = new Map<string, { readonly target: string; readonly at: number }>();
  const [shareThen, shareNow] = [countFirstPlaces(), countFirstPlaces()];
  /** Of requests whose conversation nobody knows. */
  const cacheOfStrangers = (targetId: string, group: string, servedBy: string): CacheChange => {
    if (servedBy === targetId) return unchanged;
    const [known, before] = [history.cachedShareAt(group, targetId), history.cachedShareAt(group, servedBy)];
    if (known !== undefined && before !== undefined) return changeOfShare(before, known);
    // Of a newcomer: whoever is asked more seldom than the one before finds its cache cold more often.
    const warm = { now: warmChance(shareNow.of(group, targetId)), then: warmChance(shareThen.of(group, servedBy)) };
    return { kind: 'kept', share: Math.min(1, warm.now / warm.then) };
  };
  return {
    observations,
    observe: (end, at) => observations.record(end, at),
    lastFirst: (group, targetId) => firsts.last(group, targetId),
    warmTarget({ affinity, targets }, key, at) {
      const last = key === undefined || affinity === undefined ? undefined : now.get(key);
      if (last === undefined || affinity === undefined || at - last.at > affinity.ttlMs) return undefined;
      return targets.find(({ id }) => id === last.target)?.id;
    },
    isWarm: (targetId, key) => key !== undefined && now.get(key)?.target === targetId,
    cacheAt(targetId, { group, conversationKey, servedBy }) {
      if (servedBy === undefined) return unchanged;
      if (conversationKey === undefined) return cacheOfStrangers(targetId, group, servedBy);
      const [lastThen, lastNow] = [then.get(conversationKey), now.get(conversationKey)?.target];
      if (lastThen === undefined || lastNow === undefined) return unchanged;
      return changeOfWarmth({ was: lastThen === servedBy, is: lastNow === targetId }, history.cachedShares(group));
    },
    note({ group, conversationKey: key, servedBy, at, firstThen, firstNow, servedNow }) {
      shareThen.count(group, firstThen);
      shareNow.count(group, firstNow);
      if (firstNow !== undefined) firsts.note(group, firstNow);
      if (key !== undefined && servedBy !== undefined) remember(then, key, servedBy);
      if (key !== undefined && servedNow !== undefined) remember(now, key, { target: servedNow, at });
    },
  };
}

/** Where a conversation goes on: at the target that served it before, or not, then and now. */
function changeOfWarmth(
  at: { readonly was: boolean; readonly is: boolean },
  { warm = 0, cold = 0 }: ReturnType<PeriodHistory['cachedShares']>,
): CacheChange {
  if (at.was === at.is) return unchanged;
  if (at.is) return { kind: 'warmed', share: warm };
  return { kind: 'kept', share: warm === 0 ? 0 : Math.min(1, cold / warm) };
}

/** How likely one of the last turns was at a target that has such a share of them. */
function warmChance(share: number): number {
  return 1 - (1 - Math.min(1, share)) ** cachedTurns;
}

/** Where the one target's cache is known to hold more of the group's input than the other's, or less. */
function changeOfShare(before: number, now: number): CacheChange {
  if (before === 0) return { kind: 'warmed', share: now };
  return now > before * clearlyMore
    ? { kind: 'warmed', share: now }
    : { kind: 'kept', share: Math.min(1, now / before) };
}
