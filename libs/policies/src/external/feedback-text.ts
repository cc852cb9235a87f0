import { totalInputTokens, type PolicyRecord, type UsageRecord } from '@smart-router/core';

/** Names the form of feedback; another form gets another name. */
export const feedbackSchema = 'smart-router.feedback.v1';

const nanoUsdPerUsd = 1e9;

/**
 * How a request ended, for the service that was asked about it; `undefined` when it was not. Facts of the request's own
 * record, and no text of users.
 */
export function feedbackText(record: UsageRecord): string | undefined {
  const policy = record.decision?.policy;
  if (policy?.kind !== 'external' || !wasAsked(policy)) return undefined;
  return JSON.stringify({
    schema: feedbackSchema,
    ...identityOf(record),
    policy: {
      outcome: policy.outcome,
      error: policy.error,
      durationMs: policy.durationMs,
      target: policy.choice,
      classLabel: policy.classLabel,
    },
    ...endOf(record),
    ...usageOf(record),
  });
}

/** One that stood before a closed door has nothing to be told. */
function wasAsked({ outcome, error }: PolicyRecord): boolean {
  return outcome !== 'baseline' && error !== 'busy' && error !== 'circuit-open';
}

function identityOf({ requestId, group, decision }: UsageRecord) {
  return { requestId, group, conversationKey: decision?.shape.conversationKey };
}

function endOf(record: UsageRecord) {
  const { status, errorType, errorClass, target, provider, model, targetDialect, stream, fallbackUsed } = record;
  const { startedAt, durationMs, firstTokenMs, attempts } = record;
  return {
    ...{ status, errorType, errorClass, target, provider, model, dialect: targetDialect, stream, fallbackUsed },
    ...{ attempts: attempts.length, durationMs, firstTokenMs, completedAt: startedAt + durationMs },
  };
}

function usageOf({ tokens, costNanoUsd, costBasis }: UsageRecord) {
  return {
    inputTokens: totalInputTokens(tokens),
    cachedInputTokens: tokens.cachedInput,
    outputTokens: tokens.output,
    costUsd: costNanoUsd === undefined ? undefined : Number(costNanoUsd) / nanoUsdPerUsd,
    costBasis,
  };
}
