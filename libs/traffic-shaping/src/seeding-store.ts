import type { UsageHistory } from '@smart-router/core';
import { dayAt } from './calendar.js';
import type { AdmissionRequest, LimitStore, LimitSubject } from './limit-store.js';
import { measures, periodKinds, ruleOf } from './period-limits.js';
import { createRecentMap } from './recent-map.js';
import type { LimitHistory, SeedableLimitStore } from './seedable-limit-store.js';
import { isLimit } from './subject-state.js';

/** What a store whose counters may be lost needs. */
export interface SeedingParts {
  readonly store: SeedableLimitStore;
  readonly history: UsageHistory;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A store that counts on from the history of usage, and is corrected by it. */
export interface SeedingStore extends LimitStore {
  /** Lifts the counters of whoever asked lately to what they have used. Called every few seconds; never rejects. */
  reconcile(): Promise<void>;
}

/** How often a subject is looked at after it asked: the last of its records may take a while into the history. */
const looksAfterAsking = 12;

const maxSubjects = 100_000;

/** Subjects in one question to the history. */
const askedAtOnce = 500;

/**
 * Lets a store know what was used before it decides on a quota that it does not count yet: the first request of a subject
 * in a period, or the first one after the counters were lost. When the history is away, the store decides by what it
 * knows, nobody waits for it again before `reconcile` has found it back, and what was counted too low is lifted then.
 */
export function createSeedingStore({ store, history, now }: SeedingParts): SeedingStore {
  const recent = createRecentMap<LimitSubject>(maxSubjects, looksAfterAsking);
  let isAway = false;

  const read = async (subjects: readonly LimitSubject[], atMs: number): Promise<LimitHistory | undefined> => {
    try {
      const keys = subjects.map(({ key }) => key);
      const sums = await history.sums(keys, dayAt(atMs));
      isAway = false;
      return { atMs, ageMs: 0, sums };
    } catch {
      isAway = true; // it tells of its own trouble
      return undefined;
    }
  };
  const admitSeeded = async (request: AdmissionRequest, limited: readonly LimitSubject[]) => {
    const verdict = await store.admitKnowing(request, undefined);
    if (verdict.kind !== 'unseen') return verdict;
    const past = await read(limited, request.nowMs ?? now());
    const seeded = past === undefined ? verdict : await store.admitKnowing(request, past);
    return seeded.kind === 'unseen' ? store.admit(request) : seeded;
  };
  return {
    ...store,
    async admit(request) {
      const limited = request.subjects.filter(hasQuota);
      for (const subject of limited) recent.add(subject.key, subject);
      return limited.length === 0 || isAway ? store.admit(request) : admitSeeded(request, limited);
    },
    async reconcile() {
      const all = recent.values();
      for (let from = 0; from < all.length; from += askedAtOnce) {
        const subjects = all.slice(from, from + askedAtOnce);
        const past = await read(subjects, now());
        if (past === undefined) return;
        // A store that is away is lifted by the next look.
        await store.raise({ subjects, history: past, nowMs: undefined }).catch(() => undefined);
      }
      recent.age();
    },
  };
}

function hasQuota({ limits }: LimitSubject): boolean {
  return periodKinds.some((kind) => measures.some((measure) => isLimit(ruleOf(limits[kind.name], measure))));
}
