import { z } from 'zod';
import { capabilitiesOptions, requestLimitsOptions } from '@smart-router/eligibility';
import { upstreamShapeOptions } from '@smart-router/traffic-shaping';

/** Prices are kept as whole micro-USD: more decimals would be lost. */
const maxDecimals = 6;

const usdPerMillion = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine((usd) => Number(usd.toFixed(maxDecimals)) === usd, { error: 'should have at most 6 decimals' });

const date = z.iso.date({ error: 'should be a date like 2026-11-01' });

const prices = z.strictObject({
  input_per_million_usd: usdPerMillion.optional().describe('Uncached input tokens.'),
  cached_input_per_million_usd: usdPerMillion
    .optional()
    .describe('Input tokens read from a cache; as input when absent.'),
  cache_write_5m_per_million_usd: usdPerMillion
    .optional()
    .describe('Input tokens cached for 5 minutes; as input when absent.'),
  cache_write_1h_per_million_usd: usdPerMillion
    .optional()
    .describe('Input tokens cached for 1 hour; as input when absent.'),
  output_per_million_usd: usdPerMillion.optional().describe('Output tokens, reasoning included.'),
  image_input_per_million_usd: usdPerMillion.optional().describe('Image input tokens.'),
  source: z.string().optional().describe('Where the prices were read.'),
  updated: date.optional().describe('When they were read.'),
});

const validation = z.strictObject({
  status: z.string().min(1).optional().describe('The word of the last evaluation, e.g. validated.'),
  workload: z.string().optional().describe('What was evaluated.'),
  validated_at: date.optional().describe('When.'),
  quality_score: z.number().min(0).max(1).optional().describe('Quality, 0 to 1.'),
  pass_rate: z.number().min(0).max(1).optional().describe('Share of passed cases, 0 to 1.'),
  harness: z.string().optional().describe('By what.'),
});

/** The options of one model of a provider. */
export const modelOptions = z.strictObject({
  model: z.string().min(1).optional().describe('The name sent upstream; the ref itself when absent.'),
  aliases: z.array(z.string().min(1)).default([]).describe('Further names for it, with expose_models.'),
  disabled: z.boolean().default(false).describe('Take it out of every group.'),
  tags: z.array(z.string().min(1)).default([]).describe('Free words that policies read.'),
  tier: z.string().min(1).optional().describe('Free word for its weight class, e.g. heavy.'),
  context_tokens: z.int().min(1).optional().describe('Input and output together, in tokens.'),
  capabilities: capabilitiesOptions.prefault({}).describe('What it can do; what is not declared is not there.'),
  request_limits: requestLimitsOptions.prefault({}).describe('Sizes it accepts.'),
  prices: prices.optional().describe('USD per million tokens; not priced when absent.'),
  validation: validation.optional().describe('The last evaluation, as contracts will read it.'),
  traffic_shape: upstreamShapeOptions.prefault({}).describe('Smoothing of this model over all groups.'),
});

/** Checked options of a model. */
export type ModelOptions = z.infer<typeof modelOptions>;
