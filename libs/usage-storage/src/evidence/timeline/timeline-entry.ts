/** What an entry is about. */
export type TimelineKind =
  | 'arrived'
  | 'body-read'
  | 'limits'
  | 'admitted'
  | 'policy'
  | 'planned'
  | 'shaping'
  | 'attempt-started'
  | 'first-token'
  | 'attempt-ended'
  | 'step'
  | 'ended';

/** A name and what it is, for a reader. */
export interface TimelineDetail {
  readonly name: string;
  readonly value: string;
}

/** One line of a request's timeline. */
export interface TimelineEntry {
  /** Milliseconds after the request arrived. */
  readonly atMs: number;
  readonly kind: TimelineKind;
  /** Whether it is what one hopes for. */
  readonly tone: 'neutral' | 'good' | 'bad';
  /** One sentence, without a full stop. */
  readonly text: string;
  readonly details: readonly TimelineDetail[];
  /** Of what belongs to an attempt. */
  readonly attemptNumber: number | undefined;
}

/** What is known of some named values. */
export function detailsOf(
  values: Readonly<Record<string, string | number | bigint | undefined>>,
): readonly TimelineDetail[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: String(value) }],
  );
}

/** Milliseconds with their unit; `undefined` stays so. */
export function milliseconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${Math.round(ms)} ms`;
}
