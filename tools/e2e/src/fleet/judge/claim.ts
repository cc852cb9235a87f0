/** One admitted request as a limit counted it: what is certain about when, how much, and for how long. */
export interface Claim {
  /** It was admitted no earlier than this and no later than `latestMs`. */
  readonly earliestMs: number;
  readonly latestMs: number;
  /** What it counts while it is under way. */
  readonly reserved: number;
  /** What it counts at least once it is settled; no more than `reserved`. */
  readonly settled: number;
  /** Until when it was certainly not settled. */
  readonly heldUntilMs: number;
}
