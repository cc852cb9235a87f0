import type { Range, UsageFilter } from './reports.js';
import type { Scope } from './scope.js';

/** What lists of requests can be sorted by. */
export type RequestOrder = 'time' | 'cost' | 'latency' | 'status';

/** A question for single requests, page by page. */
export interface RequestsQuestion {
  readonly scope: Scope;
  readonly range: Range;
  readonly filter: UsageFilter;
  /** Beside the dimensions: the model as callers wrote it, a token's id, the caller's own request id. */
  readonly requestedModel?: string;
  readonly tokenId?: string;
  readonly clientRequestId?: string;
  /** Only those that limits or shaping held back. */
  readonly shapedOnly?: boolean;
  /** Only those that needed another target. */
  readonly fallbackOnly?: boolean;
  readonly order: RequestOrder;
  readonly direction: 'ascending' | 'descending';
  /** 1 to 500. */
  readonly limit: number;
  /** As a page gave it; refused when it belongs to another question. */
  readonly cursor?: string;
}

/** One request in a list. Times are milliseconds since the epoch. */
export interface RequestLine {
  readonly requestId: string;
  readonly startedAt: number;
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
  readonly keyId: string;
  readonly tokenId: string;
  readonly client: string | undefined;
  readonly dialect: string;
  readonly requestedModel: string | undefined;
  readonly group: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly targetDialect: string | undefined;
  readonly stream: boolean;
  readonly status: number;
  readonly errorType: string | undefined;
  readonly attempts: number;
  readonly fallbackUsed: boolean;
  readonly latencyMs: number;
  readonly firstTokenMs: number | undefined;
  /** All classes together; `undefined` when none is known. */
  readonly inputTokens: bigint | undefined;
  readonly outputTokens: bigint | undefined;
  readonly costNanoUsd: bigint | undefined;
  readonly costBasis: string;
}

/** A page of requests. */
export interface RequestPage {
  readonly requests: readonly RequestLine[];
  /** Gives the next page; `undefined` on the last. */
  readonly nextCursor: string | undefined;
}
