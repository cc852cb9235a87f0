import type { Capabilities, Modality, ReasoningCapability } from '@smart-router/core';
import { z } from 'zod';

/** A kind of content, as files name it. */
export const modality = z.enum(['text', 'image', 'file', 'audio', 'video'] satisfies Modality[]);

const tokens = z.int().min(0);

const reasoningOptions = z.strictObject({
  mode: z
    .enum(['opt_in', 'always_on'])
    .default('opt_in')
    .describe('Whether the model reasons only when asked, or always.'),
  control: z
    .enum(['effort', 'budget', 'adaptive'])
    .default('effort')
    .describe('How the model is told how much to reason.'),
  efforts: z.array(z.string().min(1)).default([]).describe('Effort words the model accepts, weakest first.'),
  min_budget_tokens: tokens.optional().describe('The smallest reasoning budget it accepts, in tokens.'),
  max_budget_tokens: tokens.optional().describe('The largest reasoning budget it accepts, in tokens.'),
  summaries: z.boolean().default(false).describe('Whether it can return summaries of its reasoning.'),
});

/**
 * What a model can do, as `capabilities` of a model or target declares it. What is not declared is not there, so no
 * key has a default here: a target's own block overrides only the keys it names.
 */
export const capabilitiesOptions = z.strictObject({
  input_modalities: z.array(modality).optional().describe('Kinds of content it reads; [text] when left out.'),
  output_modalities: z.array(modality).optional().describe('Kinds of content it writes; [text] when left out.'),
  tools: z.boolean().optional().describe('Whether it calls caller-defined tools; false when left out.'),
  tool_choice: z.boolean().optional().describe('Whether a caller may force or forbid a tool; false when left out.'),
  parallel_tool_calls: z
    .boolean()
    .optional()
    .describe('Whether it can call several tools in one turn; false when left out.'),
  structured_outputs: z.boolean().optional().describe('Whether it keeps to a JSON schema; false when left out.'),
  reasoning: reasoningOptions.optional().describe('How it reasons; left out, it does not.'),
  prefill: z
    .boolean()
    .optional()
    .describe("Whether the last turn may be the assistant's, to be continued; false when left out."),
  system_messages: z
    .enum(['any', 'leading'])
    .optional()
    .describe('Where system messages may stand: anywhere, or before the first turn only; any when left out.'),
  count_tokens: z.boolean().optional().describe('Whether it offers a token count endpoint; false when left out.'),
  hosted_tools: z
    .array(z.string().min(1))
    .optional()
    .describe('Tools its provider runs, by their bare kind; [] when left out.'),
  max_output_tokens: tokens
    .optional()
    .describe('The largest output cap it accepts, in tokens; 0 or left out = unknown.'),
  min_output_tokens: tokens.optional().describe('The smallest output cap it accepts, in tokens; 0 or left out = none.'),
  honors_max_tokens: z.boolean().optional().describe('Whether it keeps to an output cap; true when left out.'),
  output_token_field: z
    .enum(['max_tokens', 'max_completion_tokens', 'max_output_tokens'])
    .optional()
    .describe("The body field that carries the output cap upstream; the dialect's own when left out."),
  unsupported_features: z
    .array(z.string().min(1))
    .optional()
    .describe('Fields, uses and betas it refuses, e.g. previous_response_id or beta:<name>; [] when left out.'),
});

/** The declared capabilities of a model, or what a target overrides, as the file spells them. */
export type CapabilitiesOptions = z.infer<typeof capabilitiesOptions>;

/** What a target can do: its model's declaration, with the keys the target itself declares in their place. */
export function toCapabilities(declared: CapabilitiesOptions, override: CapabilitiesOptions = {}): Capabilities {
  const options = { ...declared, ...definedOf(override) };
  return {
    inputModalities: options.input_modalities ?? ['text'],
    outputModalities: options.output_modalities ?? ['text'],
    tools: options.tools ?? false,
    toolChoice: options.tool_choice ?? false,
    parallelToolCalls: options.parallel_tool_calls ?? false,
    structuredOutputs: options.structured_outputs ?? false,
    reasoning: options.reasoning === undefined ? undefined : toReasoning(options.reasoning),
    prefill: options.prefill ?? false,
    systemMessages: options.system_messages ?? 'any',
    countTokens: options.count_tokens ?? false,
    hostedTools: options.hosted_tools ?? [],
    maxOutputTokens: options.max_output_tokens || undefined,
    minOutputTokens: options.min_output_tokens || undefined,
    honorsMaxTokens: options.honors_max_tokens ?? true,
    outputTokenField: options.output_token_field,
    unsupportedFeatures: options.unsupported_features ?? [],
  };
}

function toReasoning(options: z.infer<typeof reasoningOptions>): ReasoningCapability {
  return {
    mode: options.mode,
    control: options.control,
    efforts: options.efforts,
    minBudgetTokens: options.min_budget_tokens,
    maxBudgetTokens: options.max_budget_tokens,
    summaries: options.summaries,
  };
}

/** The keys that say something: a key that is present but `undefined` must not hide the model's own. */
function definedOf(options: CapabilitiesOptions): CapabilitiesOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
