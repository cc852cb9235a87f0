import type {
  AskFacts,
  CostBasis,
  DialectName,
  FilterReason,
  Prices,
  RequestShape,
  TokenCounts,
  UpstreamClass,
} from '@smart-router/core';
import type { StoredAttempt, StoredCandidate, StoredDecision, StoredRequest } from './stored-request.js';

/** A row as it was asked for: sizes are doubles, amounts bigint. */
export type LedgerRow = Readonly<Record<string, unknown>>;

/** A request out of its rows. Its words are those the ledger's writer put there. */
export function storedRequest(
  row: LedgerRow,
  attempts: readonly LedgerRow[],
  candidates: readonly LedgerRow[],
): StoredRequest {
  const { known, text, count } = cellsOf(row);
  return {
    requestId: known('request_id'),
    isInShare: row['is_in_share'] === true,
    startedAt: Number(row['started_ms']),
    caller: callerOf(row),
    dialect: known('inbound_dialect') as DialectName,
    requestedModel: text('requested_model'),
    group: text('resolved_group'),
    stream: row['stream'] === true,
    status: count('status') ?? 0,
    errorType: text('error_type'),
    target: text('target'),
    model: text('target_model'),
    latencyMs: count('latency_ms') ?? 0,
    requestBytes: count('request_bytes') ?? 0,
    estimatedInputTokens: count('estimated_input_tokens') ?? 0,
    toolCount: count('tool_count') ?? 0,
    imageCount: count('image_count') ?? 0,
    tokens: numbersOf(row, tokenColumns),
    costNanoUsd: (row['cost_nano_usd'] ?? undefined) as bigint | undefined,
    costBasis: known('cost_basis') as CostBasis,
    serviceTier: text('service_tier'),
    prices: pricesOf(row),
    decision: decisionOf(row),
    attempts: attempts.map(attemptOf),
    candidates: candidates.map(candidateOf),
  };
}

function callerOf(row: LedgerRow): StoredRequest['caller'] {
  const { known } = cellsOf(row);
  return {
    tokenId: known('token_id'),
    keyId: known('key_id'),
    organization: known('caller_organization'),
    user: known('caller_user'),
    project: known('caller_project'),
    environment: known('caller_environment'),
  };
}

interface Cells {
  known(name: string): string;
  text(name: string): string | undefined;
  count(name: string): number | undefined;
  words(name: string): readonly string[];
}

function cellsOf(row: LedgerRow): Cells {
  const text = (name: string): string | undefined => (row[name] ?? undefined) as string | undefined;
  return {
    text,
    known: (name) => text(name) ?? '', // NOT NULL in the table
    count: (name) => (row[name] ?? undefined) as number | undefined,
    words: (name) => text(name)?.split(',') ?? [],
  };
}

const tokenColumns: Readonly<Record<keyof TokenCounts, string>> = {
  input: 'input_tokens',
  cachedInput: 'cached_input_tokens',
  cacheWrite5m: 'cache_write_5m_tokens',
  cacheWrite1h: 'cache_write_1h_tokens',
  output: 'output_tokens',
  reasoning: 'reasoning_tokens',
  imageInput: 'image_input_tokens',
};

const priceColumns: Readonly<Record<Exclude<keyof Prices, 'source' | 'updated' | 'tiers'>, string>> = {
  inputMicroUsdPerMillion: 'input_price_micro_usd',
  cachedInputMicroUsdPerMillion: 'cached_input_price_micro_usd',
  cacheWrite5mMicroUsdPerMillion: 'cache_write_5m_price_micro_usd',
  cacheWrite1hMicroUsdPerMillion: 'cache_write_1h_price_micro_usd',
  outputMicroUsdPerMillion: 'output_price_micro_usd',
  reasoningMicroUsdPerMillion: 'reasoning_price_micro_usd',
  imageInputMicroUsdPerMillion: 'image_input_price_micro_usd',
  imageMicroUsd: 'image_price_micro_usd',
};

function pricesOf(row: LedgerRow): Prices | undefined {
  const prices = numbersOf(row, priceColumns);
  return Object.keys(prices).length === 0 ? undefined : prices;
}

/** Those that are known. */
function numbersOf<Name extends string>(
  row: LedgerRow,
  columns: Readonly<Record<Name, string>>,
): Readonly<Partial<Record<Name, number>>> {
  const { count } = cellsOf(row);
  const numbers: Partial<Record<Name, number>> = {};
  for (const name in columns) {
    const number = count(columns[name]);
    if (number !== undefined) numbers[name] = number;
  }
  return numbers;
}

/** Rows from before shapes were kept have none of them, and this one is never unknown where they have. */
function decisionOf(row: LedgerRow): StoredDecision | undefined {
  const { known, text, count } = cellsOf(row);
  if (text('strategy') === undefined || typeof row['is_structured_output'] !== 'boolean') return undefined;
  return {
    ...{ strategy: known('strategy'), selectedTarget: text('selected_target') },
    ...{ outputCapTokens: count('output_cap_tokens'), toolSchemaBytes: count('tool_schema_bytes') ?? 0 },
    ...{ drawPerMillion: count('draw_per_million'), shape: shapeOf(row) },
  };
}

function shapeOf(row: LedgerRow): RequestShape {
  const { text, count, words } = cellsOf(row);
  return {
    toolChoice: text('tool_choice') as AskFacts['toolChoice'],
    parallelToolCalls: (row['parallel_tool_calls'] ?? undefined) as boolean | undefined,
    ...{ structuredOutput: row['is_structured_output'] === true, prefill: row['is_prefill'] === true },
    ...{ systemInside: row['is_system_inside'] === true, modalities: words('modalities') },
    ...{ hostedTools: words('hosted_tools'), lossyFields: words('lossy_fields'), features: words('features') },
    ...{ asksReasoning: row['asks_reasoning'] === true, reasoningEffort: text('reasoning_effort') },
    ...{ reasoningBudgetTokens: count('reasoning_budget_tokens'), isDialectBound: row['is_dialect_bound'] === true },
    ...{ boundIssuer: text('bound_issuer'), homeIssuer: text('home_issuer') },
    homeDialect: text('home_dialect') as DialectName | undefined,
    conversationKey: text('conversation_key'),
  };
}

function attemptOf(row: LedgerRow): StoredAttempt {
  const { known, text, count } = cellsOf(row);
  return {
    ...{ target: known('target'), startedAt: Number(row['started_ms']), durationMs: count('duration_ms') ?? 0 },
    firstTokenMs: count('first_token_ms'),
    errorClass: text('error_class') as UpstreamClass | undefined,
  };
}

function candidateOf(row: LedgerRow): StoredCandidate {
  const { known, count, words } = cellsOf(row);
  return {
    target: known('target'),
    reasons: words('filter_reasons') as readonly FilterReason[],
    place: count('plan_place'),
  };
}
