import type { AttemptRecord, UpstreamShapeEvent } from '@smart-router/core';
import type { Draws } from './draws.js';
import { ordinaryFailures, outageFailures, type Incidents } from './incidents.js';
import type { Target } from './models.js';
import type { Pauses } from './pauses.js';
import type { Ask } from './sessions.js';

/** What came of asking targets one after the other. */
export interface Asked {
  readonly attempts: readonly AttemptRecord[];
  readonly shapeEvents: readonly UpstreamShapeEvent[];
  /** `undefined` when all failed. */
  readonly served: Target | undefined;
  /** Milliseconds after the request began. */
  readonly endedMs: number;
  readonly firstTokenMs: number | undefined;
}

const ordinaryShare = 0.006;
const outageShare = 0.93;

/** Asks the targets of a plan until one serves; a target that is left alone for a while is passed over. */
export function attemptTargets(
  ask: Ask,
  plan: readonly Target[],
  house: { readonly draws: Draws; readonly incidents: Incidents; readonly pauses: Pauses },
): Asked {
  const attempts: AttemptRecord[] = [];
  const shapeEvents: UpstreamShapeEvent[] = [];
  let elapsedMs = 2;
  for (const target of plan.filter((each) => !house.pauses.isPaused(each, ask.startedAt))) {
    const attempt = attemptOf(ask, target, { number: attempts.length + 1, elapsedMs, ...house });
    attempts.push(attempt);
    const failed = attempt.errorClass !== undefined;
    const endedAt = Math.round(attempt.startedAt + attempt.durationMs);
    const noted = failed
      ? house.pauses.noteFailure(target, endedAt, attempt)
      : house.pauses.noteSuccess(target, endedAt, attempt);
    if (noted !== undefined) shapeEvents.push({ ...noted, number: shapeEvents.length + 1 });
    elapsedMs += attempt.durationMs;
    if (failed) continue;
    const firstTokenMs = ask.stream ? elapsedMs - attempt.durationMs + (attempt.firstTokenMs ?? 0) : undefined;
    return { attempts, shapeEvents, served: target, endedMs: elapsedMs, firstTokenMs };
  }
  return { attempts, shapeEvents, served: undefined, endedMs: elapsedMs, firstTokenMs: undefined };
}

interface AttemptHouse {
  readonly number: number;
  readonly elapsedMs: number;
  readonly draws: Draws;
  readonly incidents: Incidents;
}

function attemptOf(ask: Ask, target: Target, { number, elapsedMs, draws, incidents }: AttemptHouse): AttemptRecord {
  const startedAt = Math.round(ask.startedAt + elapsedMs);
  const { provider, from, to } = incidents.outage;
  const isOut = target.provider === provider && startedAt >= from && startedAt < to;
  const failure = draws.chance(isOut ? outageShare : ordinaryShare)
    ? draws.weighted(isOut ? outageFailures : ordinaryFailures)
    : undefined;
  const { input, cachedInput = 0, cacheWrite5m = 0, output } = ask.tokens;
  // Reading what is not cached takes time, too.
  const firstTokenMs = Math.round(draws.around(target.firstTokenMs + (input + cacheWrite5m) / 25, 0.35));
  const servedMs = firstTokenMs + Math.round((output * 1000) / draws.around(target.tokensPerSec, 0.2));
  const failedMs = failure?.errorClass === 'timeout' ? 60_000 : Math.round(draws.around(220, 0.6));
  const { target: name, model, dialect } = target;
  return {
    ...{ number, target: name, provider: target.provider, model, dialect, credentialId: 'main', startedAt },
    durationMs: failure === undefined ? servedMs : failedMs,
    connectedMs: failure?.errorClass === 'connect_failed' ? undefined : draws.whole(0, 3),
    firstByteMs: failure === undefined ? firstTokenMs - draws.whole(5, 40) : undefined,
    firstTokenMs: failure === undefined ? firstTokenMs : undefined,
    upstreamStatus: failure === undefined ? 200 : failure.status,
    upstreamRequestId: failure === undefined ? `req_${Buffer.from(draws.bytes(9)).toString('hex')}` : undefined,
    errorClass: failure?.errorClass,
    retryAfterMs: failure?.errorClass === 'rate_limited' ? draws.whole(1, 8) * 1000 : undefined,
    timeoutPhase: failure?.errorClass === 'timeout' ? 'first-byte' : undefined,
    isKept: failure === undefined,
    requestBytes: 900 + (input + cachedInput + cacheWrite5m) * 4,
    responseBytes: failure === undefined ? 600 + output * (ask.stream ? 60 : 5) : 180,
  };
}
