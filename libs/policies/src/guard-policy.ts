import type { PolicyError } from '@smart-router/core';
import type { PolicyKind, PolicyQuestion, RoutePolicy } from '@smart-router/routing';
import { createCircuit, type RunSays } from './circuit.js';
import type { PolicyNotes } from './policy-notes.js';

/** How a run of a policy ended. */
export type RunEnd = { readonly ok: true; readonly decision: unknown } | FailedRun;

/** A run without a decision. */
export interface FailedRun {
  readonly ok: false;
  readonly error: PolicyError;
  readonly message: string;
  /** Where in the author's files, innermost first; empty where that is not known. */
  readonly at: readonly string[];
  /** What that says of the policy; of `nothing` nobody is told. */
  readonly says: RunSays;
}

/** A policy as far as it is code or a service, and what guards it. */
export interface GuardedPolicy {
  readonly group: string;
  readonly kind: PolicyKind;
  readonly notes: PolicyNotes;
  /** Of questions, those who wait for their turn included. */
  readonly mostUnderWay: number;
  readonly refusals: Readonly<Record<'busy' | 'circuit-open', string>>;
  /** Milliseconds. */
  now(): number;
  /** @param leave gives its place to another; called once, which may be after it has answered. */
  run(question: PolicyQuestion, leave: () => void): Promise<RunEnd>;
}

/** Asks a policy where there is room and it has not failed too often, and tells the operator of its failures. */
export function guardPolicy(policy: GuardedPolicy): Required<Pick<RoutePolicy, 'decide' | 'noteInvalid'>> {
  const { group, kind, notes, mostUnderWay, now } = policy;
  const circuit = createCircuit();
  let underWay = 0;
  const ask = async (question: PolicyQuestion): Promise<RunEnd> => {
    if (underWay >= mostUnderWay) return refusal(policy, 'busy');
    const admitted = circuit.admit(now());
    if (admitted === undefined) return refusal(policy, 'circuit-open');
    underWay += 1;
    const end = await policy.run(question, () => void (underWay -= 1));
    admitted.note(end.ok ? 'alive' : end.says, now());
    return end;
  };
  return {
    async decide(question) {
      const startedAt = now();
      const end = await ask(question);
      const durationMs = Math.round(now() - startedAt);
      if (end.ok) return { ok: true, decision: end.decision, durationMs };
      const { error, message, at, says } = end;
      if (says !== 'nothing') notes.failed({ group, kind, requestId: question.requestId, error, message, at });
      return { ok: false, error, message, durationMs };
    },
    noteInvalid: (requestId, message) =>
      notes.failed({ group, kind, requestId, error: 'invalid-decision', message, at: [] }),
  };
}

function refusal({ refusals }: GuardedPolicy, error: 'busy' | 'circuit-open'): FailedRun {
  return { ok: false, error, message: refusals[error], at: [], says: 'nothing' };
}
