import { fault, type Fault, type PolicyRecord, type Target } from '@smart-router/core';
import { readDecision, type PolicyAnswer, type PolicyKind } from '@smart-router/routing';
import type { Decision, DecisionQuestion } from './decide.js';
import { routeContext } from './route-context.js';

/** A run of a policy. Its record is read when the request has ended: one that is only listened to may still be thinking. */
export interface PolicyRun {
  record(): PolicyRecord;
}

type Followed = Pick<Decision, 'ordered' | 'draw' | 'policy' | 'fault'>;

/** Asks the policy of the group, and follows it as far as the group says so. */
export async function followPolicy(question: DecisionQuestion, candidates: readonly Target[]): Promise<Followed> {
  const rules = rulesOf(question);
  if (rules.mode === 'baseline')
    return configured(candidates, fixed({ outcome: 'baseline', ...asked(rules.kind, question) }));
  // A listener is heard to its end, whoever waits for what is done meanwhile.
  if (rules.mode === 'shadow')
    return configured(
      candidates,
      shadowRun(asked(rules.kind, question), ask({ ...question, signal: undefined }, candidates)),
    );
  const { answer, targets, record } = await ask(question, candidates);
  if (targets !== undefined) {
    const policy = fixed({ outcome: 'used', ...asked(rules.kind, question), ...record });
    return { ordered: { targets }, draw: undefined, policy, fault: undefined };
  }
  if (rules.onError === 'fallback')
    return configured(candidates, fixed({ outcome: 'fallback', ...asked(rules.kind, question), ...record }));
  const policy = fixed({ outcome: 'refused', ...asked(rules.kind, question), ...record });
  return { ordered: { targets: [] }, draw: undefined, policy, fault: policyFault(question, answer) };
}

interface PolicyRules {
  readonly kind: PolicyKind;
  readonly mode: 'baseline' | 'shadow' | 'enforce';
  readonly onError: 'fail_closed' | 'fallback';
}

function rulesOf({ group }: DecisionQuestion): PolicyRules {
  const { strategy, typescript, external } = group.routing;
  if (strategy === 'external')
    return { kind: 'external', mode: external?.mode ?? 'enforce', onError: external?.on_error ?? 'fail_closed' };
  return { kind: 'typescript', mode: 'enforce', onError: typescript?.on_error ?? 'fail_closed' };
}

/** What came of asking. */
interface Asked {
  readonly answer: PolicyAnswer;
  /** `undefined` when nothing can be followed. */
  readonly targets: readonly Target[] | undefined;
  readonly record: Pick<PolicyRecord, 'durationMs' | 'error' | 'choice' | 'classLabel'>;
}

async function ask(question: DecisionQuestion, candidates: readonly Target[]): Promise<Asked> {
  const answer = await answerOf(question, candidates);
  const { durationMs } = answer;
  const failed = { choice: undefined, classLabel: undefined };
  if (!answer.ok) {
    // Who left before it answered is no failure of the policy.
    const error = question.signal?.aborted === true ? undefined : answer.error;
    return { answer, targets: undefined, record: { durationMs, error, ...failed } };
  }
  const decision = readDecision(answer.decision, candidates);
  if (!decision.ok) {
    question.policy?.noteInvalid?.(question.requestId, decision.fault.message);
    const wrong: PolicyAnswer = { ok: false, error: 'invalid-decision', message: decision.fault.message, durationMs };
    return { answer: wrong, targets: undefined, record: { durationMs, error: 'invalid-decision', ...failed } };
  }
  const { targets, classLabel } = decision.value;
  return { answer, targets, record: { durationMs, error: undefined, choice: targets[0]?.id, classLabel } };
}

function answerOf(question: DecisionQuestion, candidates: readonly Target[]): Promise<PolicyAnswer> {
  const { policy, requestId, signal } = question;
  if (policy === undefined) throw new Error(`model group "${question.group.name}" should have its policy loaded`);
  return policy.decide({ requestId, context: routeContext(question, candidates), body: () => question.body(), signal });
}

/** What a listener said; what it has not said by the end of the request is not known. */
function shadowRun(unheard: Omit<PolicyRecord, 'outcome'>, answering: Promise<Asked>): PolicyRun {
  let record: Partial<PolicyRecord> = {};
  answering.then(
    (told) => (record = told.record),
    () => (record = { error: 'threw' }),
  );
  return { record: () => ({ ...unheard, ...record, outcome: 'shadow' }) };
}

function configured(candidates: readonly Target[], policy: PolicyRun): Followed {
  return { ordered: { targets: candidates }, draw: undefined, policy, fault: undefined };
}

function asked(kind: PolicyKind, { policy }: DecisionQuestion): Omit<PolicyRecord, 'outcome'> {
  const { version } = policy ?? {};
  return { kind, version, durationMs: undefined, error: undefined, choice: undefined, classLabel: undefined };
}

function fixed(record: PolicyRecord): PolicyRun {
  return { record: () => record };
}

/** The caller learns that the policy failed and how; its own words are for the operator's log. */
function policyFault({ group }: DecisionQuestion, answer: PolicyAnswer): Fault {
  const reason = answer.ok ? 'invalid-decision' : answer.error;
  return fault('routing-policy-error', `the routing policy of model group "${group.name}" failed: ${reason}`, {
    details: { model: group.name, reason, retryable: true },
  });
}
