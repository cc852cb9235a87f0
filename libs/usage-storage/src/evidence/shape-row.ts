import type { DialectName, RequestShape } from '@smart-router/core';
import { certain, type Cells } from './cells.js';

/**
 * What a row of `request_routing_decisions` says of the request; its words are those that the ledger's writer put there.
 * Every shape says whether it asks for reasoning: a row that does not is from before there were any.
 */
export function shapeOf({ text, number, flag, words }: Cells): RequestShape | undefined {
  const asksReasoning = flag('asks_reasoning');
  if (asksReasoning === undefined) return undefined;
  return {
    toolChoice: text('tool_choice') as RequestShape['toolChoice'],
    parallelToolCalls: flag('parallel_tool_calls'),
    structuredOutput: certain(flag('is_structured_output')),
    prefill: certain(flag('is_prefill')),
    systemInside: certain(flag('is_system_inside')),
    modalities: words('modalities'),
    hostedTools: words('hosted_tools'),
    lossyFields: words('lossy_fields'),
    features: words('features'),
    asksReasoning,
    reasoningEffort: text('reasoning_effort'),
    reasoningBudgetTokens: number('reasoning_budget_tokens'),
    isDialectBound: certain(flag('is_dialect_bound')),
    boundIssuer: text('bound_issuer'),
    homeIssuer: text('home_issuer'),
    homeDialect: text('home_dialect') as DialectName | undefined,
    conversationKey: text('conversation_key'),
  };
}
