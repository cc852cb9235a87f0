/**
 * Steps of a request that nothing else in its record tells, so that an ordinary one has none.
 *
 * `stream-committed`: status and a comment left before any content · `translation-refused`: a target gave its turn back
 * unasked · `proofs-withheld`: the next attempt goes without the sealed reasoning that a target refused · `retry-waited`:
 * the pause before the next attempt is over · `turn-waited`: the same, where others had come first · `resumed`: the
 * attempt goes on from where another broke off · `caller-left`: its connection is gone.
 */
export type TraceEventName =
  | 'stream-committed'
  | 'translation-refused'
  | 'proofs-withheld'
  | 'retry-waited'
  | 'turn-waited'
  | 'resumed'
  | 'caller-left';

/** A step of a request. */
export interface TraceEvent {
  /** 1 for the first of its request. */
  readonly number: number;
  readonly event: TraceEventName;
  /** Milliseconds after the request arrived. */
  readonly atMs: number;
  /** The attempt it belongs to: of a wait or a refusal the one that follows. */
  readonly attemptNumber: number | undefined;
  readonly waitedMs: number | undefined;
}
