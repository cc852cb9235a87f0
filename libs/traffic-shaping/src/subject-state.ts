import type { CallerLimits, Quota } from '@smart-router/core';
import { dayAt, monthAt } from './calendar.js';
import type { Claim } from './limit.js';
import { createPeriod, type Period } from './period.js';
import { addToMinute, createMinute, slotOf, type RollingMinute } from './rolling-minute.js';
import { createBuckets, type Shaped } from './shape-limits.js';

/** Everything counted for one subject of caller limits. Only what is limited is counted. */
export interface SubjectState extends Shaped {
  inFlight: number;
  readonly requestMinute: RollingMinute;
  readonly tokenMinute: RollingMinute;
  readonly day: Period;
  readonly month: Period;
  readonly lifetime: Period;
}

/** What a request under way holds of a subject, so that it can be settled where it was set aside. */
export interface SubjectHold {
  readonly state: SubjectState;
  readonly limits: CallerLimits;
  readonly tokenSlot: number;
  readonly day: number;
  readonly month: number;
}

/** What was set aside, or what was used in its place. */
export interface Amounts {
  readonly tokens: number;
  readonly costNanoUsd: bigint;
}

/** A subject that has not been seen before. */
export function createSubjectState(): SubjectState {
  return {
    inFlight: 0,
    requestMinute: createMinute(),
    tokenMinute: createMinute(),
    day: createPeriod(),
    month: createPeriod(),
    lifetime: createPeriod(),
    buckets: createBuckets(),
    neededUntilMs: 0,
  };
}

/** What a request holds of a subject right after it was counted. */
export function holdOf(state: SubjectState, limits: CallerLimits, { grantedMs }: Claim): SubjectHold {
  if (grantedMs !== undefined) {
    return { state, limits, tokenSlot: slotOf(grantedMs), day: dayAt(grantedMs), month: monthAt(grantedMs) };
  }
  return { state, limits, tokenSlot: state.tokenMinute.newestSlot, day: state.day.id, month: state.month.id };
}

/** How a request ended. */
export interface HoldEnd {
  readonly reserved: Amounts;
  readonly used: Amounts;
  /** When it ended, for one that is settled late; `undefined` is now. */
  readonly endedMs: number | undefined;
}

/**
 * Puts what was used in the place of what was set aside, in the minute and periods it was set aside in. Periods that
 * are over, and limits that did not exist then, are left alone.
 */
export function settleHold(hold: SubjectHold, end: HoldEnd): void {
  const { state, limits, tokenSlot } = hold;
  if (isLimit(limits.tpm)) addToMinute(state.tokenMinute, tokenSlot, end.used.tokens - end.reserved.tokens);
  closeHold(hold, end);
}

/** Frees what a lost request held. Nobody knows what it used, so its tokens stay in the minute until they leave it. */
export function expireHold(hold: SubjectHold, reserved: Amounts): void {
  closeHold(hold, { reserved, used: noAmounts, endedMs: undefined });
}

/** Nothing was used. */
export const noAmounts: Amounts = { tokens: 0, costNanoUsd: 0n };

function closeHold(hold: SubjectHold, end: HoldEnd): void {
  const { state, limits } = hold;
  state.inFlight -= 1;
  if (state.day.id === hold.day) settlePeriod(state.day, limits.day, end);
  if (state.month.id === hold.month) settlePeriod(state.month, limits.month, end);
  settlePeriod(state.lifetime, limits.lifetime, end);
}

/** Whether a configured number limits anything: 0 and absent do not. */
export function isLimit(limit: number | bigint | undefined): limit is number | bigint {
  return limit !== undefined && limit > 0;
}

/** Keeps the state of a subject at least until then. */
export function need(state: SubjectState, untilMs: number): void {
  state.neededUntilMs = Math.max(state.neededUntilMs, untilMs);
}

function settlePeriod(period: Period, rules: Quota | undefined, { reserved, used, endedMs }: HoldEnd): void {
  // The history has told of it, or will: counted here as well, it would count twice.
  const isTold = endedMs !== undefined && endedMs <= period.toldUntilMs;
  if (isTold && isLimit(rules?.requests)) period.requests -= 1;
  if (isLimit(rules?.tokens)) {
    period.reservedTokens -= reserved.tokens;
    if (!isTold) period.tokens += used.tokens;
  }
  if (isLimit(rules?.costNanoUsd)) {
    period.reservedNanoUsd -= reserved.costNanoUsd;
    if (!isTold) period.costNanoUsd += used.costNanoUsd;
  }
}
