import type { BackoffRules } from '@smart-router/core';
import { curvePauseMs } from './backoff-curve.js';
import type { BackoffChange } from './limit-store.js';
import type { OutcomeEffect } from './outcome-effects.js';

/**
 * The backoff of one credential, or of one model of it. Closed (`pauses` is 0), it counts failures in a row. Paused,
 * nothing goes there. Half-open (the pause is over), one probe at a time goes, until an outcome closes or reopens it.
 */
export interface Circuit {
  /** Pauses in a row without a success between them. */
  readonly pauses: number;
  readonly pausedUntilMs: number;
  /** When the failures in a row happened that have not led to a pause yet, oldest first. */
  readonly failedAtMs: readonly number[];
  /** The turn that probes, and until when no other does. */
  readonly probeTurnId: string | undefined;
  readonly probeUntilMs: number;
  /** How long a probe has the upstream for itself: a slow answer must not close the gate to all others. */
  readonly probeMs: number;
  /** From here on the past says nothing. */
  readonly forgetAtMs: number;
}

/** An outcome as a circuit sees it. */
export interface CircuitEvent {
  readonly effect: OutcomeEffect;
  readonly rules: BackoffRules;
  /** The provider's own hint. */
  readonly retryAfterMs: number | undefined;
  readonly nowMs: number;
  /** A number from 0 to 1. */
  readonly jitter: number;
}

const maxProbeMs = 30_000;

/** Milliseconds until a request may go there: 0 when it may now. */
export function circuitWaitMs(circuit: Circuit | undefined, nowMs: number): number {
  if (circuit === undefined || circuit.pauses === 0) return 0;
  const untilMs = Math.max(circuit.pausedUntilMs, circuit.probeUntilMs);
  return Math.max(0, untilMs - nowMs);
}

/** Hands the half-open probe to a turn. `undefined` when a request needs no probe to go there. */
export function startProbe(circuit: Circuit | undefined, turnId: string, nowMs: number): Circuit | undefined {
  if (circuit === undefined || circuit.pauses === 0) return undefined;
  const probeUntilMs = nowMs + circuit.probeMs;
  // A probe keeps the past alive: as long as one is out, nobody may take the circuit for closed.
  const forgetAtMs = Math.max(circuit.forgetAtMs, probeUntilMs + circuit.probeMs);
  return { ...circuit, probeTurnId: turnId, probeUntilMs, forgetAtMs };
}

/** Takes the probe back from a turn that has ended; another turn's probe stays. */
export function endProbe(circuit: Circuit, turnId: string): Circuit {
  return circuit.probeTurnId === turnId ? { ...circuit, probeTurnId: undefined, probeUntilMs: 0 } : circuit;
}

/** The circuit after an outcome; `undefined` is closed without a past. */
export function afterOutcome(before: Circuit | undefined, event: CircuitEvent): Circuit | undefined {
  const circuit = before !== undefined && event.nowMs >= before.forgetAtMs ? undefined : before;
  switch (event.effect.kind) {
    case 'none':
      return circuit;
    case 'close':
      // During a pause nothing starts, so a success then is of before it and knows nothing newer.
      return isPaused(circuit, event.nowMs) ? circuit : undefined;
    case 'pause':
      return paused(circuit, event, event.rules[event.effect.curve]);
    case 'count':
      return counted(circuit, event);
    default:
      return event.effect satisfies never;
  }
}

/** Whether an outcome began or ended a pause; `undefined` when neither. A circuit that was forgotten had none to end. */
export function changeOf(
  before: Circuit | undefined,
  after: Circuit | undefined,
  nowMs: number,
): Omit<BackoffChange, 'bucket'> | undefined {
  const pausesBefore = before === undefined || nowMs >= before.forgetAtMs ? 0 : before.pauses;
  const pauses = after?.pauses ?? 0;
  if (after !== undefined && pauses > pausesBefore) return { kind: 'started', pauseMs: after.pausedUntilMs - nowMs };
  return pauses < pausesBefore ? { kind: 'ended', pauseMs: 0 } : undefined;
}

function isPaused(circuit: Circuit | undefined, nowMs: number): boolean {
  return circuit !== undefined && nowMs < circuit.pausedUntilMs;
}

/** Counts a failure; enough of them within the window pause, and in the half-open state, or with a hint, one does. */
function counted(circuit: Circuit | undefined, event: CircuitEvent): Circuit {
  const hinted = (event.retryAfterMs ?? 0) > 0;
  if (circuit !== undefined && isPaused(circuit, event.nowMs) && !hinted) return circuit;
  const { failure } = event.rules;
  const recent = (circuit?.failedAtMs ?? []).filter((atMs) => atMs > event.nowMs - failure.windowMs);
  const failedAtMs = [...recent, event.nowMs];
  const halfOpen = circuit !== undefined && circuit.pauses > 0;
  if (hinted || halfOpen || failedAtMs.length >= failure.threshold) {
    return paused(circuit, event, { ...failure, honorRetryAfter: true });
  }
  return { ...closed, failedAtMs, forgetAtMs: event.nowMs + failure.windowMs };
}

const closed: Circuit = {
  pauses: 0,
  pausedUntilMs: 0,
  failedAtMs: [],
  probeTurnId: undefined,
  probeUntilMs: 0,
  probeMs: 0,
  forgetAtMs: 0,
};

/** Pauses anew, or, while a pause lasts, only as long as the provider asks for: many refusals escalate once. */
function paused(circuit: Circuit | undefined, event: CircuitEvent, curve: BackoffRules['rateLimit']): Circuit {
  const hintMs = curve.honorRetryAfter ? Math.min(event.retryAfterMs ?? 0, event.rules.hintMaxMs) : 0;
  const again = isPaused(circuit, event.nowMs);
  const pauses = (circuit?.pauses ?? 0) + (again ? 0 : 1);
  const curveMs = curvePauseMs(curve, pauses - 1, event.jitter);
  const endMs = event.nowMs + Math.ceil(hintMs > 0 ? hintMs : curveMs);
  const pausedUntilMs = again ? Math.max(circuit?.pausedUntilMs ?? 0, hintMs > 0 ? endMs : 0) : endMs;
  return {
    ...closed,
    pauses,
    pausedUntilMs,
    probeMs: Math.min(maxProbeMs, curveMs),
    forgetAtMs: pausedUntilMs + curve.maxMs,
  };
}
