import type { Quota, UsedAmounts } from '@smart-router/core';

/** What was used in a day, a month or a life: what is settled, and what requests under way have set aside. */
export interface Period {
  /** Which day or month the counts belong to; another one begins at zero. */
  id: number;
  requests: number;
  tokens: number;
  reservedTokens: number;
  costNanoUsd: bigint;
  reservedNanoUsd: bigint;
  /** What is counted on from a history. What was used of the rest before is unknown. */
  begun: readonly (keyof Quota)[];
  /** Requests that ended by then are told of by the history, now or later. */
  toldUntilMs: number;
}

/** A period in which nothing was used. */
export function createPeriod(): Period {
  return {
    id: 0,
    requests: 0,
    tokens: 0,
    reservedTokens: 0,
    costNanoUsd: 0n,
    reservedNanoUsd: 0n,
    begun: [],
    toldUntilMs: 0,
  };
}

/** Begins a new period when its time has come. A clock that steps back reopens none. */
export function openPeriod(period: Period, id: number): void {
  if (id <= period.id) return;
  Object.assign(period, createPeriod(), { id });
}

/** Whether that rule is counted on from a history in the period of that id. */
export function isBegun(period: Period, id: number, rule: keyof Quota): boolean {
  return id <= period.id && period.begun.includes(rule);
}

/** Lifts what is settled to what was used by then; never lowers it. */
export function raise(period: Period, rule: keyof Quota, past: { used: UsedAmounts; untilMs: number }): void {
  if (past.used[rule] > period[rule]) Object.assign(period, { [rule]: past.used[rule] });
  if (!period.begun.includes(rule)) period.begun = [...period.begun, rule];
  period.toldUntilMs = Math.max(period.toldUntilMs, past.untilMs);
}

/** Requests counted in the period of that id. */
export function usedRequests(period: Period, id: number): number {
  return id > period.id ? 0 : period.requests;
}

/** Tokens used or set aside in the period of that id. */
export function usedTokens(period: Period, id: number): number {
  return id > period.id ? 0 : period.tokens + period.reservedTokens;
}

/** Money used or set aside in the period of that id. */
export function usedNanoUsd(period: Period, id: number): bigint {
  return id > period.id ? 0n : period.costNanoUsd + period.reservedNanoUsd;
}
