import type { Rng } from '@smart-router/core';
import { createAdaptiveLimits } from './adaptive-limits.js';
import { createAdmissions } from './admissions.js';
import { createCircuits } from './circuits.js';
import { createMemoryTtlMap } from './memory-ttl-map.js';
import type { SeedableLimitStore } from './seedable-limit-store.js';
import { createTurns } from './turns.js';

/** What the store in memory needs. */
export interface MemoryLimitStoreOptions {
  /** The clock for calls that bring no time, in milliseconds since the epoch. */
  now(): number;
  /** Spreads pauses; from 0 to 1. */
  readonly rng: Rng;
  /** The most entries of each kind (subjects, upstreams, pauses, remembered values); 100,000 when left out. */
  readonly maxEntries?: number;
}

const defaultMaxEntries = 100_000;

/**
 * The limit store of a single process. Every call does its work before it returns, so calls never interleave. It
 * keeps no timers: what is stale is swept a little with every call. A restart forgets everything.
 */
export function createMemoryLimitStore(options: MemoryLimitStoreOptions): SeedableLimitStore {
  const { now, rng, maxEntries = defaultMaxEntries } = options;
  const admissions = createAdmissions(maxEntries);
  const circuits = createCircuits(maxEntries, rng);
  const adaptiveLimits = createAdaptiveLimits(maxEntries);
  const turns = createTurns(maxEntries, { circuits, adaptiveLimits });

  return {
    ...createMemoryTtlMap(maxEntries, now),
    async admit(request) {
      return admissions.admit(request, request.nowMs ?? now());
    },
    async peek(request) {
      return admissions.peek(request, request.nowMs ?? now());
    },
    async admitKnowing(request, history) {
      const nowMs = request.nowMs ?? now();
      if (history !== undefined) admissions.seed(request.subjects, history, nowMs);
      else if (admissions.isUnseen(request, nowMs)) return { kind: 'unseen' };
      return admissions.admit(request, nowMs);
    },
    async raise({ subjects, history, nowMs = now() }) {
      admissions.raise(subjects, history, nowMs);
    },
    async reserve(request) {
      return turns.reserve(request, request.nowMs ?? now());
    },
    async look(request) {
      return turns.look(request, request.nowMs ?? now());
    },
    async settle({ leaseId, turnId, actual, agoMs, nowMs = now() }) {
      if (turnId !== undefined) turns.settle(turnId, nowMs);
      if (leaseId !== undefined) admissions.settle(leaseId, { actual, agoMs }, nowMs);
    },
    async renew({ leaseIds, turnIds, leaseMs, nowMs = now() }) {
      admissions.renew(leaseIds, leaseMs, nowMs);
      turns.renew(turnIds, leaseMs, nowMs);
    },
    async report(report) {
      const nowMs = report.nowMs ?? now();
      turns.report(report, nowMs);
      return circuits.report(report, nowMs);
    },
    async adaptiveStandings(questions, nowMs = now()) {
      return turns.standings(questions, nowMs);
    },
  };
}
