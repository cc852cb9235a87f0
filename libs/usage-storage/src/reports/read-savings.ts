import type { Ask } from './open-snapshots.js';
import { readUsage } from './read-usage.js';
import type { UsageQuestion } from './reports.js';
import type { Measures } from './measures.js';
import type { BaselinePrices, Savings, SavingsQuestion, SavingsRow, SavingsTable } from './savings.js';

const defaultLimit = 500;

/** More than any ledger has: rows are ranked by what is made of them here. */
const allCombinations = 1_000_000;

const measures = [
  ...['requests', 'cost_nano_usd', 'input_tokens', 'cached_input_tokens', 'cache_write_5m_tokens'],
  ...['cache_write_1h_tokens', 'output_tokens'],
];

const nothing: Savings = {
  ...{ requests: 0n, costNanoUsd: 0n, baselineNanoUsd: 0n, savedNanoUsd: 0n },
  ...{ unpricedRequests: 0n, estimatedRequests: 0n },
};

/** What the tokens of a range would have cost at other prices, beside what they did cost. */
export async function readSavings(ask: Ask, question: SavingsQuestion): Promise<SavingsTable> {
  const { baseline, limit = defaultLimit, ...about } = question;
  const asked: UsageQuestion = {
    ...about,
    groupBy: [...about.groupBy, 'cost-basis'],
    measures,
    limit: allCombinations,
  };
  const table = await readUsage(ask, asked);
  const rows = new Map<string, SavingsRow>();
  let total = nothing;
  for (const row of table.rows) {
    const keys = row.keys.slice(0, -1);
    const part = savingsOf(row.measures, row.keys.at(-1), baseline);
    const key = JSON.stringify(keys.map((each) => each ?? null));
    rows.set(key, { keys, ...add(rows.get(key) ?? nothing, part) });
    total = add(total, part);
  }
  const ranked = [...rows.values()].toSorted((left, right) => compare(right.baselineNanoUsd, left.baselineNanoUsd));
  return { rows: ranked.slice(0, limit), rowCount: ranked.length, total, range: table.range };
}

/** The answer to a question of nobody's. */
export function noSavings({ range }: SavingsQuestion): SavingsTable {
  return { rows: [], rowCount: 0, total: nothing, range };
}

function savingsOf(row: Measures, basis: string | undefined, baseline: BaselinePrices): Savings {
  const requests = row['requests'] ?? 0n;
  if (basis === 'unpriced') return { ...nothing, unpricedRequests: requests };
  if (basis === 'estimated') return { ...nothing, estimatedRequests: requests };
  const costNanoUsd = row['cost_nano_usd'] ?? 0n;
  const baselineNanoUsd = baselineOf(row, baseline);
  return { ...nothing, requests, costNanoUsd, baselineNanoUsd, savedNanoUsd: baselineNanoUsd - costNanoUsd };
}

/** Tokens × micro-USD per million tokens = pico-USD; rounded half up to nano-USD. Writing to a cache costs input. */
function baselineOf(row: Measures, prices: BaselinePrices): bigint {
  const { inputMicroUsdPerMillion: input, outputMicroUsdPerMillion: output } = prices;
  const parts: readonly (readonly [string, number])[] = [
    ['input_tokens', input],
    ['cached_input_tokens', prices.cachedInputMicroUsdPerMillion ?? input],
    ['cache_write_5m_tokens', input],
    ['cache_write_1h_tokens', input],
    ['output_tokens', output],
  ];
  const picoUsd = parts.reduce((sum, [name, price]) => sum + (row[name] ?? 0n) * BigInt(price), 0n);
  return (picoUsd + 500n) / 1000n;
}

function add(left: Savings, right: Savings): Savings {
  return {
    requests: left.requests + right.requests,
    costNanoUsd: left.costNanoUsd + right.costNanoUsd,
    baselineNanoUsd: left.baselineNanoUsd + right.baselineNanoUsd,
    savedNanoUsd: left.savedNanoUsd + right.savedNanoUsd,
    unpricedRequests: left.unpricedRequests + right.unpricedRequests,
    estimatedRequests: left.estimatedRequests + right.estimatedRequests,
  };
}

function compare(left: bigint, right: bigint): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
