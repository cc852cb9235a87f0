import { noObservations, type Observations, type Observed, type FilterReason } from '@smart-router/core';
import { chooseField } from '../choose-field.js';
import { plainFacts, target, type TargetParts } from '../test-kit.laws.js';
import { contractOptions } from './contract-options.js';
import { toContract } from './to-contract.js';

type Declared = Parameters<typeof contractOptions.parse>[0];

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 21, 12);
const validatedAt = Date.UTC(2026, 9, 1);

const calm: Observed = {
  ...{ count: 20, errorRate: 0, timeoutRate: 0, latencyP50Ms: 100, latencyP95Ms: 900, firstTokenP50Ms: undefined },
  ...{ firstTokenP95Ms: undefined, outputTokensPerSec: 50, cachedInputShare: undefined, queueWaitMs: 0 },
  ...{ warmCachedInputShare: undefined, costNanoUsd: undefined, rejectionRate: 0 },
};

const seeing = (observed: Partial<Observed>): Observations => ({ of: () => ({ ...calm, ...observed }) });

const inForce = (declared: Declared, observations = noObservations, now = nowMs) => ({
  contract: toContract(contractOptions.parse(declared)),
  observations,
  nowMs: now,
});

function reasons(contract: ReturnType<typeof inForce> | undefined, parts: TargetParts = {}): readonly FilterReason[] {
  const context = { facts: plainFacts, refusedFields: () => [], boundIssuer: undefined, contract };
  return chooseField({ targets: [target(parts)], ...context }).excluded[0]?.reasons ?? [];
}

const evaluated = {
  ...{ status: 'validated', workload: undefined, harness: undefined },
  ...{ validatedAt, qualityScore: 0.8, passRate: 0.9 },
};

/** One row per reason: a term, a target that does not meet it, and one that just does. */
const cases: readonly (readonly [FilterReason, Declared, TargetParts, TargetParts])[] = [
  [
    'contract-capability',
    { required_capabilities: { tools: true, structured_outputs: true } },
    { capabilities: { tools: true } },
    { capabilities: { tools: true, structuredOutputs: true } },
  ],
  [
    'contract-capability',
    { required_capabilities: { input_modalities: ['text', 'image'] } },
    {},
    { capabilities: { inputModalities: ['text', 'image'] } },
  ],
  [
    'contract-capability',
    { required_capabilities: { output_modalities: ['audio'] } },
    {},
    { capabilities: { outputModalities: ['text', 'audio'] } },
  ],
  [
    'contract-capability',
    { required_capabilities: { min_context_tokens: 1000 } },
    { contextTokens: 999 },
    { contextTokens: 1000 },
  ],
  ['contract-tags', { quality_floor: { require_tags: ['eu', 'pii'] } }, { tags: ['eu'] }, { tags: ['pii', 'eu'] }],
  [
    'contract-quality',
    { quality_floor: { min_eval_quality_score: 0.8 } },
    { validation: { ...evaluated, qualityScore: 0.79 } },
    { validation: evaluated },
  ],
  [
    'contract-pass-rate',
    { quality_floor: { min_eval_pass_rate: 0.9 } },
    { validation: { ...evaluated, passRate: 0.89 } },
    { validation: evaluated },
  ],
  [
    'contract-status',
    { quality_floor: { allowed_validation_status: ['validated', 'approved'] } },
    { validation: { ...evaluated, status: 'failed' } },
    { validation: evaluated },
  ],
  [
    'contract-age',
    { quality_floor: { max_eval_age_days: 51 } },
    { validation: { ...evaluated, validatedAt: validatedAt - dayMs } },
    { validation: evaluated },
  ],
];

/** One row per reason: a term, what is too bad for it, and what is just good enough. */
const observedCases: readonly (readonly [FilterReason, Declared, Partial<Observed>, Partial<Observed>])[] = [
  ['contract-latency', { max_p95_latency_ms: 1000 }, { latencyP95Ms: 1001 }, { latencyP95Ms: 1000 }],
  ['contract-errors', { max_error_rate: 0.05 }, { errorRate: 0.06 }, { errorRate: 0.05 }],
  ['contract-timeouts', { max_timeout_rate: 0 }, { timeoutRate: 0.01 }, { timeoutRate: 0 }],
  ['contract-throughput', { min_output_tokens_per_sec: 10 }, { outputTokensPerSec: 9.9 }, { outputTokensPerSec: 10 }],
];

describe('the contract of a group', () => {
  it.each(cases)('excludes for %s alone, whatever the request asks for', (reason, declared, lacking, meeting) => {
    expect(reasons(inForce(declared), lacking)).toEqual([reason]);
    expect(reasons(inForce(declared), meeting)).toEqual([]);
    expect(reasons(undefined, lacking)).toEqual([]);
  });

  it.each(observedCases)('excludes for %s alone, once enough was seen', (reason, declared, bad, good) => {
    const terms = { operational_targets: declared };
    expect(reasons(inForce(terms, seeing(bad)))).toEqual([reason]);
    expect(reasons(inForce(terms, seeing(good)))).toEqual([]);
    expect(reasons(inForce(terms, seeing({ ...bad, count: 19 })))).toEqual([]);
    expect(reasons(inForce(terms))).toEqual([]);
  });

  it('concludes nothing from what nobody measured', () => {
    const all = Object.assign({}, ...observedCases.map(([, declared]) => declared)) as Declared;
    const silent = seeing({ latencyP95Ms: undefined, outputTokensPerSec: undefined });
    expect(reasons(inForce({ operational_targets: all }, silent))).toEqual([]);
  });

  it('asks for the window it declares, once for each target', () => {
    const asked: unknown[] = [];
    const observations: Observations = {
      of: (...question) => {
        asked.push(question);
        return undefined;
      },
    };
    const all = Object.assign({}, ...observedCases.map(([, declared]) => declared)) as object;
    reasons(inForce({ operational_targets: { ...all, observation_window_seconds: 60 } }, observations));
    expect(asked).toEqual([['openai/plain', 60_000, nowMs]]);
  });

  it('is not met by what was never evaluated', () => {
    const floor = {
      min_eval_quality_score: 0,
      min_eval_pass_rate: 0,
      max_eval_age_days: 9,
      allowed_validation_status: ['a'],
    };
    expect(reasons(inForce({ quality_floor: floor }))).toEqual([
      ...['contract-quality', 'contract-pass-rate', 'contract-status', 'contract-age'],
    ]);
  });

  it('is met to the last moment of the last day, and no longer', () => {
    const terms = { quality_floor: { max_eval_age_days: 90 } };
    const lastMs = validatedAt + 91 * dayMs - 1;
    expect(reasons(inForce(terms, noObservations, lastMs), { validation: evaluated })).toEqual([]);
    expect(reasons(inForce(terms, noObservations, lastMs + 1), { validation: evaluated })).toEqual(['contract-age']);
  });

  it('turns away the callers of a dialect it does not offer', () => {
    expect(reasons(inForce({ supported_dialects: ['anthropic-messages'] }))).toEqual(['contract-dialect']);
    expect(reasons(inForce({ supported_dialects: ['anthropic-messages', 'openai-chat'] }))).toEqual([]);
  });

  it('that promises nothing excludes nobody', () => {
    expect(reasons(inForce({}))).toEqual([]);
    expect(reasons(inForce({ required_capabilities: { tools: false } }))).toEqual([]);
  });

  it('comes after what the request itself needs', () => {
    const contract = inForce({ quality_floor: { require_tags: ['eu'] } });
    expect(reasons(contract, { disabled: true, contextTokens: 1 })).toEqual(['disabled', 'context', 'contract-tags']);
  });
});
