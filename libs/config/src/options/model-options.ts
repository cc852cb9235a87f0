import { z } from 'zod';
import { capabilitiesOptions, requestLimitsOptions } from '@smart-router/eligibility';
import { upstreamShapeOptions } from '@smart-router/traffic-shaping';
import { date } from './date.js';
import { priceOptions } from './price-options.js';

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
  preset: z
    .string()
    .min(1)
    .optional()
    .describe('What was published of a model, e.g. openai/gpt-5; keys that are declared here count over it.'),
  context_tokens: z.int().min(1).optional().describe('Input and output together, in tokens.'),
  capabilities: capabilitiesOptions.prefault({}).describe('What it can do; what is not declared is not there.'),
  request_limits: requestLimitsOptions.prefault({}).describe('Sizes it accepts.'),
  prices: priceOptions.optional().describe('USD per million tokens; not priced when absent.'),
  validation: validation.optional().describe('The last evaluation, as contracts will read it.'),
  traffic_shape: upstreamShapeOptions.prefault({}).describe('Smoothing of this model over all groups.'),
});

/** Checked options of a model. */
export type ModelOptions = z.infer<typeof modelOptions>;
