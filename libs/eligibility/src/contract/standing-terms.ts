import type { Capabilities, Target } from '@smart-router/core';
import type { Contract, RequiredFlag } from './contract.js';
import type { ContractTerm } from './contract-term.js';

const dayMs = 86_400_000;

const none: readonly string[] = [];

/** The terms that configuration alone decides, and the calendar. */
export const standingTerms: readonly ContractTerm[] = [
  {
    reason: 'contract-capability',
    lacks: (target, { contract: { requiredCapabilities } }) => {
      const { flags, inputModalities, outputModalities, minContextTokens } = requiredCapabilities;
      const { capabilities, contextTokens } = target;
      return [
        ...flags.filter((flag) => !flagOf[flag](capabilities)),
        ...without(capabilities.inputModalities, inputModalities, 'input'),
        ...without(capabilities.outputModalities, outputModalities, 'output'),
        ...(minContextTokens !== undefined && (contextTokens === undefined || contextTokens < minContextTokens)
          ? [`context_tokens ${contextTokens ?? 'unknown'} (at least ${minContextTokens})`]
          : []),
      ];
    },
  },
  {
    reason: 'contract-tags',
    lacks: ({ tags }, { contract: { qualityFloor } }) =>
      qualityFloor.requireTags.filter((tag) => !tags.includes(tag)).map((tag) => `the tag ${tag}`),
  },
  {
    reason: 'contract-quality',
    lacks: ({ validation }, { contract: { qualityFloor } }) =>
      below('quality_score', validation?.qualityScore, qualityFloor.minQualityScore),
  },
  {
    reason: 'contract-pass-rate',
    lacks: ({ validation }, { contract: { qualityFloor } }) =>
      below('pass_rate', validation?.passRate, qualityFloor.minPassRate),
  },
  {
    reason: 'contract-status',
    lacks: ({ validation }, { contract: { qualityFloor } }) => {
      const { allowedStatus } = qualityFloor;
      const status = validation?.status;
      if (allowedStatus === undefined || (status !== undefined && allowedStatus.includes(status))) return none;
      return [`status ${status ?? 'unknown'} (one of ${allowedStatus.join(', ')})`];
    },
  },
  {
    reason: 'contract-age',
    lacks: (target, inForce) => {
      const { maxAgeDays } = inForce.contract.qualityFloor;
      if (maxAgeDays === undefined) return none;
      const until = validUntil(target, inForce.contract);
      if (until === undefined) return [`validated_at unknown (at most ${maxAgeDays} days ago)`];
      if (inForce.nowMs < until) return none;
      const days = maxAgeDays + 1 + Math.floor((inForce.nowMs - until) / dayMs);
      return [`validated ${days} days ago (at most ${maxAgeDays})`];
    },
  },
];

/**
 * The moment from which on the evaluation of a target is too old: the last day counts to its end. `undefined` when it has
 * none, or none is needed.
 */
export function validUntil({ validation }: Target, { qualityFloor }: Contract): number | undefined {
  const { maxAgeDays } = qualityFloor;
  const validatedAt = validation?.validatedAt;
  return maxAgeDays === undefined || validatedAt === undefined ? undefined : validatedAt + (maxAgeDays + 1) * dayMs;
}

const flagOf: Readonly<Record<RequiredFlag, (capabilities: Capabilities) => boolean>> = {
  tools: ({ tools }) => tools,
  tool_choice: ({ toolChoice }) => toolChoice,
  parallel_tool_calls: ({ parallelToolCalls }) => parallelToolCalls,
  structured_outputs: ({ structuredOutputs }) => structuredOutputs,
  reasoning: ({ reasoning }) => reasoning !== undefined,
  prefill: ({ prefill }) => prefill,
  honors_max_tokens: ({ honorsMaxTokens }) => honorsMaxTokens,
};

function without(there: readonly string[], wanted: readonly string[], side: 'input' | 'output'): readonly string[] {
  return wanted.filter((modality) => !there.includes(modality)).map((modality) => `${modality} ${side}`);
}

function below(name: string, value: number | undefined, least: number | undefined): readonly string[] {
  if (least === undefined || (value !== undefined && value >= least)) return none;
  return [`${name} ${value ?? 'unknown'} (at least ${least})`];
}
