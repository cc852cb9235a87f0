import type { Dimension, UsageFilter } from '@smart-router/usage-storage';

/** The time a page is about: so long until now, or between two times; without an end, until now. */
export type Period =
  | { readonly kind: 'since'; readonly sinceMs: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number | undefined };

/** What costs are compared with: a price list of the configuration, or prices of the reader's own. */
export type BaselineChoice =
  | { readonly kind: 'named'; readonly id: string }
  | {
      readonly kind: 'custom';
      readonly inputMicroUsdPerMillion: number;
      readonly outputMicroUsdPerMillion: number;
    };

/** Narrows lists of requests: those that limits held back, those that needed another target. */
export type OnlyWord = 'shaped' | 'fallback';

/** Everything a page, an export, an API call or a command is asked. All of it stands in the URL. */
export interface Question {
  /** `undefined` is the default range of the house. */
  readonly period: Period | undefined;
  readonly filter: UsageFilter;
  readonly groupBy: readonly Dimension[];
  /** A column of the table at hand. */
  readonly order: string | undefined;
  readonly direction: 'ascending' | 'descending' | undefined;
  /** `before`: also the period of the same length before. */
  readonly compare: 'before' | 'nothing' | undefined;
  readonly baseline: BaselineChoice | undefined;
  readonly requestedModel: string | undefined;
  readonly tokenId: string | undefined;
  readonly clientRequestId: string | undefined;
  readonly only: readonly OnlyWord[];
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
}

/** The question of a URL without parameters. */
export const plainQuestion: Question = {
  ...{ period: undefined, filter: {}, groupBy: [], order: undefined, direction: undefined, compare: undefined },
  ...{ baseline: undefined, requestedModel: undefined, tokenId: undefined, clientRequestId: undefined },
  ...{ only: [], cursor: undefined, limit: undefined },
};
