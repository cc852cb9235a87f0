import type { Range } from './reports.js';
import type { Scope } from './scope.js';

/** What decisions of limits, shaping and backoff can be grouped by. `limit` is whose limit a bucket is, e.g. `key`. */
export type ShapingDimension =
  | 'side'
  | 'decision'
  | 'limit'
  | 'bucket'
  | 'organization'
  | 'user'
  | 'project'
  | 'environment'
  | 'key'
  | 'client'
  | 'group'
  | 'provider'
  | 'model'
  | 'credential'
  | 'error-class';

/** A question for what limits, shaping and backoff decided of requests. */
export interface ShapingQuestion {
  readonly scope: Scope;
  readonly range: Range;
  /** Values that events must have, one of the listed ones; `undefined` is unknown or not applicable. */
  readonly filter: { readonly [Name in ShapingDimension]?: readonly (string | undefined)[] };
  /** `side` is `caller` or `upstream`. */
  readonly groupBy: readonly ShapingDimension[];
  readonly step?: 'hour' | 'day';
  /** At most so many rows, the most events first; default 500. */
  readonly limit?: number;
}

/** The decisions of one combination of dimensions, in the order they were asked for. */
export interface ShapingRow {
  readonly bucketStart: number | undefined;
  readonly keys: readonly (string | undefined)[];
  readonly events: number;
  /** Requests that had at least one of the events. */
  readonly requests: number;
  readonly waitedMsSum: number;
  readonly waitedMsMax: number;
  readonly retryAfterMsMax: number;
}
