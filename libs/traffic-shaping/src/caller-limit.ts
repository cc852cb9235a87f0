import type { Limit } from './limit.js';
import type { LimitKind, LimitSubject, LimitUse } from './limit-store.js';
import type { SubjectState } from './subject-state.js';

/** A limit of callers: its kind decides the fault's type. */
export interface CallerLimit extends Limit<SubjectState, LimitSubject> {
  readonly kind: LimitKind;
  /** What a subject may use at most; `undefined` or 0 where this limits nothing, or is a rate. */
  limitOf(subject: LimitSubject): number | bigint | undefined;
  /** How much is in use. */
  useOf(state: SubjectState, nowMs: number): Pick<LimitUse, 'used' | 'reserved' | 'resetsInMs'>;
}
