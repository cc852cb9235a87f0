import type { DialectName, Observed, Target, FilterReason } from '@smart-router/core';
import { capabilityRules } from './capability-rules.js';
import type { ContractInForce } from './contract/contract.js';
import { contractRules } from './contract/contract-rules.js';
import type { EligibilityContext, Exclusion, Field } from './field.js';
import type { Rule } from './rule.js';
import { sizeRules } from './size-rules.js';
import { targetRules } from './target-rules.js';

/** Every rule, in the order reasons are listed. Backoff and throttling are the limit store's to say. */
const rules: readonly Rule[] = [...targetRules, ...capabilityRules, ...sizeRules, ...contractRules];

/** Sorts the targets of a group into those that may serve a request and those that may not, each with every reason. */
export function chooseField(context: EligibilityContext): Field {
  const asked = { ...context, refusedFields: remembering(context.refusedFields), contract: readOnce(context.contract) };
  const applying = rules.filter((rule) => rule.applies(asked));
  const candidates: Target[] = [];
  const excluded: Exclusion[] = [];
  for (const target of context.targets) {
    const reasons = reasonsAgainst(target, applying, asked);
    if (reasons.length === 0) candidates.push(target);
    else excluded.push({ target, reasons, ...lostFields(target, reasons, asked) });
  }
  return { candidates, excluded };
}

function reasonsAgainst(
  target: Target,
  applying: readonly Rule[],
  context: EligibilityContext,
): readonly FilterReason[] {
  const reasons: FilterReason[] = [];
  for (const rule of applying) {
    if (rule.excludes(target, context)) reasons.push(rule.reason);
  }
  return reasons;
}

function lostFields(
  { endpoint }: Target,
  reasons: readonly FilterReason[],
  context: EligibilityContext,
): Pick<Exclusion, 'lostFields'> {
  return reasons.includes('translation-loss') ? { lostFields: context.refusedFields(endpoint.dialect) } : {};
}

/** Targets share few dialects: each is asked about once. */
function remembering(refusedFields: EligibilityContext['refusedFields']): EligibilityContext['refusedFields'] {
  const known: Partial<Record<DialectName, readonly string[]>> = {};
  return (dialect) => (known[dialect] ??= refusedFields(dialect));
}

/** What was observed of a target is summed up once for all terms of the contract. */
function readOnce(inForce: ContractInForce | undefined): ContractInForce | undefined {
  if (inForce === undefined) return undefined;
  const known = new Map<string, Observed | undefined>();
  return {
    ...inForce,
    observations: {
      of(targetId, windowMs, nowMs) {
        if (!known.has(targetId)) known.set(targetId, inForce.observations.of(targetId, windowMs, nowMs));
        return known.get(targetId);
      },
    },
  };
}
