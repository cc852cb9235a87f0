import type { Rng } from '@smart-router/core';
import type { SeedableLimitStore } from '@smart-router/traffic-shaping';
import type { RedisLink } from './redis-link.js';
import { createRedisTtlMap } from './redis-ttl-map.js';
import { readUses } from './read-uses.js';
import { scripts } from './scripts.js';
import { readAdmission, readChanges, readKnowing, readReservation, readStandings } from './verdicts.js';
import {
  admissionQuestion,
  knowingQuestion,
  lookQuestion,
  peekQuestion,
  raiseQuestion,
  reportQuestion,
  reservationQuestion,
  settlementQuestion,
} from './wire.js';

/** Subjects raised by one script: other commands wait meanwhile. */
const raisedAtOnce = 100;

/** The limit store in Redis: one script and one round trip a call. Every call rejects when Redis does not answer in time. */
export function createRedisLimitStore(link: RedisLink, rng: Rng): SeedableLimitStore {
  return {
    ...createRedisTtlMap(link),
    admit: async (request) => readAdmission(await link.run(scripts.admit, admissionQuestion(request), request.nowMs)),
    peek: async (request) =>
      readUses(request.subjects, await link.run(scripts.peek, peekQuestion(request), request.nowMs)),
    admitKnowing: async (request, history) =>
      readKnowing(await link.run(scripts.admit, knowingQuestion(request, history), request.nowMs)),
    async raise({ subjects, history, nowMs }) {
      for (let from = 0; from < subjects.length; from += raisedAtOnce) {
        await link.run(scripts.raise, raiseQuestion(subjects.slice(from, from + raisedAtOnce), history), nowMs);
      }
    },
    reserve: async (request) =>
      readReservation(await link.run(scripts.reserve, reservationQuestion(request), request.nowMs)),
    look: async (request) =>
      readReservation(await link.run(scripts.reserve, lookQuestion(request), request.nowMs)).skipped,
    async settle({ leaseId, turnId, nowMs, ...end }) {
      // Not one after the other: both are on their way before the first is answered.
      await Promise.all([
        turnId === undefined ? undefined : link.run(scripts.settleTurn, { id: turnId }, nowMs),
        leaseId === undefined ? undefined : link.run(scripts.settleRequest, settlementQuestion(leaseId, end), nowMs),
      ]);
    },
    async renew({ leaseIds, turnIds, leaseMs, nowMs }) {
      await Promise.all([
        leaseIds.length === 0 ? undefined : link.run(scripts.renewRequests, { ids: leaseIds, leaseMs }, nowMs),
        turnIds.length === 0 ? undefined : link.run(scripts.renewTurns, { ids: turnIds, leaseMs }, nowMs),
      ]);
    },
    report: async (report) => readChanges(await link.run(scripts.report, reportQuestion(report, rng()), report.nowMs)),
    adaptiveStandings: async (questions, nowMs) =>
      questions.length === 0 ? [] : readStandings(await link.run(scripts.standings, { questions }, nowMs)),
  };
}
