import type { Quota } from '@smart-router/core';
import { dayAt, dayEndMs, monthAt, monthEndMs } from './calendar.js';
import type { CallerLimit } from './caller-limit.js';
import { retryAfter, type Claim } from './limit.js';
import type { LimitKind } from './limit-store.js';
import { openPeriod, usedNanoUsd, usedRequests, usedTokens, type Period } from './period.js';
import { isLimit, need } from './subject-state.js';

/** A calendar period, or a life, with the rules it is held to. */
export interface PeriodKind {
  readonly name: 'day' | 'month' | 'lifetime';
  readonly tokens: LimitKind;
  readonly money: LimitKind;
  idAt(nowMs: number): number;
  endMs(id: number): number;
}

const day: PeriodKind = { name: 'day', tokens: 'quota', money: 'budget', idAt: dayAt, endMs: dayEndMs };
const month: PeriodKind = { name: 'month', tokens: 'quota', money: 'budget', idAt: monthAt, endMs: monthEndMs };
const life: PeriodKind = {
  name: 'lifetime',
  tokens: 'lifetime',
  money: 'lifetime',
  idAt: () => 0,
  endMs: () => Infinity,
};

/** Every period that may be limited. */
export const periodKinds: readonly PeriodKind[] = [life, month, day];

/** How the three things that a period counts are read, asked for and set aside. */
export interface Measure {
  readonly unit: 'requests' | 'tokens' | 'cost_usd';
  readonly rule: keyof Quota;
  asked(claim: Claim): number | bigint;
  used(period: Period, id: number): number | bigint;
  /** The part of what is used that is only set aside. */
  reserved(period: Period, id: number): number | bigint | undefined;
  /** What would be used with the claim. */
  usedWith(period: Period, id: number, claim: Claim): number | bigint;
  add(period: Period, claim: Claim): void;
}

const requests: Measure = {
  unit: 'requests',
  rule: 'requests',
  asked: () => 1,
  used: usedRequests,
  reserved: () => undefined,
  usedWith: (period, id) => usedRequests(period, id) + 1,
  add: (period) => void (period.requests += 1),
};
const tokens: Measure = {
  unit: 'tokens',
  rule: 'tokens',
  asked: (claim) => claim.totalTokens,
  used: usedTokens,
  reserved: (period, id) => (id > period.id ? 0 : period.reservedTokens),
  usedWith: (period, id, claim) => usedTokens(period, id) + claim.totalTokens,
  add: (period, claim) => void (period.reservedTokens += claim.totalTokens),
};
const money: Measure = {
  unit: 'cost_usd',
  rule: 'costNanoUsd',
  asked: (claim) => claim.costNanoUsd,
  used: usedNanoUsd,
  reserved: (period, id) => (id > period.id ? 0n : period.reservedNanoUsd),
  usedWith: (period, id, claim) => usedNanoUsd(period, id) + claim.costNanoUsd,
  add: (period, claim) => void (period.reservedNanoUsd += claim.costNanoUsd),
};

/** Everything that a period may limit. */
export const measures: readonly Measure[] = [requests, tokens, money];

function periodLimit(kind: PeriodKind, measure: Measure): CallerLimit {
  return {
    kind: measure === money ? kind.money : kind.tokens,
    bucket: `${kind.name}.${measure.unit}`,
    limitOf: ({ limits }) => ruleOf(limits[kind.name], measure),
    useOf(state, nowMs) {
      const period = state[kind.name];
      const id = Math.max(period.id, kind.idAt(nowMs));
      const resetsInMs = retryAfter(kind.endMs(id) - nowMs);
      return { used: measure.used(period, id), reserved: measure.reserved(period, id), resetsInMs };
    },
    waitMs(state, { limits }, claim) {
      const limit = ruleOf(limits[kind.name], measure);
      if (!isLimit(limit)) return 0;
      const period = state[kind.name];
      const id = Math.max(period.id, kind.idAt(claim.nowMs));
      // Even a request that costs nothing may not start on an allowance that is used up.
      if (measure.used(period, id) < limit && measure.usedWith(period, id, claim) <= limit) return 0;
      // A used-up allowance frees nothing before its period ends; more than a whole allowance never fits.
      return measure.asked(claim) > limit ? Infinity : kind.endMs(id) - claim.nowMs;
    },
    take(state, { limits }, claim) {
      if (!isLimit(ruleOf(limits[kind.name], measure))) return;
      const period = state[kind.name];
      const id = kind.idAt(claim.grantedMs ?? claim.nowMs);
      openPeriod(period, id);
      if (claim.grantedMs !== undefined && period.id !== id) return; // its period is over
      measure.add(period, claim);
      need(state, kind.endMs(period.id));
    },
  };
}

/** The limit of a measure in a period; `undefined` and 0 limit nothing. */
export function ruleOf(rules: Quota | undefined, measure: Measure): number | bigint | undefined {
  return rules?.[measure.rule];
}

/** The quotas and budgets of calendar periods, and of a life. */
export const periodLimits: readonly CallerLimit[] = [
  periodLimit(life, tokens),
  periodLimit(life, money),
  periodLimit(month, requests),
  periodLimit(month, tokens),
  periodLimit(month, money),
  periodLimit(day, requests),
  periodLimit(day, tokens),
  periodLimit(day, money),
];
