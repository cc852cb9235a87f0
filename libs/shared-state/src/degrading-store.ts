import type { LimitStore, Renewal, Settlement } from '@smart-router/traffic-shaping';
import { createHeldLocally } from './held-locally.js';
import type { Pulse } from './pulse.js';
import { shareOfAdmission, shareOfReservation } from './share-of-limits.js';

/** The parts of a store that goes on without Redis. */
export interface DegradingParts {
  /** Rejects when Redis does not answer. */
  readonly shared: LimitStore;
  /** This replica's own, for when it does not. */
  readonly local: LimitStore;
  readonly pulse: Pick<Pulse, 'isUp' | 'replicas' | 'failed'>;
}

/** A store that never rejects, and tells what it could not settle to Redis once it is back. */
export interface DegradingStore extends LimitStore {
  settleWhatWaited(): Promise<void>;
}

/** Settlements kept for a Redis that is away; beyond them the oldest are forgotten, and their leases expire. */
const maxWaiting = 10_000;

/** So few that they are answered within one command timeout. */
const settledAtOnce = 100;

/**
 * Asks Redis, and when it is away counts this replica's share in memory. Time is the server's own: the clocks of
 * replicas differ. Leases end where they were given. Outcomes and remembered values are told to both, so that this
 * replica knows its own when it is alone.
 */
export function createDegradingStore({ shared, local, pulse }: DegradingParts): DegradingStore {
  const held = createHeldLocally();
  let waiting: Settlement[] = [];

  /** What Redis said; `undefined` when it is away. */
  const ask = async <Answer>(question: () => Promise<Answer>): Promise<{ readonly answer: Answer } | undefined> => {
    if (!pulse.isUp()) return undefined;
    try {
      return { answer: await question() };
    } catch (error) {
      pulse.failed(error);
      return undefined;
    }
  };
  const settleShared = async (settlement: Settlement): Promise<void> => {
    if (settlement.leaseId === undefined && settlement.turnId === undefined) return;
    if ((await ask(() => shared.settle(settlement))) !== undefined) return;
    waiting.push(settlement);
    if (waiting.length > maxWaiting) waiting.shift();
  };
  return {
    async admit(request) {
      const wasUp = pulse.isUp();
      const told = await ask(() => shared.admit({ ...request, nowMs: undefined }));
      if (told !== undefined) return told.answer;
      const verdict = await local.admit(shareOfAdmission(request, pulse.replicas()));
      if (verdict.kind === 'admitted') held.add(request.leaseId, wasUp ? 'perhaps-both' : 'here');
      return verdict;
    },
    async reserve(request) {
      const wasUp = pulse.isUp();
      const told = await ask(() => shared.reserve({ ...request, nowMs: undefined }));
      if (told !== undefined) return told.answer;
      const verdict = await local.reserve(shareOfReservation(request, pulse.replicas()));
      if (verdict.kind === 'reserved') held.add(request.turnId, wasUp ? 'perhaps-both' : 'here');
      return verdict;
    },
    async settle(settlement) {
      const { leaseId, turnId } = settlement;
      const away = (id: string | undefined): string | undefined =>
        id === undefined || held.where(id) === 'here' ? undefined : id;
      const own = (id: string | undefined): string | undefined =>
        id === undefined || held.where(id) === 'redis' ? undefined : id;
      const there = { ...settlement, leaseId: away(leaseId), turnId: away(turnId), nowMs: undefined };
      const here = { ...settlement, leaseId: own(leaseId), turnId: own(turnId) };
      for (const id of [leaseId, turnId]) if (id !== undefined) held.delete(id);
      await Promise.all([settleShared(there), local.settle(here)]);
    },
    async renew(renewal) {
      const there = pick(renewal, (id) => held.where(id) !== 'here');
      const here = pick(renewal, (id) => held.where(id) !== 'redis');
      await Promise.all([ask(() => shared.renew({ ...there, nowMs: undefined })), local.renew(here)]);
    },
    async report(report) {
      await Promise.all([ask(() => shared.report({ ...report, nowMs: undefined })), local.report(report)]);
    },
    async remember(key, value, ttlMs) {
      await Promise.all([ask(() => shared.remember(key, value, ttlMs)), local.remember(key, value, ttlMs)]);
    },
    async recall(keys) {
      const [told, own] = await Promise.all([ask(() => shared.recall(keys)), local.recall(keys)]);
      // What was remembered while Redis was away is known here alone.
      return keys.map((_, index) => told?.answer[index] ?? own[index]);
    },
    async settleWhatWaited() {
      const settlements = waiting;
      waiting = [];
      for (let from = 0; from < settlements.length; from += settledAtOnce) {
        await Promise.all(settlements.slice(from, from + settledAtOnce).map(settleShared));
      }
    },
  };
}

function pick(renewal: Renewal, isWanted: (id: string) => boolean): Renewal {
  const { leaseIds, turnIds } = renewal;
  return { ...renewal, leaseIds: leaseIds.filter(isWanted), turnIds: turnIds.filter(isWanted) };
}
