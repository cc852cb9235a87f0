import type { EvidenceAttempt, EvidenceRequest } from '@smart-router/usage-storage';

/** What the time of a request went into. */
export type PhaseKind = 'prepare' | 'connect' | 'wait' | 'generate' | 'failed';

/** A stretch of time, in milliseconds after the request arrived. */
export interface Phase {
  readonly kind: PhaseKind;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A line of the picture: one attempt, or what was before the first. */
export interface PhaseRow {
  readonly title: string;
  readonly outcome: string;
  readonly isGood: boolean;
  readonly phases: readonly Phase[];
}

/** What of a request its picture is made of. */
export interface TimedRequest {
  readonly request: Pick<EvidenceRequest, 'startedAt' | 'latencyMs'>;
  readonly attempts: readonly EvidenceAttempt[];
}

/** Where the time of a request went, line by line. */
export function phasesOf({ request, attempts }: TimedRequest): readonly PhaseRow[] {
  const starts = attempts.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [startedAt - request.startedAt]));
  const firstMs = Math.min(...starts, request.latencyMs);
  const before: PhaseRow = {
    ...{ title: 'Before the first attempt', outcome: '', isGood: true },
    phases: [{ kind: 'prepare', fromMs: 0, toMs: Math.max(0, firstMs) }],
  };
  return [before, ...attempts.flatMap((attempt) => rowOf(attempt, request.startedAt))];
}

function rowOf(attempt: EvidenceAttempt, arrivedAt: number): readonly PhaseRow[] {
  const { number, target, startedAt, durationMs, errorClass, upstreamStatus } = attempt;
  if (startedAt === undefined || durationMs === undefined) return [];
  const outcome = [upstreamStatus, errorClass].filter((part) => part !== undefined).join(' ');
  const title = `${number}. ${target ?? 'a target'}`;
  return [{ title, outcome, isGood: errorClass === undefined, phases: attemptPhases(attempt, startedAt - arrivedAt) }];
}

/** Each phase begins where the one before ended; what was not measured is part of the next. */
function attemptPhases(attempt: EvidenceAttempt, beganMs: number): readonly Phase[] {
  const { durationMs = 0, connectedMs, firstByteMs, firstTokenMs, errorClass } = attempt;
  const ends: readonly (readonly [PhaseKind, number | undefined])[] = [
    ['connect', connectedMs],
    ['wait', firstTokenMs ?? firstByteMs],
    [errorClass === undefined ? 'generate' : 'failed', durationMs],
  ];
  const phases: Phase[] = [];
  let fromMs = beganMs;
  for (const [kind, endMs] of ends) {
    if (endMs === undefined) continue;
    const toMs = beganMs + Math.min(endMs, durationMs);
    if (toMs > fromMs) phases.push({ kind, fromMs, toMs });
    fromMs = Math.max(fromMs, toMs);
  }
  return phases;
}
