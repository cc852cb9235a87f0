import type { Limit } from './limit.js';
import type { LimitKind, LimitSubject } from './limit-store.js';
import type { SubjectState } from './subject-state.js';

/** A limit of callers: its kind decides the fault's type. */
export interface CallerLimit extends Limit<SubjectState, LimitSubject> {
  readonly kind: LimitKind;
}
