import type { RequestLimits } from '@smart-router/core';
import { z } from 'zod';

const size = z.int().min(0).optional();

/** Sizes a model accepts, as `request_limits` of a model or target declares them. */
export const requestLimitsOptions = z.strictObject({
  max_request_bytes: size.describe('The largest body it accepts, in bytes; 0 or left out = unknown.'),
  max_estimated_input_tokens: size.describe('The most input tokens it accepts, as estimated; 0 or left out = unknown.'),
  max_tool_schema_bytes: size.describe('The largest tool definitions it accepts, in bytes; 0 or left out = unknown.'),
});

/** The declared sizes, or what a target overrides, as the file spells them. */
export type RequestLimitsOptions = z.infer<typeof requestLimitsOptions>;

/** The sizes a target accepts: its model's, with those the target itself declares in their place. */
export function toRequestLimits(declared: RequestLimitsOptions, override: RequestLimitsOptions = {}): RequestLimits {
  const limit = (key: keyof RequestLimitsOptions): number | undefined => (override[key] ?? declared[key]) || undefined;
  return {
    maxRequestBytes: limit('max_request_bytes'),
    maxEstimatedInputTokens: limit('max_estimated_input_tokens'),
    maxToolSchemaBytes: limit('max_tool_schema_bytes'),
  };
}
