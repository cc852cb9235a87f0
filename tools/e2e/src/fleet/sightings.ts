import type { LaneDialect } from '../lane-config.js';

/** What a caller knows of one request. Times are milliseconds since 1970, by the clock all processes here share. */
export interface CallerSighting {
  /** The same in the usage row (`client_request_id`) and in the provider's sighting. */
  readonly tag: string;
  readonly crew: string;
  readonly dialect: LaneDialect;
  readonly replica: number;
  /** Output tokens the caller allowed. */
  readonly outputCap: number;
  readonly sentAtMs: number;
  readonly endedAtMs: number;
  /** When it closed the connection; `undefined` when it stayed. */
  readonly leftAtMs: number | undefined;
  readonly requestId: string | undefined;
  /** `undefined` when no headers came. */
  readonly status: number | undefined;
  /** Whether the whole body, or the event that ends a stream well, was read. */
  readonly answered: boolean;
  readonly refusal: Refusal | undefined;
}

/** How a request was refused. */
export interface Refusal {
  readonly type: string;
  readonly bucket: string | undefined;
  /** From the details of the body. */
  readonly retryAfterMs: number | undefined;
  /** From the header. */
  readonly retryAfterSeconds: number | undefined;
}

/** A row of `request_usage`, as far as the judge looks. */
export interface StoredRow {
  readonly requestId: string;
  readonly tag: string | undefined;
  readonly status: number;
  readonly estimatedInputTokens: number;
  readonly usedTokens: number;
  readonly costNanoUsd: number;
}
