import type { UsageRecord } from '@smart-router/core';
import { answerAsk, type MonthHouse } from './answer-ask.js';
import { openCallerLimits } from './caller-limits.js';
import type { Habit } from './company.js';
import type { Draws } from './draws.js';
import { hoursOf, type Hour } from './hours.js';
import { incidentsOf } from './incidents.js';
import type { Holder } from './issue-keys.js';
import { openPauses } from './pauses.js';
import { sessionOf, type Ask } from './sessions.js';

const hourMs = 3_600_000;

/** What keys are used for by day and by night; a session of an agent or a job has many more requests than the others. */
const dayHabits: readonly { readonly habit: Habit; readonly weight: number }[] = [
  { habit: 'agent', weight: 30 },
  { habit: 'chat', weight: 70 },
  { habit: 'service', weight: 400 },
  { habit: 'batch', weight: 0.2 },
];
const nightHabits: typeof dayHabits = [
  { habit: 'batch', weight: 3 },
  { habit: 'service', weight: 60 },
  { habit: 'agent', weight: 0.4 },
];

/** Every request of a range, hour by hour in the order of time; exactly `requests` of them. */
export function* requestsOfMonth(
  range: { readonly from: number; readonly to: number },
  {
    requests,
    holders,
    draws,
  }: { readonly requests: number; readonly holders: readonly Holder[]; readonly draws: Draws },
): Generator<readonly UsageRecord[]> {
  const house: MonthHouse = {
    draws,
    incidents: incidentsOf(range.from),
    limits: openCallerLimits(),
    pauses: openPauses(),
  };
  let waiting: readonly Ask[] = [];
  let missing = 0;
  for (const hour of hoursOf(range, requests)) {
    const asks = fillHour(hour, missing, { waiting, holders, draws });
    const due = asks.filter(({ startedAt }) => startedAt < hour.start + hourMs).slice(0, hour.requests + missing);
    missing += hour.requests - due.length;
    // Sessions that go on beyond a full hour are not kept for ever.
    waiting = asks.filter(({ startedAt }) => startedAt >= hour.start + hourMs);
    yield due.map((ask) => answerAsk(ask, house));
  }
}

interface Company {
  readonly waiting: readonly Ask[];
  readonly holders: readonly Holder[];
  readonly draws: Draws;
}

/** The requests that begin in an hour or wait for a later one, in the order of time. */
function fillHour(hour: Hour, missing: number, { waiting, holders, draws }: Company): readonly Ask[] {
  const end = hour.start + hourMs;
  const asks = [...waiting];
  let count = asks.filter(({ startedAt }) => startedAt < end).length;
  while (count < hour.requests + missing) {
    const { habit } = draws.weighted(hour.isNight ? nightHabits : dayHabits);
    const holder = draws.oneOf(holders.filter((each) => each.habit === habit));
    for (const ask of sessionOf(holder, hour.start + draws.whole(0, hourMs - 1), draws)) {
      asks.push(ask);
      if (ask.startedAt < end) count += 1;
    }
  }
  return asks.toSorted((left, right) => left.startedAt - right.startedAt);
}
