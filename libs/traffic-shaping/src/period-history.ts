import type { CallerLimits, UsageSums } from '@smart-router/core';
import { measures, periodKinds, ruleOf } from './period-limits.js';
import { isBegun, openPeriod, raise } from './period.js';
import { isLimit, need, type SubjectState } from './subject-state.js';

/** Whether a quota stands of which nobody has told what was used before. */
export function hasUnseen(state: SubjectState, limits: CallerLimits, nowMs: number): boolean {
  return periodKinds.some((kind) => {
    const id = kind.idAt(nowMs);
    return measures.some(
      (measure) => isLimit(ruleOf(limits[kind.name], measure)) && !isBegun(state[kind.name], id, measure.rule),
    );
  });
}

/** What was used before, and of which moment that is true. */
export interface Past {
  /** The moment whose day and month are meant. */
  readonly atMs: number;
  /** The store's time when it was read. */
  readonly untilMs: number;
  readonly used: UsageSums;
}

/** Counts on from the past where nothing is counted yet, and only in the periods that the past tells of. */
export function seed(state: SubjectState, limits: CallerLimits, { past, nowMs }: { past: Past; nowMs: number }): void {
  for (const kind of periodKinds) {
    const id = kind.idAt(nowMs);
    const period = state[kind.name];
    if (kind.idAt(past.atMs) !== id) continue;
    for (const measure of measures) {
      if (!isLimit(ruleOf(limits[kind.name], measure)) || isBegun(period, id, measure.rule)) continue;
      openPeriod(period, id);
      raise(period, measure.rule, { used: past.used[kind.name], untilMs: past.untilMs });
      need(state, kind.endMs(period.id));
    }
  }
}

/** Lifts what is counted to what is known to be used. */
export function raiseAll(state: SubjectState, { atMs, untilMs, used }: Past): void {
  for (const kind of periodKinds) {
    const period = state[kind.name];
    if (period.id !== kind.idAt(atMs)) continue;
    for (const rule of period.begun) raise(period, rule, { used: used[kind.name], untilMs });
  }
}
