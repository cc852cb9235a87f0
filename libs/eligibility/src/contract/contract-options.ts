import { dialectNames } from '@smart-router/core';
import { z } from 'zod';
import { modality } from '../capability-options.js';

const share = z.number().min(0).max(1);

const required = z.boolean().default(false);

const requiredCapabilities = z.strictObject({
  tools: required.describe('Whether every target calls tools.'),
  tool_choice: required.describe('Whether a tool can be forced or forbidden at every target.'),
  parallel_tool_calls: required.describe('Whether every target can call several tools in one turn.'),
  structured_outputs: required.describe('Whether every target keeps to a JSON schema.'),
  reasoning: required.describe('Whether every target reasons.'),
  prefill: required.describe('Whether every target goes on from the beginning of an answer.'),
  honors_max_tokens: required.describe('Whether every target keeps to an output cap.'),
  input_modalities: z.array(modality).default([]).describe('Kinds of content every target reads.'),
  output_modalities: z.array(modality).default([]).describe('Kinds of content every target writes.'),
  min_context_tokens: z.int().min(1).optional().describe('Input and output together that fit into every target.'),
});

const qualityFloor = z.strictObject({
  require_tags: z.array(z.string().min(1)).default([]).describe('Tags that every target has.'),
  min_eval_quality_score: share.optional().describe('The quality of the last evaluation, 0 to 1.'),
  min_eval_pass_rate: share.optional().describe('Its share of passed cases, 0 to 1.'),
  max_eval_age_days: z.int().min(1).max(36_500).optional().describe('How many days ago it was made at most.'),
  allowed_validation_status: z.array(z.string().min(1)).min(1).optional().describe('The words its status may be.'),
});

const operationalTargets = z.strictObject({
  max_p95_latency_ms: z.number().positive().optional().describe('95 % of the answers were whole after this.'),
  max_error_rate: share.optional().describe('Failed attempts that lie at the provider, timeouts included, 0 to 1.'),
  max_timeout_rate: share.optional().describe('Attempts that ran into a limit of time, 0 to 1.'),
  min_output_tokens_per_sec: z.number().positive().optional().describe('How fast answers were written.'),
  min_observations: z.int().min(1).default(20).describe('Of fewer attempts of a target nothing is concluded.'),
  observation_window_seconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(600)
    .describe('Attempts that ended earlier are forgotten.'),
});

/** What a model group promises, as `contract` of the group declares it. */
export const contractOptions = z.strictObject({
  supported_dialects: z
    .array(z.enum(dialectNames))
    .min(1)
    .optional()
    .describe('The dialects its callers may speak; all when left out.'),
  required_capabilities: requiredCapabilities.prefault({}).describe('What every target can do, asked for or not.'),
  quality_floor: qualityFloor.prefault({}).describe('What the evaluation of every target says.'),
  operational_targets: operationalTargets.prefault({}).describe('What was observed of every target.'),
});

/** The declared contract, as the file spells it, with defaults filled in. */
export type ContractOptions = z.infer<typeof contractOptions>;
