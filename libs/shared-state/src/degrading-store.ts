import type {
  AdmissionRequest,
  AdmissionVerdict,
  KnowingVerdict,
  ReservationRequest,
  SeedableLimitStore,
  Settlement,
} from '@smart-router/traffic-shaping';
import type { Pulse } from './pulse.js';
import {
  shareOfAdaptive,
  shareOfAdmission,
  shareOfHistory,
  shareOfPeek,
  shareOfReservation,
} from './share-of-limits.js';
import { createUnderWay, type Granted } from './under-way.js';
import { createUntold, endOf, inTurn, type Telling } from './untold.js';

/** The parts of a store that goes on without Redis. */
export interface DegradingParts {
  /** Rejects when Redis does not answer. */
  readonly shared: SeedableLimitStore;
  /** This replica's own, for when it does not. */
  readonly local: SeedableLimitStore;
  readonly pulse: Pick<Pulse, 'isUp' | 'replicas' | 'failed'>;
  /** This replica's clock: milliseconds since the epoch. */
  now(): number;
}

/** A store that never rejects. */
export interface DegradingStore extends SeedableLimitStore {
  /** Redis went away: what it was told of requests under way may be lost before it is back. */
  cutOff(): void;
  /** Tells Redis what it missed, and what is under way here; rejects when it goes away again meanwhile. */
  catchUp(): Promise<void>;
}

/**
 * Asks Redis, and when it is away counts this replica's share in memory. Both count everything this replica lets in: so
 * its share is not given out twice when Redis goes away, nor the whole limit when Redis comes back. Time is the server's
 * own: the clocks of replicas differ.
 */
