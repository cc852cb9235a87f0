/** What a policy said; the words are those of core's `PolicyRecord`, or of a later version of it. */
interface SaidPolicy {
  readonly kind: string;
  readonly outcome: string;
  readonly durationMs: number | undefined;
  readonly error: string | undefined;
  readonly classLabel: string | undefined;
}

/**
 * What a policy said, as callers read it, of a request that was decided and of one that is explained.
 *
 * @param choice the target it would have first, by the name its reader may know.
 */
export function policyEntry(policy: SaidPolicy, choice: string | undefined): unknown {
  return {
    kind: policy.kind,
    outcome: policy.outcome,
    duration_ms: policy.durationMs === undefined ? null : Math.round(policy.durationMs),
    error: policy.error ?? null,
    choice: choice ?? null,
    class_label: policy.classLabel ?? null,
  };
}
