import type { Reports } from '@smart-router/usage-storage';
import type { Assets } from './assets/assets.js';

/** A price list that costs are compared with. */
export interface Baseline {
  /** E.g. `gpt-4o`. */
  readonly id: string;
  /** To be shown. */
  readonly name: string;
  readonly inputMicroUsdPerMillion: number;
  readonly outputMicroUsdPerMillion: number;
  /** Absent: cached input costs what other input costs. */
  readonly cachedInputMicroUsdPerMillion: number | undefined;
}

/** What pages and the API stand on. */
export interface ReportsHouse {
  readonly reports: Reports;
  readonly baselines: readonly Baseline[];
  /** The range of a page that names none, in milliseconds. */
  readonly defaultRangeMs: number;
  /** No question is about more, in milliseconds. */
  readonly maxRangeMs: number;
  /** The script and the stylesheet that pages link to. */
  readonly assets: Pick<Assets, 'script' | 'style'>;
  now(): number;
}