export function createDegradingStore({ shared, local, pulse, now }: DegradingParts): DegradingStore {
  const requests = createUnderWay<AdmissionRequest>();
  const turns = createUnderWay<ReservationRequest>();
  const untold = createUntold();

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
  const tell = async (telling: Telling): Promise<void> => {
    if ((await ask(() => telling(shared))) === undefined) untold.add(telling);
  };
  const countRequest =
    ({ request, atMs }: Granted<AdmissionRequest>): Telling =>
    (store) =>
      store.admit({ ...request, nowMs: undefined, agoMs: Math.max(0, now() - atMs) });
  const countTurn =
    ({ request, atMs }: Granted<ReservationRequest>): Telling =>
    (store) =>
      store.reserve({ ...request, nowMs: undefined, agoMs: Math.max(0, now() - atMs) });
  const endRequest = (leaseId: string, actual: Settlement['actual']): Promise<void> => {
    const granted = requests.take(leaseId);
    const end = endOf({ leaseId, turnId: undefined, actual }, now);
    return tell(granted?.told === false ? inTurn(countRequest(granted), end) : end);
  };
  const endTurn = (turnId: string): Promise<void> => {
    const granted = turns.take(turnId);
    const end = endOf({ leaseId: undefined, turnId, actual: undefined }, now);
    return tell(granted?.told === false ? inTurn(countTurn(granted), end) : end);
  };
  /** Decides there, or alone; what Redis lets in is counted here as well. */
  const admitBy = async <Verdict extends KnowingVerdict>(
    request: AdmissionRequest,
    decide: (store: SeedableLimitStore, asked: AdmissionRequest, replicas: number) => Promise<Verdict>,
  ): Promise<Verdict | AdmissionVerdict> => {
    const wasUp = pulse.isUp();
    const told = await ask(() => decide(shared, { ...request, nowMs: undefined }, 1));
    if (told !== undefined && told.answer.kind !== 'admitted') return told.answer;
    const replicas = pulse.replicas();
    const verdict =
      told === undefined
        ? await decide(local, shareOfAdmission(request, replicas), replicas)
        : await local.admit({ ...request, agoMs: 0 });
    const { leaseId } = request;
    if (verdict.kind === 'admitted') requests.add(leaseId, { request, atMs: now(), told: told !== undefined });
    // Redis may have let it in, and its answer came too late.
    else if (wasUp) untold.add(endOf({ leaseId, turnId: undefined, actual: undefined }, now));
    return told?.answer ?? verdict;
  };
  return {
    admit: (request) => admitBy(request, (store, asked) => store.admit(asked)),
    admitKnowing: (request, history) =>
      admitBy(request, (store, asked, replicas) =>
        store.admitKnowing(asked, history && shareOfHistory(history, replicas)),
      ),
    async raise(raising) {
      await Promise.all([
        ask(() => shared.raise({ ...raising, nowMs: undefined })),
        local.raise({ ...raising, history: shareOfHistory(raising.history, pulse.replicas()) }),
      ]);
    },
    async peek(request) {
      const told = await ask(() => shared.peek({ ...request, nowMs: undefined }));
      if (told !== undefined) return told.answer;
      return { ...(await local.peek(shareOfPeek(request, pulse.replicas()))), degraded: true };
    },
    async reserve(request) {
      const wasUp = pulse.isUp();
      const told = await ask(() => shared.reserve({ ...request, nowMs: undefined }));
      if (told?.answer.kind === 'none') return told.answer;
      const asked = told === undefined ? shareOfReservation(request, pulse.replicas()) : request;
      const verdict = told?.answer ?? (await local.reserve(asked));
      if (verdict.kind === 'none') {
        if (wasUp) untold.add(endOf({ leaseId: undefined, turnId: request.turnId, actual: undefined }, now));
        return verdict;
      }
      const chosen = { ...request, candidates: request.candidates.slice(verdict.index, verdict.index + 1) };
      if (told !== undefined) await local.reserve({ ...chosen, agoMs: 0 });
      turns.add(request.turnId, { request: chosen, atMs: now(), told: told !== undefined });
      return verdict;
    },
    async look(request) {
      const told = await ask(() => shared.look({ ...request, nowMs: undefined }));
      if (told !== undefined) return told.answer;
      return local.look(shareOfReservation({ ...request, turnId: '', leaseMs: 0 }, pulse.replicas()));
    },
    async settle(settlement) {
      const { leaseId, turnId, actual } = settlement;
      await Promise.all([
        local.settle(settlement),
        leaseId === undefined ? undefined : endRequest(leaseId, actual),
        turnId === undefined ? undefined : endTurn(turnId),
      ]);
    },
    async renew(renewal) {
      await Promise.all([ask(() => shared.renew({ ...renewal, nowMs: undefined })), local.renew(renewal)]);
    },
    async report(report) {
      const [told, own] = await Promise.all([
        ask(() => shared.report({ ...report, nowMs: undefined })),
        local.report(report),
      ]);
      return told?.answer ?? own;
    },
    async adaptiveStandings(questions) {
      const told = await ask(() => shared.adaptiveStandings(questions, undefined));
      if (told !== undefined) return told.answer;
      const replicas = pulse.replicas();
      const shares = questions.map((question) => ({
        ...question,
        adaptive: shareOfAdaptive(question.adaptive, replicas),
      }));
      return local.adaptiveStandings(shares, undefined);
    },
    async remember(key, value, ttlMs) {
      await Promise.all([ask(() => shared.remember(key, value, ttlMs)), local.remember(key, value, ttlMs)]);
    },
    async recall(keys) {
      const [told, own] = await Promise.all([ask(() => shared.recall(keys)), local.recall(keys)]);
      // What was remembered while Redis was away is known here alone.
      return keys.map((_, index) => told?.answer[index] ?? own[index]);
    },
    cutOff() {
      requests.forgetTold();
      turns.forgetTold();
    },
    async catchUp() {
      const missed = [
        () => untold.tellAll(shared),
        () => requests.tellAll(shared, countRequest),
        () => turns.tellAll(shared, countTurn),
      ];
      while (untold.size + requests.untold + turns.untold > 0) for (const tellAll of missed) await tellAll();
    },
  };
}
