/** How far usage of one period is added up. Times are milliseconds since the epoch. */
export interface RollupState {
  readonly period: 'hour' | 'day' | 'month';
  /** The end of the last window that is added up; `undefined` before the first. */
  readonly reachesTo: number | undefined;
  /** The end of the last window that is final. */
  readonly finalTo: number | undefined;
  readonly lastFinalisedAt: number | undefined;
  readonly lastComputedAt: number | undefined;
  readonly windows: number;
  /** Rows that came late to a window and were added as corrections; told to the scope of everything alone. */
  readonly corrections: bigint | undefined;
}

/** The state of the ledger as reports see it. */
export interface LedgerState {
  readonly rollups: readonly RollupState[];
  /** When the newest request of the scope began, and when it was stored. */
  readonly newestRequestAt: number | undefined;
  readonly newestStoredAt: number | undefined;
  /** How long after their end the newest requests of the scope were stored: the largest of up to 100. */
  readonly storingLagMs: number | undefined;
}
