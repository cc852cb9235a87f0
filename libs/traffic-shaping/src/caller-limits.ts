import type { CallerLimit } from './caller-limit.js';
import { periodLimits } from './period-limits.js';
import type { Claim } from './limit.js';
import {
  addToMinute,
  minuteCount,
  minuteReachMs,
  minuteWaitMs,
  slotAt,
  slotOf,
  type RollingMinute,
} from './rolling-minute.js';
import { shapeLimits } from './shape-limits.js';
import { isLimit, need } from './subject-state.js';

/** Neither set aside apart from what is used, nor begun anew at some moment. */
const rolling = { reserved: undefined, resetsInMs: undefined };

const perMinute: readonly CallerLimit[] = [
  {
    kind: 'rpm',
    bucket: 'rpm',
    limitOf: ({ limits }) => limits.rpm,
    useOf: (state, nowMs) => ({ used: minuteCount(state.requestMinute, nowMs), ...rolling }),
    waitMs: (state, { limits }, claim) =>
      isLimit(limits.rpm) ? minuteWaitMs(state.requestMinute, limits.rpm - 1, claim.nowMs) : 0,
    take(state, { limits }, claim) {
      if (!isLimit(limits.rpm)) return;
      addToMinute(state.requestMinute, slotOfClaim(state.requestMinute, claim), 1);
      need(state, claim.nowMs + minuteReachMs);
    },
  },
  {
    kind: 'tpm',
    bucket: 'tpm',
    limitOf: ({ limits }) => limits.tpm,
    useOf: (state, nowMs) => ({ used: minuteCount(state.tokenMinute, nowMs), ...rolling }),
    waitMs: (state, { limits }, claim) =>
      isLimit(limits.tpm) ? minuteWaitMs(state.tokenMinute, limits.tpm - claim.totalTokens, claim.nowMs) : 0,
    take(state, { limits }, claim) {
      if (!isLimit(limits.tpm)) return;
      addToMinute(state.tokenMinute, slotOfClaim(state.tokenMinute, claim), claim.totalTokens);
      need(state, claim.nowMs + minuteReachMs);
    },
  },
];

const concurrent: CallerLimit = {
  kind: 'concurrent',
  bucket: 'concurrent',
  limitOf: ({ limits }) => limits.concurrent,
  useOf: (state) => ({ used: state.inFlight, ...rolling }),
  waitMs: (state, { limits }) => (isLimit(limits.concurrent) && state.inFlight >= limits.concurrent ? Infinity : 0),
  take(state) {
    state.inFlight += 1;
  },
};

const smoothing: readonly CallerLimit[] = shapeLimits.map((limit) => ({
  kind: 'shape',
  bucket: limit.bucket,
  limitOf: () => undefined,
  useOf: () => ({ used: 0, ...rolling }),
  waitMs: (state, { shape }, claim) => (shape === undefined ? 0 : limit.waitMs(state, shape, claim)),
  take(state, { shape }, claim) {
    if (shape !== undefined) limit.take(state, shape, claim);
  },
}));

/** Every limit a caller may have; of several that refuse, the one with the longest wait is named, then the first. */
export const callerLimits: readonly CallerLimit[] = [...periodLimits, ...perMinute, concurrent, ...smoothing];

function slotOfClaim(minute: RollingMinute, { nowMs, grantedMs }: Claim): number {
  return grantedMs === undefined ? slotAt(minute, nowMs) : slotOf(grantedMs);
}
