import type { Result } from '@smart-router/core';
import type { RequestEvidence } from '../evidence/request-evidence.js';
import type { Dimension } from './dimensions.js';
import type { MeasureName, Measures } from './measures.js';
import type { KeyLine, KeysQuestion } from './key-list.js';
import type { LedgerState } from './ledger-state.js';
import type { HealthQuestion, ProviderHealth } from './provider-health.js';
import type { QuotasQuestion, QuotaUse } from './quota-use.js';
import type { RequestPage, RequestsQuestion } from './request-list.js';
import type { RoutingQuestion, RoutingReport } from './routing-report.js';
import type { SavingsQuestion, SavingsTable } from './savings.js';
import type { Scope } from './scope.js';
import type { SecurityPage, SecurityQuestion } from './security-list.js';
import type { ShapingQuestion, ShapingRow } from './shaping-report.js';

/** A time range in milliseconds since the epoch: `from` is in it, `to` is not. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Values that rows must have, by dimension: one of the listed ones. `undefined` in a list is "unknown" (NULL). Filters of
 * several dimensions must all hold.
 */
export type UsageFilter = { readonly [Name in Dimension]?: readonly (string | undefined)[] };

/** A question about usage in a range. */
export interface UsageQuestion {
  readonly scope: Scope;
  readonly range: Range;
  readonly filter: UsageFilter;
  /** Rows of the answer are one per combination of these; none gives one row. */
  readonly groupBy: readonly Dimension[];
  /** With a step the rows are also split by time, UTC, and `bucketStart` says which. */
  readonly step?: 'hour' | 'day' | 'month';
  /** Only these are added up, and that of `orderBy`; default all. A few are read much faster. */
  readonly measures?: readonly MeasureName[];
  /** Default `cost_nano_usd`, most first; with a step rows come by time first. */
  readonly orderBy?: MeasureName;
  /** At most so many combinations, the first by `orderBy`; default 500. `total` is over all. */
  readonly limit?: number;
}

/** One combination of dimensions, in the order they were asked for. */
export interface UsageRow {
  readonly bucketStart: number | undefined;
  readonly keys: readonly (string | undefined)[];
  readonly measures: Measures;
}

/** The answer to a {@link UsageQuestion}. */
export interface UsageTable {
  readonly rows: readonly UsageRow[];
  /** How many combinations there are, shown or not. */
  readonly rowCount: number;
  readonly total: Measures;
  /**
   * What the answer is about. Wider than asked for where single requests are no longer kept: then it begins or ends with
   * the whole hour, day or month that was added up of them.
   */
  readonly range: Range;
}

/** A range beside the one as long before it. */
export interface Comparison {
  readonly now: UsageTable;
  /** Without a step its rows are the combinations of `now`, in their order; with one they are those, by its own time. */
  readonly before: UsageTable;
}

/**
 * What reports read. Everything is read in one snapshot of the database for each question, through rollups where they
 * are complete and rows elsewhere; which one answered makes no difference to a number. Rejects when the database does
 * not answer in bounded time.
 */
export interface Reports {
  usage(question: UsageQuestion): Promise<UsageTable>;
  /** The values a dimension has in a range, most requests first, at most `limit` (default 100). */
  values(question: {
    readonly scope: Scope;
    readonly range: Range;
    readonly dimension: Dimension;
    readonly limit?: number;
  }): Promise<readonly (string | undefined)[]>;
  compare(question: UsageQuestion): Promise<Comparison>;
  savings(question: SavingsQuestion): Promise<SavingsTable>;
  /** Refuses a cursor that belongs to another question. */
  requests(question: RequestsQuestion): Promise<Result<RequestPage>>;
  /** `undefined` for an unknown request and for one the scope does not show, indistinguishably. */
  request(requestId: string, scope: Scope): Promise<RequestEvidence | undefined>;
  /** By attempts, most first. */
  providersHealth(question: HealthQuestion): Promise<readonly ProviderHealth[]>;
  shaping(question: ShapingQuestion): Promise<readonly ShapingRow[]>;
  /** How targets were chosen, and why others were not. */
  routing(question: RoutingQuestion): Promise<RoutingReport>;
  /** Keys first, then projects, users and organizations; by name. */
  quotas(question: QuotasQuestion): Promise<readonly QuotaUse[]>;
  /** Newest first. */
  keys(question: KeysQuestion): Promise<readonly KeyLine[]>;
  /** Newest first. Refuses a cursor that belongs to another question. */
  securityEvents(question: SecurityQuestion): Promise<Result<SecurityPage>>;
  state(question: { readonly scope: Scope }): Promise<LedgerState>;
  close(): Promise<void>;
}
