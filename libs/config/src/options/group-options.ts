import { capabilitiesOptions, contractOptions, requestLimitsOptions } from '@smart-router/eligibility';
import { canaryOptions, routingOptions } from '@smart-router/routing';
import { upstreamShapeOptions } from '@smart-router/traffic-shaping';
import { z } from 'zod';
import { timeoutOverrides } from './timeout-options.js';

const target = z.strictObject({
  provider: z.string().min(1).describe('Name of a provider.'),
  model: z.string().min(1).describe('Ref of one of its models.'),
  weight: z.number().min(0).default(1).describe('Share with the weighted strategy.'),
  tier: z.string().min(1).optional().describe("Instead of the model's tier."),
  tags: z.array(z.string().min(1)).default([]).describe("Added to the model's tags."),
  tool_only: z.boolean().default(false).describe('Serve only requests that declare tools.'),
  disabled: z.boolean().default(false).describe('Take it out of this group.'),
  timeouts: timeoutOverrides.default({}).describe("Any of the server's timeouts."),
  traffic_shape: upstreamShapeOptions.prefault({}).describe('Smoothing of this target.'),
  capabilities: capabilitiesOptions.default({}).describe("Over the model's capabilities."),
  request_limits: requestLimitsOptions.default({}).describe("Over the model's request_limits."),
});

const retry = z.strictObject({
  max_attempts: z.int().min(1).max(100).default(3).describe('Attempts of a request, over all targets.'),
  same_target: z.int().min(0).default(1).describe('Further attempts on one target, where the failure allows it.'),
  max_elapsed_ms: z.int().min(0).default(60_000).describe('No attempt starts later than this.'),
  max_retry_interval_ms: z.int().min(0).default(30_000).describe('Longest pause between two attempts.'),
  wait_for_retry_after_ms: z
    .int()
    .min(0)
    .default(0)
    .describe("A provider's hint up to this is waited out on the same target."),
});

const off = z.literal(false).default(false);

const affinity = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether a conversation prefers its last target.'),
  ttl_ms: z.int().min(1).default(600_000).describe('For how long.'),
});

const cache = z.strictObject({
  enabled: off.describe('Whether equal requests share an answer.'),
  ttl_ms: z.int().min(1).default(900_000).describe('For how long.'),
  max_bytes: z.int().min(1).default(134_217_728).describe('Size of the cache.'),
});

const redactionRule = z.strictObject({
  name: z.string().min(1).describe('Its name in evidence.'),
  expression: z.string().min(1).describe('What it matches, a regular expression.'),
  placeholder: z.string().min(1).describe('What stands in its place.'),
});

const surfaces = z.strictObject({
  system: z.boolean().default(true).describe('System text.'),
  messages: z.boolean().default(true).describe('Messages.'),
  tool_results: z.boolean().default(true).describe('Tool results.'),
});

const redaction = z.strictObject({
  enabled: off.describe('Whether personal data is replaced before a request leaves.'),
  mode: z
    .enum(['redact_only', 'redact_and_restore', 'fail_on_match'])
    .default('redact_only')
    .describe('What a match does.'),
  max_replacements: z.int().min(1).default(200).describe('Most replacements in one request.'),
  apply_to: surfaces.prefault({}).describe('Which texts are read.'),
  rules: z.array(redactionRule).default([]).describe('What is replaced.'),
});

/** The options of one model group. */
export const groupOptions = z.strictObject({
  ...routingOptions.shape,
  display_name: z.string().optional().describe('Name for people.'),
  notes: z.string().optional().describe('What it is for.'),
  targets: z.array(target).min(1).describe('Who may serve it.'),
  retry: retry.prefault({}).describe('Bounds of further attempts.'),
  stream_commit_after_ms: z
    .int()
    .min(0)
    .default(2_000)
    .describe('A silent stream is committed with a comment after this.'),
  mid_stream: z
    .enum(['fail', 'hold', 'resume'])
    .default('fail')
    .describe('A stream that breaks midway fails, was held until it was whole, or is taken over by the next target.'),
  affinity: affinity.prefault({}).describe('Conversation affinity.'),
  canary: canaryOptions.optional().describe('A target that is tried on a growing share, with the strategy weighted.'),
  contract: contractOptions
    .optional()
    .describe('What it promises: targets that do not meet it serve none of its requests.'),
  cache: cache.prefault({}).describe('Response cache.'),
  redaction: redaction.prefault({}).describe('Redaction of personal data.'),
});

/** Checked options of a group. */
export type GroupOptions = z.infer<typeof groupOptions>;

/** Checked options of a target. */
export type TargetOptions = z.infer<typeof target>;
