import type { PolicyRecord } from '@smart-router/core';
import type { EvidencePolicy, RequestStory } from '../request-evidence.js';
import { detailsOf, milliseconds, type TimelineEntry } from './timeline-entry.js';

/** What the policy of the group said, before the targets were put in order. */
export function policyEntries({ request, decision }: RequestStory): readonly TimelineEntry[] {
  const { plannedMs } = request;
  if (decision?.policy === undefined || plannedMs === undefined) return [];
  const { policy } = decision;
  return [
    {
      ...{ atMs: plannedMs, kind: 'policy', attemptNumber: undefined },
      tone: policy.error === undefined ? 'neutral' : 'bad',
      text: textOf(policy),
      details: detailsOf({
        policy: policy.kind,
        version: policy.version,
        took: milliseconds(policy.durationMs),
        error: policy.error,
        'would have first': policy.choice,
        class: policy.classLabel,
      }),
    },
  ];
}

const texts: Readonly<Record<PolicyRecord['outcome'], string>> = {
  used: 'The policy of the group put the targets in order',
  fallback: 'The policy of the group failed, and the configured order was kept',
  refused: 'The policy of the group failed, and the request with it',
  shadow: 'The policy of the group was asked, and not followed',
  baseline: 'The policy of the group was not asked',
};

/** A word of a later version stands for itself. */
function textOf({ outcome }: EvidencePolicy): string {
  // A key that is not there gives `undefined`, and is told by its name.
  return Object.hasOwn(texts, outcome) ? texts[outcome as PolicyRecord['outcome']] : outcome;
}
