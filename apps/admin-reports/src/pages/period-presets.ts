import type { Period } from '../question/question.js';

/** A period that is one click away. */
export interface PeriodPreset {
  /** On the button, e.g. `7 d`. */
  readonly title: string;
  /** In full. */
  readonly name: string;
  readonly period: Period;
}

const hourMs = 3_600_000;

/** The periods people ask for most, at this moment. */
export function periodPresets(now: number): readonly PeriodPreset[] {
  const date = new Date(now);
  const month = (offset: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset);
  const since = (hours: number): Period => ({ kind: 'since', sinceMs: hours * hourMs });
  return [
    { title: '1 h', name: 'The last hour', period: since(1) },
    { title: '24 h', name: 'The last 24 hours', period: since(24) },
    { title: '7 d', name: 'The last 7 days', period: since(24 * 7) },
    { title: '30 d', name: 'The last 30 days', period: since(24 * 30) },
    { title: 'This month', name: 'This month, UTC', period: { kind: 'between', from: month(0), to: undefined } },
    { title: 'Last month', name: 'Last month, UTC', period: { kind: 'between', from: month(-1), to: month(0) } },
  ];
}
