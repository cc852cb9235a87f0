import type {
  AdmissionRequest,
  LimitHistory,
  LimitSubject,
  LookRequest,
  OutcomeReport,
  PeekRequest,
  ReservationRequest,
  Settlement,
} from '@smart-router/traffic-shaping';
import { dayAt, jitterFactor, monthAt, outcomeEffects, shapeRates, signsOfRoom } from '@smart-router/traffic-shaping';

/** What the script `admit` is asked. Money becomes a double: exact up to nine million dollars. */
export function admissionQuestion(request: AdmissionRequest): object {
  const { leaseId, leaseMs, subjects, agoMs } = request;
  const claim = { ...claimOf(request), cost: Number(request.costNanoUsd) };
  return { leaseId, leaseMs, agoMs, claim, subjects: subjects.map(subjectQuestion) };
}

/** What the script `peek` is asked. */
export function peekQuestion({ subjects }: PeekRequest): unknown {
  return { subjects: subjects.map(subjectQuestion) };
}

/** What the script `admit` is asked where no quota may begin at zero. */
export function knowingQuestion(request: AdmissionRequest, history: LimitHistory | undefined): unknown {
  const question = admissionQuestion(request);
  return history === undefined ? { ...question, knowing: true } : { ...question, history: historyQuestion(history) };
}

/** What the script `raise` is asked. */
export function raiseQuestion(subjects: readonly LimitSubject[], { sums, ...when }: LimitHistory): unknown {
  const asked = new Set(subjects.map(({ key }) => key));
  const history = historyQuestion({ ...when, sums: sums.filter(({ key }) => asked.has(key)) });
  return { subjects: subjects.map(subjectQuestion), history };
}

function historyQuestion({ atMs, ageMs, sums }: LimitHistory): unknown {
  const entries = sums.map(
    ({ key, day, month, lifetime }) =>
      [key, { day: quota(day), month: quota(month), lifetime: quota(lifetime) }] as const,
  );
  return { day: dayAt(atMs), month: monthAt(atMs), ageMs, sums: Object.fromEntries<unknown>(entries) };
}

/** What the script `reserve` is asked. */
export function reservationQuestion(request: ReservationRequest): object {
  const { turnId, leaseMs, agoMs } = request;
  const candidates = request.candidates.map(({ modelKey, credentialKey, shapes, adaptive }) => ({
    modelKey,
    credentialKey,
    adaptive,
    shapes: shapes.map(({ scope, key, shape }) => ({
      scope,
      key,
      concurrent: shape.concurrent,
      rates: shapeRates(shape),
    })),
  }));
  return { turnId, leaseMs, agoMs, claim: claimOf(request), candidates };
}

/** What the same script is asked where it only looks. */
export function lookQuestion(request: LookRequest): unknown {
  const asked = reservationQuestion({ ...request, turnId: '', leaseMs: 0 });
  return { ...asked, look: true };
}

/** What the script `settleRequest` is asked. */
export function settlementQuestion(id: string, { actual, agoMs }: Pick<Settlement, 'actual' | 'agoMs'>): unknown {
  if (actual === undefined) return { id, agoMs };
  return { id, agoMs, used: { tokens: actual.inputTokens + actual.outputTokens, cost: Number(actual.costNanoUsd) } };
}

/**
 * What the script `report` is asked.
 * @param jitter from 0 to 1: how much of the jitter a pause gets.
 */
export function reportQuestion(report: OutcomeReport, jitter: number): unknown {
  const { turnId, modelKey, credentialKey, backoff, retryAfterMs } = report;
  const outcome = report.errorClass ?? 'success';
  const effect = outcomeEffects[outcome];
  const curves = {
    rateLimit: backoff.rateLimit,
    quota: backoff.quota,
    failure: { ...backoff.failure, honorRetryAfter: true },
  };
  return {
    ...{ turnId, modelKey, credentialKey, effect, retryAfterMs },
    sign: report.adaptive && signsOfRoom[outcome],
    curve: 'curve' in effect ? curves[effect.curve] : undefined,
    hintMaxMs: backoff.hintMaxMs,
    jitterFactor: jitterFactor(jitter),
  };
}

function claimOf({ inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number }) {
  return { requests: 1, inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}

function subjectQuestion({ key, label, limits, shape, softPercent }: LimitSubject): unknown {
  const { rpm, tpm, concurrent } = limits;
  const periods = { day: quota(limits.day), month: quota(limits.month), lifetime: quota(limits.lifetime) };
  return {
    key,
    label,
    softPercent,
    limits: { rpm, tpm, concurrent, ...periods },
    rates: shape === undefined ? [] : shapeRates(shape),
  };
}

interface Rules {
  readonly requests?: number;
  readonly tokens?: number;
  readonly costNanoUsd?: bigint;
}

function quota({ requests, tokens, costNanoUsd }: Rules = {}): unknown {
  return { requests, tokens, cost_usd: costNanoUsd === undefined ? undefined : Number(costNanoUsd) };
}
