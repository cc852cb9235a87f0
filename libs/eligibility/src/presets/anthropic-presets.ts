import type { Preset } from './preset.js';

const readOn = '2026-11-21';

const overview = 'https://platform.claude.com/docs/en/models';

const counting = 'https://platform.claude.com/docs/en/build-with-claude/token-counting';

const parallel = 'https://platform.claude.com/docs/en/agents-and-tools/tool-use/parallel-tool-use';

/** What all current models have: text and images in, text out, tools, several at once, and the token count endpoint. */
const common = {
  ...{ input_modalities: ['text', 'image'], output_modalities: ['text'], tools: true, parallel_tool_calls: true },
  ...{ system_messages: 'leading', count_tokens: true },
} satisfies Preset['capabilities'];

const adaptive = { control: 'adaptive' as const, efforts: [] as string[], summaries: true };

/** Models of Anthropic, by the names its API gives them. */
export const anthropicPresets: Readonly<Record<string, Preset>> = {
  'anthropic/claude-opus-5-5': {
    contextTokens: 1_000_000,
    // It refuses to be forced to use a tool.
    capabilities: { ...common, reasoning: { mode: 'always_on', ...adaptive }, max_output_tokens: 128_000 },
    requestLimits: {},
    sources: ['https://platform.claude.com/docs/en/models/opus-5-5/overview', counting, parallel],
    readOn,
  },
  'anthropic/claude-opus-5': {
    contextTokens: 1_000_000,
    capabilities: {
      ...common,
      tool_choice: true,
      reasoning: { mode: 'opt_in', ...adaptive, efforts: ['low', 'medium', 'high', 'xhigh', 'max'] },
      max_output_tokens: 128_000,
    },
    requestLimits: {},
    sources: ['https://platform.claude.com/docs/en/about-claude/models/whats-new-opus-5', counting, parallel],
    readOn,
  },
  'anthropic/claude-sonnet-5': {
    contextTokens: 1_000_000,
    capabilities: {
      ...common,
      tool_choice: true,
      reasoning: { mode: 'opt_in', ...adaptive },
      max_output_tokens: 128_000,
    },
    requestLimits: {},
    sources: [overview, 'https://platform.claude.com/docs/models/sonnet-5/migration-guide', counting, parallel],
    readOn,
  },
  'anthropic/claude-haiku-4-5': {
    contextTokens: 200_000,
    capabilities: {
      ...common,
      tool_choice: true,
      reasoning: { mode: 'opt_in', control: 'budget', efforts: [], summaries: true },
      max_output_tokens: 64_000,
    },
    requestLimits: {},
    sources: [
      overview,
      'https://platform.claude.com/docs/en/about-claude/models/extended-thinking-models',
      counting,
      parallel,
    ],
    readOn,
  },
};
