import { Counter, type Registry } from 'prom-client';
import type { DecisionRecord, UsageRecord } from '@smart-router/core';
import type { FeedbackEnd } from '@smart-router/policies';

/** Counts what is particular to policy services. */
export interface ExternalMeters {
  countRequest(record: UsageRecord): void;
  countFeedback(group: string, end: FeedbackEnd): void;
}

/** Registers the counters of policy services; groups and closed words are all their labels. */
export function createExternalMeters(registry: Registry): ExternalMeters {
  const shadow = new Counter({
    name: 'smart_router_policy_shadow_total',
    help: 'What a policy that is only listened to would have put first, against what was.',
    labelNames: ['group', 'agreement'] as const,
    registers: [registry],
  });
  const feedback = new Counter({
    name: 'smart_router_policy_feedback_total',
    help: 'Pieces of feedback for policy services, by what became of them.',
    labelNames: ['group', 'outcome'] as const,
    registers: [registry],
  });
  return {
    countRequest({ group = 'none', decision }) {
      if (decision?.policy?.outcome === 'shadow') shadow.inc({ group, agreement: agreementOf(decision) });
    },
    countFeedback: (group, outcome) => feedback.inc({ group, outcome }),
  };
}

/** `late`: the request had ended before the policy said anything. */
function agreementOf({ policy, selectedTarget }: DecisionRecord): 'same' | 'other' | 'failed' | 'late' {
  if (policy?.error !== undefined) return 'failed';
  if (policy?.choice === undefined) return 'late';
  return policy.choice === selectedTarget ? 'same' : 'other';
}
