import type { Dimension } from './dimensions.js';
import type { Range, UsageFilter } from './reports.js';
import type { Scope } from './scope.js';

/** Prices that costs are compared with, in micro-USD per million tokens. */
export interface BaselinePrices {
  readonly inputMicroUsdPerMillion: number;
  readonly outputMicroUsdPerMillion: number;
  /** Absent: cached input costs what other input costs. */
  readonly cachedInputMicroUsdPerMillion: number | undefined;
}

/** What the same tokens would have cost at other prices. */
export interface SavingsQuestion {
  readonly scope: Scope;
  readonly range: Range;
  readonly filter: UsageFilter;
  readonly groupBy: readonly Dimension[];
  readonly baseline: BaselinePrices;
  /** At most so many combinations, the largest baseline cost first; default 500. `total` is over all. */
  readonly limit?: number;
}

/**
 * Savings are `baselineNanoUsd - costNanoUsd`, and may be negative. Only requests count whose cost came from the tokens on
 * their row; those without a price, and those whose tokens were estimated, are left out and counted.
 */
export interface Savings {
  readonly requests: bigint;
  readonly costNanoUsd: bigint;
  readonly baselineNanoUsd: bigint;
  readonly savedNanoUsd: bigint;
  readonly unpricedRequests: bigint;
  readonly estimatedRequests: bigint;
}

/** The savings of one combination of dimensions, in the order they were asked for. */
export interface SavingsRow extends Savings {
  readonly keys: readonly (string | undefined)[];
}

/** The answer to a {@link SavingsQuestion}. */
export interface SavingsTable {
  readonly rows: readonly SavingsRow[];
  readonly rowCount: number;
  readonly total: Savings;
  /** As in an answer about usage. */
  readonly range: Range;
}
