import type { AskFacts, Modality, ReasoningWish, RequestShape } from '@smart-router/core';
import type { AskState } from '../state/ask-state.js';

/** What the ledger keeps of a request's facts. */
export interface StoredFacts extends Pick<
  AskFacts,
  | 'dialect'
  | 'model'
  | 'stream'
  | 'requestBytes'
  | 'estimatedInputTokens'
  | 'outputCap'
  | 'toolCount'
  | 'toolSchemaBytes'
  | 'imageCount'
> {
  readonly shape: RequestShape;
}

/**
 * The facts of a stored request as far as anybody who chooses targets reads them: of its fields those that some dialect
 * must refuse, of its state at providers that it has some.
 */
export function factsOfShape(stored: StoredFacts): AskFacts {
  const { shape } = stored;
  return {
    dialect: stored.dialect,
    model: stored.model,
    stream: stored.stream,
    requestBytes: stored.requestBytes,
    estimatedInputTokens: stored.estimatedInputTokens,
    outputCap: stored.outputCap,
    toolCount: stored.toolCount,
    toolSchemaBytes: stored.toolSchemaBytes,
    toolChoice: shape.toolChoice,
    parallelToolCalls: shape.parallelToolCalls,
    hostedTools: shape.hostedTools,
    // The ledger keeps the words of a closed list, which facts are made of.
    modalities: shape.modalities as readonly Modality[],
    imageCount: stored.imageCount,
    structuredOutput: shape.structuredOutput,
    reasoning: shape.asksReasoning ? reasoningOf(shape) : undefined,
    prefill: shape.prefill,
    systemInside: shape.systemInside,
    fields: shape.lossyFields,
    features: shape.features,
    bound: shape.isDialectBound ? [{ kind: 'response-id', value: '', field: 'previous_response_id' }] : [],
  };
}

/** Who holds the provider state of a stored request. */
export function stateOfShape({
  boundIssuer,
  homeIssuer,
  homeDialect,
}: RequestShape): Pick<AskState, 'boundIssuer' | 'home'> {
  const home =
    homeIssuer === undefined || homeDialect === undefined ? undefined : { issuer: homeIssuer, dialect: homeDialect };
  return { boundIssuer, home };
}

function reasoningOf({ reasoningEffort, reasoningBudgetTokens }: RequestShape): ReasoningWish {
  return {
    ...(reasoningEffort === undefined ? {} : { effort: reasoningEffort }),
    ...(reasoningBudgetTokens === undefined ? {} : { budgetTokens: reasoningBudgetTokens }),
  };
}
