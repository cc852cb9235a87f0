import fc from 'fast-check';
import type { UsageRecord } from '@smart-router/core';

const hourMs = 3_600_000;

/** Something that happens to a ledger. Hours count from the start of a month. */
export type Happening =
  | { readonly kind: 'store'; readonly records: readonly Partial<UsageRecord>[] }
  | { readonly kind: 'store-again' }
  | { readonly kind: 'roll-up'; readonly untilHour: number }
  | { readonly kind: 'finalise'; readonly untilHour: number }
  | { readonly kind: 'at-once'; readonly happenings: readonly Happening[] };

/** Records of the first days of a month, and now and then of its last hour and the next month. */
function record(monthStart: number): fc.Arbitrary<Partial<UsageRecord>> {
  const hour = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 75 }) }, fc.constantFrom(671, 672, 720, 744));
  return fc
    .record({
      hour,
      withinHourMs: fc.constantFrom(0, 1, hourMs - 1),
      user: fc.constantFrom('ada', 'bob'),
      provider: fc.constantFrom('openai', undefined),
      status: fc.constantFrom(200, 404, 499, 502),
      stream: fc.boolean(),
      costNanoUsd: fc.option(fc.bigInt(0n, 9_223_372_036_854_775_807n), { nil: undefined }),
      durationMs: fc.integer({ min: 0, max: 400_000 }),
      firstTokenMs: fc.option(fc.integer({ min: 0, max: 400_000 }), { nil: undefined }),
    })
    .map(({ hour: hours, withinHourMs, ...change }) => ({
      ...change,
      errorType: change.status === 200 ? undefined : 'upstream-error',
      startedAt: monthStart + hours * hourMs + withinHourMs,
    }));
}

/** What may happen to a ledger in any order. */
export function happenings(monthStart: number): fc.Arbitrary<readonly Happening[]> {
  const store = fc.array(record(monthStart), { minLength: 1, maxLength: 6 }).map(
    (records): Happening => ({ kind: 'store', records }), // an arbitrary cannot tell which member it makes
  );
  const untilHour = fc.oneof(fc.integer({ min: 0, max: 80 }), fc.constantFrom(672, 720, 744, 800));
  const rollUp = untilHour.map((hour): Happening => ({ kind: 'roll-up', untilHour: hour }));
  const finalise = untilHour.map((hour): Happening => ({ kind: 'finalise', untilHour: hour }));
  const again = fc.constant<Happening>({ kind: 'store-again' });
  const single = fc.oneof({ weight: 3, arbitrary: store }, rollUp, finalise, again);
  const atOnce = fc
    .array(single, { minLength: 2, maxLength: 4 })
    .map((all): Happening => ({ kind: 'at-once', happenings: all }));
  return fc.array(fc.oneof(single, { weight: 2, arbitrary: atOnce }), { minLength: 2, maxLength: 10 });
}
