import type { Target, FilterReason } from '@smart-router/core';
import { operationalTerms } from './contract/operational-terms.js';
import { standingTerms } from './contract/standing-terms.js';
import type { EligibilityContext, Exclusion } from './field.js';
import { hints } from './hints.js';

/** One reason against a target, for somebody who asks why. */
export interface ExplainedReason {
  readonly reason: FilterReason;
  /** What the request needs and what the target has; it tells what is declared and observed of the target. */
  readonly words: string;
  /** What to do about it; it tells nothing of the target. */
  readonly hint: string;
}

type Words = (target: Target, context: EligibilityContext) => string;

/** Every reason against a target in words. */
export function explainExclusion(exclusion: Exclusion, context: EligibilityContext): readonly ExplainedReason[] {
  return exclusion.reasons.map((reason) => ({
    reason,
    words: sentences[reason](exclusion.target, context),
    hint: hints[reason],
  }));
}

const sentences: Readonly<Record<FilterReason, Words>> = {
  disabled: ({ disabled }) => (disabled ? 'it is disabled' : 'all of its credentials are disabled'),
  'tool-only': () => 'it serves requests with tools only, and this one has none',
  dialect: ({ endpoint }, { facts }) =>
    `it speaks ${endpoint.dialect}, and the request names state that only ${facts.dialect} knows`,
  'issuer-bound': ({ endpoint }, { boundIssuer }) =>
    `its state is issued by ${endpoint.issuer}, and the request goes on from state of ${boundIssuer ?? 'nobody'}`,
  'translation-loss': ({ endpoint }, { refusedFields }) =>
    `it speaks ${endpoint.dialect}, which cannot take ${refusedFields(endpoint.dialect).join(', ')}`,
  tools: (_, { facts }) => `it declares no tools, and the request has ${facts.toolCount}`,
  'tool-choice': (_, { facts }) => `it declares no tool_choice, and the request says ${facts.toolChoice ?? 'auto'}`,
  'parallel-tools': () => 'it declares no parallel_tool_calls, and the request demands them',
  'hosted-tools': ({ endpoint, capabilities }, { facts }) =>
    `it speaks ${endpoint.dialect} and runs ${listed(capabilities.hostedTools)}, and the request has ${listed(facts.hostedTools)}`,
  'structured-output': () => 'it declares no structured_outputs, and the request has an output schema',
  modality: ({ capabilities }, { facts }) =>
    `it reads ${listed(capabilities.inputModalities)}, and the request holds ${listed(facts.modalities)}`,
  reasoning: () => 'it declares no reasoning, and the request asks for it',
  prefill: () => 'it declares no prefill, and the conversation ends with a turn of the assistant',
  'unsupported-feature': ({ capabilities }, { facts }) =>
    `it does not support ${listed(capabilities.unsupportedFeatures.filter((name) => facts.features.includes(name)))}`,
  context: contextWords,
  'request-bytes': ({ requestLimits }, { facts }) =>
    `it accepts bodies of ${shown(requestLimits.maxRequestBytes)} bytes, and this one has ${facts.requestBytes}`,
  'tool-schema-bytes': ({ requestLimits }, { facts }) =>
    `it accepts ${shown(requestLimits.maxToolSchemaBytes)} bytes of tool definitions, and these have ${facts.toolSchemaBytes}`,
  'max-output': ({ capabilities }, { facts }) =>
    `it writes at most ${shown(capabilities.maxOutputTokens)} tokens, and the output cap is ${shown(facts.outputCap)}`,
  'min-output': ({ capabilities }, { facts }) =>
    `it takes output caps from ${shown(capabilities.minOutputTokens)} tokens on, and this one is ${shown(facts.outputCap)}`,
  'honors-max-tokens': () => 'it does not keep to an output cap, and the request has one',
  backoff: () => 'it pauses',
  throttled: () => 'it has no room now',
  'contract-dialect': (_, { facts, contract }) =>
    `the contract offers ${listed(contract?.contract.supportedDialects ?? [])}, and the caller speaks ${facts.dialect}`,
  'contract-capability': contractWords('contract-capability'),
  'contract-tags': contractWords('contract-tags'),
  'contract-quality': contractWords('contract-quality'),
  'contract-pass-rate': contractWords('contract-pass-rate'),
  'contract-age': contractWords('contract-age'),
  'contract-status': contractWords('contract-status'),
  'contract-latency': contractWords('contract-latency'),
  'contract-errors': contractWords('contract-errors'),
  'contract-timeouts': contractWords('contract-timeouts'),
  'contract-throughput': contractWords('contract-throughput'),
};

function contextWords({ contextTokens, requestLimits }: Target, { facts }: EligibilityContext): string {
  const { estimatedInputTokens, outputCap = 0 } = facts;
  const needed = estimatedInputTokens + outputCap;
  if (contextTokens !== undefined && needed > contextTokens)
    return `its context holds ${contextTokens} tokens, and the request needs ${estimatedInputTokens} in and ${outputCap} out, as estimated`;
  return `it takes ${shown(requestLimits.maxEstimatedInputTokens)} input tokens, and the request has ${estimatedInputTokens}, as estimated`;
}

function contractWords(reason: FilterReason): Words {
  const term = [...standingTerms, ...operationalTerms].find((each) => each.reason === reason);
  return (target, { contract }) =>
    `by the contract it lacks ${contract === undefined ? '' : listed(term?.lacks(target, contract) ?? [])}`;
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ');
}

function shown(size: number | undefined): string {
  return size === undefined ? 'any number of' : String(size);
}
