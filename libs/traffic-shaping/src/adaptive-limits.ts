import type { AdaptiveConcurrency } from '@smart-router/core';
import {
  adaptiveMemoryMs,
  afterRefusal,
  afterSuccess,
  afterUse,
  boundedLimit,
  createAdaptiveLimit,
  type AdaptiveLimit,
} from './adaptive-limit.js';
import type { AdaptiveQuestion, AdaptiveStanding } from './limit-store.js';
import type { SignOfRoom } from './outcome-effects.js';
import { createSweptMap } from './swept-map.js';

/** A credential's limit with the bounds it is held to, and the attempts under way. */
export interface AdaptiveSeat {
  readonly bounds: AdaptiveConcurrency;
  readonly state: AdaptiveState;
}

interface AdaptiveState {
  inFlight: number;
  neededUntilMs: number;
  found: AdaptiveLimit;
}

/** The adaptive limits of all credentials that have one. */
export interface AdaptiveLimits {
  seatOf(question: AdaptiveQuestion, nowMs: number): AdaptiveSeat;
  /** Whether nobody more may go. */
  isFull(seat: AdaptiveSeat): boolean;
  start(seat: AdaptiveSeat, nowMs: number): void;
  end(seat: AdaptiveSeat): void;
  /** Learns from an attempt under way that began at `startedAtMs`. */
  learn(
    seat: AdaptiveSeat,
    outcome: { readonly sign: SignOfRoom; readonly startedAtMs: number; readonly nowMs: number },
  ): void;
  standing(question: AdaptiveQuestion, nowMs: number): AdaptiveStanding;
  sweep(nowMs: number): void;
}

/** Adaptive limits in memory, of which nothing is known. */
export function createAdaptiveLimits(maxEntries: number): AdaptiveLimits {
  const isStale = (state: AdaptiveState, nowMs: number): boolean =>
    state.inFlight === 0 && nowMs >= state.neededUntilMs;
  const states = createSweptMap<AdaptiveState>(maxEntries, isStale);

  const known = (credentialKey: string, nowMs: number): AdaptiveState | undefined => {
    const state = states.get(credentialKey);
    return state === undefined || isStale(state, nowMs) ? undefined : state;
  };
  return {
    seatOf({ credentialKey, adaptive }, nowMs) {
      const state = known(credentialKey, nowMs);
      if (state !== undefined) return { bounds: adaptive, state };
      const fresh = { inFlight: 0, neededUntilMs: 0, found: createAdaptiveLimit(adaptive) };
      states.set(credentialKey, fresh);
      return { bounds: adaptive, state: fresh };
    },
    isFull: (seat) => {
      noteUse(seat);
      return seat.state.inFlight >= boundedLimit(seat.state.found, seat.bounds);
    },
    start(seat, nowMs) {
      seat.state.inFlight += 1;
      seat.state.neededUntilMs = Math.max(seat.state.neededUntilMs, nowMs + adaptiveMemoryMs);
      noteUse(seat);
    },
    end: ({ state }) => void (state.inFlight -= 1),
    learn({ bounds, state }, { sign, startedAtMs, nowMs }) {
      if (startedAtMs <= state.found.cutAtMs) return;
      if (sign === 'room') state.found = afterSuccess(state.found, bounds, state.inFlight);
      if (sign === 'too-many') state.found = afterRefusal(state.found, bounds, nowMs);
    },
    standing({ credentialKey, adaptive }, nowMs) {
      const state = known(credentialKey, nowMs);
      if (state === undefined) return { limit: adaptive.min, inFlight: 0 };
      return { limit: boundedLimit(state.found, adaptive), inFlight: state.inFlight };
    },
    sweep: (nowMs) => states.sweep(nowMs),
  };
}

function noteUse({ bounds, state }: AdaptiveSeat): void {
  state.found = afterUse(state.found, bounds, state.inFlight);
}
