import type { Target } from '@smart-router/core';
import type { ModelGroup } from '@smart-router/config';

/** Codex adds what it needs for its tools and permissions itself; without a word here it refuses the catalog. */
const baseInstructions = `You are a coding agent that works in the user's terminal through Codex. Read before you change, keep
changes small and in the style of what surrounds them, and carry a task through until it works: run the checks the project
has. Use the tools you are given, never ask for what you can find out yourself, and say plainly what you did, what you saw
and what is left open.`;

/** Efforts Codex knows, weakest first. */
const codexEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** What budget-controlled models are offered as. */
const commonEfforts = ['low', 'medium', 'high'];

/** Longest tool output Codex keeps, in tokens; its own figure. */
const toolOutputTokens = 10_000;

/**
 * The groups in the form of Codex's own model catalog, for its `model_catalog_json`. Every group serves Responses callers,
 * natively or translated, unless its contract offers them nothing. Nothing in it names a provider or an upstream model.
 * @see https://developers.openai.com/codex/config-reference — every field without a default there is required.
 */
export function codexCatalog(groups: readonly ModelGroup[]): unknown {
  return { models: groups.filter(servesCodex).map((group, index) => codexModel(group, index)) };
}

function servesCodex({ contract }: ModelGroup): boolean {
  return contract?.supportedDialects?.includes('openai-responses') ?? true;
}

function codexModel(group: ModelGroup, priority: number): unknown {
  const targets = group.targets.filter((target) => !target.disabled);
  const windows = targets.flatMap(({ contextTokens }) => contextTokens ?? []);
  const window = windows.length === 0 ? {} : { context_window: Math.min(...windows) };
  return {
    slug: group.name,
    display_name: group.displayName ?? group.name,
    description: `The model group ${group.displayName ?? group.name}.`,
    ...window,
    ...reasoningOf(targets),
    visibility: 'list',
    supported_in_api: true,
    priority,
    shell_type: 'shell_command',
    // A custom tool: it crosses to targets of other dialects as a function and comes back as itself.
    ...(targets.some(({ capabilities }) => capabilities.tools) && { apply_patch_tool_type: 'freeform' }),
    support_verbosity: false,
    truncation_policy: { mode: 'tokens', limit: toolOutputTokens },
    input_modalities: some(targets, 'image') ? ['text', 'image'] : ['text'],
    supports_parallel_tool_calls: targets.every(({ capabilities }) => capabilities.parallelToolCalls),
    supports_search_tool: false,
    experimental_supported_tools: [],
    base_instructions: baseInstructions,
  };
}

function reasoningOf(targets: readonly Target[]): Readonly<Record<string, unknown>> {
  const abilities = targets.flatMap(({ capabilities }) => capabilities.reasoning ?? []);
  const offered = abilities.flatMap(({ efforts }) => (efforts.length === 0 ? commonEfforts : efforts));
  const efforts = codexEfforts.filter((effort) => offered.includes(effort));
  const summaries = abilities.some((ability) => ability.summaries);
  return {
    supported_reasoning_levels: efforts.map((effort) => ({ effort, description: `Reasoning effort ${effort}` })),
    ...(efforts.length === 0 ? {} : { default_reasoning_level: efforts.includes('medium') ? 'medium' : efforts[0] }),
    supports_reasoning_summaries: summaries,
    default_reasoning_summary: summaries ? 'auto' : 'none',
  };
}

function some(targets: readonly Target[], modality: 'image'): boolean {
  return targets.some(({ capabilities }) => capabilities.inputModalities.includes(modality));
}
