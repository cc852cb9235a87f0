import type { CandidateRecord, Clock, DecisionRecord, TraceEvent, TraceEventName } from '@smart-router/core';
import { candidateRecords, decisionRecord, type Decided } from './decide/decided.js';

/** What it says of an attempt that went on for long is said by the first of these. */
const maxEvents = 32;

/** What a record says of the steps of its request. */
export interface Traced {
  readonly bodyReadMs: number | undefined;
  readonly plannedMs: number | undefined;
  readonly decision: DecisionRecord | undefined;
  readonly candidates: readonly CandidateRecord[];
  readonly traceEvents: readonly TraceEvent[];
}

/** The steps of one request, as they happen. What was decided is put into words only when its record is made. */
export class RequestTrace {
  readonly #startedAt: number;
  readonly #clock: Clock;
  #bodyReadMs: number | undefined;
  #plannedMs: number | undefined;
  #decided: Decided | undefined;
  #events: TraceEvent[] | undefined;
  #isTold = false;

  constructor(startedAt: number, clock: Clock) {
    this.#startedAt = startedAt;
    this.#clock = clock;
  }

  noteBody(): void {
    this.#bodyReadMs = this.#sinceStart();
  }

  noteDecision(decided: Decided): void {
    this.#plannedMs = this.#sinceStart();
    this.#decided = decided;
  }

  note(event: TraceEventName, of: { readonly attemptNumber?: number; readonly waitedMs?: number } = {}): void {
    if (this.#isTold) return;
    this.#events ??= [];
    if (this.#events.length >= maxEvents) return;
    const { attemptNumber, waitedMs } = of;
    const number = this.#events.length + 1;
    this.#events.push({ number, event, atMs: this.#sinceStart(), attemptNumber, waitedMs });
  }

  /** For the request's record; what comes later is not told. */
  told(): Traced {
    this.#isTold = true;
    return {
      bodyReadMs: this.#bodyReadMs,
      plannedMs: this.#plannedMs,
      decision: this.#decided && decisionRecord(this.#decided),
      candidates: this.#decided === undefined ? [] : candidateRecords(this.#decided),
      traceEvents: this.#events ?? [],
    };
  }

  #sinceStart(): number {
    return this.#clock.now() - this.#startedAt;
  }
}
