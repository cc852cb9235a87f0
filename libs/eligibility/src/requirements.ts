import type { AskFacts, DialectName } from '@smart-router/core';

/** What caller-defined tools are called as requirement labels, where the dialect has a word of its own for them. */
const toolLabels: Readonly<Partial<Record<DialectName, string>>> = {
  'openai-chat': 'openai-chat_tool_passthrough',
  'openai-responses': 'openai-responses_function',
  'anthropic-messages': 'anthropic-messages_client_tools',
};

/** What a request needs of a target, as labels that errors show: `text`, `image`, `tools`, `max_tokens` and so on. */
export function requirementsOf(facts: AskFacts): readonly string[] {
  const labels: string[] = [...facts.modalities];
  if (facts.toolCount > 0) labels.push('tools', toolLabels[facts.dialect] ?? `${facts.dialect}_tools`);
  if (facts.toolChoice !== undefined && facts.toolChoice !== 'auto') labels.push('tool_choice');
  if (facts.parallelToolCalls === true) labels.push('parallel_tool_calls');
  if (facts.hostedTools.length > 0) labels.push('hosted_tools');
  if (facts.structuredOutput) labels.push('structured_outputs');
  if (facts.reasoning !== undefined) labels.push('reasoning');
  if (facts.prefill) labels.push('prefill');
  if (facts.outputCap !== undefined) labels.push('max_tokens');
  return labels;
}
