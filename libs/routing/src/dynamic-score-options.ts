import { z } from 'zod';
import { formulaOption } from './expression/formula-option.js';
import { scoreNames } from './score/score-names.js';

const share = z.number().min(0).max(1);

/** How simple or complex a request looks, simplest first. */
export const complexityBuckets = ['trivial', 'simple', 'standard', 'complex', 'extreme'] as const;

/** One of the buckets that `complexity_lte` and `complexity_gte` name. */
export type ComplexityBucket = (typeof complexityBuckets)[number];

const bucket = z.enum(complexityBuckets);

const condition = z.strictObject({
  complexity_lte: bucket.optional().describe('For requests of this bucket or a simpler one.'),
  complexity_gte: bucket.optional().describe('For requests of this bucket or a more complex one.'),
});

const term = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,64}$/)
    .describe('Its name in evidence.'),
  when: condition
    .prefault({})
    .describe('The requests it is for; all when left out. The first term that applies counts.'),
  require_tags: z.array(z.string().min(1)).default([]).describe('The targets it is for: those with all of these tags.'),
  expression: formulaOption(scoreNames).describe(
    'Over cost, latency, throughput, reliability, complexity, eval_quality and cache, each 0 to 1.',
  ),
});

/** One way to score targets. */
export type ScoreTerm = z.infer<typeof term>;

/** What an answer is worth over what it takes: twice the price and twice the time are half as good as one of each. */
const balanced = { name: 'balanced', expression: 'eval_quality * reliability / (0.5 / cost + 0.5 / latency)' };

const thresholds = z.strictObject({
  max_error_rate: share.optional().describe('A target with a higher share of failures stands behind the others.'),
  max_timeout_rate: share.optional().describe('The same, of timeouts.'),
  max_p95_latency_ms: z.int().min(1).optional().describe('The same, of latency.'),
});

/** The strategy dynamic-score, as `model_groups.<name>.dynamic_score` tunes it. */
export const dynamicScoreOptions = z.strictObject({
  cold_start_policy: z
    .enum(['configured_weight', 'explore'])
    .default('configured_weight')
    .describe(
      'Until enough is observed of a target: its weight counts alone, or it is tried with every fifth request.',
    ),
  min_observations: z.int().min(1).default(20).describe('Observations of a target before its live score counts.'),
  observation_window_seconds: z.int().min(10).max(3_600).default(600).describe('How far back observations count.'),
  max_score_adjustment_percent: z
    .number()
    .min(0)
    .max(100)
    .default(70)
    .describe('The part of the traffic that scores distribute; the rest follows the weights.'),
  score_terms: z
    .array(term)
    .min(1)
    .max(32)
    .prefault([balanced])
    .describe('How targets are scored: each by the first term that is for it and for the request.'),
  thresholds: thresholds.prefault({}).describe('Bounds of what is observed.'),
});

/** Checked options of dynamic-score. */
export type DynamicScoreOptions = z.infer<typeof dynamicScoreOptions>;
