import type { UsageSums } from '@smart-router/core';
import type { AdmissionRequest, AdmissionVerdict, LimitStore, LimitSubject } from './limit-store.js';

/**
 * A limit store that can be told what was used before it began to count: its counters are a copy of a truth that is kept
 * elsewhere, and a copy may be lost.
 */
export interface SeedableLimitStore extends LimitStore {
  /**
   * Like `admit`, but does not begin to count a quota at zero. Without a history it says `unseen` and takes nothing where
   * it was never told what was used of a quota; with a history it counts on from there. Where the history tells nothing,
   * it decides by what it counted itself, and asks again the next time.
   */
  admitKnowing(request: AdmissionRequest, history: LimitHistory | undefined): Promise<KnowingVerdict>;
  /**
   * Lifts the counters of these subjects that are below the history, and lowers none; a quota that it was never told of
   * counts on from there. What the history tells of a period that is over is left alone.
   */
  raise(raising: Raising): Promise<void>;
}

/** Whose counters are lifted, and to what. */
export interface Raising {
  readonly subjects: readonly LimitSubject[];
  readonly history: LimitHistory;
  readonly nowMs: number | undefined;
}

/** What subjects had used, as far as is known. */
export interface LimitHistory {
  /** The moment that says which day and which month are meant, in milliseconds since the epoch. */
  readonly atMs: number;
  /** How long ago it was read. Every request that ended before then is in it, or on its way into it. */
  readonly ageMs: number;
  readonly sums: readonly UsageSums[];
}

/** A verdict, or the wish for a history. */
export type KnowingVerdict = AdmissionVerdict | { readonly kind: 'unseen' };
