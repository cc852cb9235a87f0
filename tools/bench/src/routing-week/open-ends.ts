import type { Observations, Observed } from '@smart-router/core';
import type { ObservationStore } from '@smart-router/routing';
import type { Question, SimulatedEnd } from './attempt.js';

/** An attempt as the store is told of it when it has ended. */
export interface EndedAttempt extends Question {
  readonly targetId: string;
  readonly end: SimulatedEnd;
  readonly isWarm: boolean;
  readonly cachedTokens: number;
}

/** What is under way, and what is known of what is over. */
export interface Ends {
  add(attempt: EndedAttempt, endMs: number): void;
  /** Lets everything end that does so until then. */
  until(nowMs: number): void;
  readonly observations: Observations;
}

/** Attempts that end later are observed then, by the second. */
export function openEnds(store: ObservationStore): Ends {
  const bySecond = new Map<number, (() => void)[]>();
  let reached = 0;
  return {
    add({ targetId, end: { errorClass, latencyMs }, inputTokens, outputTokens, cachedTokens, isWarm }, endMs) {
      const second = Math.ceil(endMs / 1_000);
      const tokens = { inputTokens, cachedInputTokens: cachedTokens, outputTokens };
      const nothing = { firstTokenMs: undefined, queueWaitMs: 0, costNanoUsd: undefined };
      const record = (): void =>
        store.record({ targetId, errorClass, latencyMs, isWarm, ...tokens, ...nothing }, endMs);
      bySecond.set(second, [...(bySecond.get(second) ?? []), record]);
    },
    until(nowMs) {
      for (const now = Math.floor(nowMs / 1_000); reached <= now; reached += 1) {
        for (const record of bySecond.get(reached) ?? []) record();
        bySecond.delete(reached);
      }
    },
    observations: keepFor(20_000, store),
  };
}

/** A week has many requests: what was observed is read anew every so often only, as busy routers do within 250 ms. */
function keepFor(keptMs: number, observations: Observations): Observations {
  const kept = new Map<string, { readonly atMs: number; readonly observed: Observed | undefined }>();
  return {
    of(targetId, windowMs, nowMs) {
      const key = `${targetId} ${windowMs}`;
      const known = kept.get(key);
      if (known !== undefined && nowMs < known.atMs + keptMs) return known.observed;
      const observed = observations.of(targetId, windowMs, nowMs);
      kept.set(key, { atMs: nowMs, observed });
      return observed;
    },
  };
}
