import type { UsageRecord } from '@smart-router/core';
import { incidentsOf } from './incidents.js';
import { monthForTests as monthOf, monthFrom, monthRange as range } from './month-for-tests.laws.js';

const records = monthOf(7, 30_000);
const incidents = incidentsOf(monthFrom);
const isIn = ({ startedAt }: UsageRecord, start: number, end: number): boolean => startedAt >= start && startedAt < end;

describe('the month of a company', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(monthOf(3, 2000)).toEqual(monthOf(3, 2000));
    expect(monthOf(4, 2000)).not.toEqual(monthOf(3, 2000));
  });

  test('has as many requests as were asked for, in the order of time, each with an id of its own', () => {
    expect(records).toHaveLength(30_000);
    const starts = records.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    expect(new Set(records.map(({ requestId }) => requestId)).size).toBe(30_000);
    expect(records.every((record) => isIn(record, range.from, range.to))).toBe(true);
  });

  test('has an outage whose requests fall back or fail', () => {
    const { provider, from: start, to } = incidents.outage;
    const failed = records
      .flatMap(({ attempts }) => attempts)
      .filter((attempt) => attempt.provider === provider && attempt.errorClass !== undefined);
    const during = failed.filter(({ startedAt }) => startedAt >= start && startedAt < to);
    // Who failed pauses, and is passed over meanwhile: attempts that fail are few.
    expect(during.length).toBeGreaterThan(10);
    const affected = records.filter((record) => isIn(record, start, to));
    expect(affected.some(({ fallbackUsed }) => fallbackUsed)).toBe(true);
    expect(
      affected.some(
        ({ attempts, decision }) => attempts.length > 0 && attempts[0]?.target !== decision?.selectedTarget,
      ),
    ).toBe(true);
    expect(
      affected.some(({ upstreamShapeEvents }) =>
        upstreamShapeEvents.some(({ decision }) => decision === 'cooldown_started'),
      ),
    ).toBe(true);
  });

  test('has a canary that begins later and is slower, and prices that change', () => {
    const canary = records.filter(({ target }) => target === 'openai/gpt-5-next');
    expect(canary.length).toBeGreaterThan(10);
    expect(Math.min(...canary.map(({ startedAt }) => startedAt))).toBeGreaterThanOrEqual(incidents.canaryFrom);
    const prices = records
      .filter(({ target, prices: known }) => target === 'openai/gpt-5' && known !== undefined)
      .map((record) => [record.startedAt >= incidents.priceChangeAt, record.prices?.inputMicroUsdPerMillion]);
    expect(new Set(prices.map((each) => JSON.stringify(each)))).toEqual(new Set(['[false,1250000]', '[true,1000000]']));
  });

  test('has a team that its limits hold back, callers who leave, a model without prices, and refusals', () => {
    const has = (matches: (record: UsageRecord) => boolean): boolean => records.some(matches);
    const held = records.filter(({ callerShapeEvents }) => callerShapeEvents.length > 0);
    expect(new Set(held.map(({ project }) => project))).toEqual(new Set(['growth']));
    expect(has(({ status, costBasis }) => status === 499 && costBasis === 'estimated')).toBe(true);
    expect(has(({ provider, costBasis }) => provider === 'lab' && costBasis === 'unpriced')).toBe(true);
    expect(has(({ status, attempts }) => status === 403 && attempts.length === 0)).toBe(true);
  });

  test('is busier in office hours than at night and on weekends, but for the batch jobs', () => {
    const count = (matches: (date: Date) => boolean): number =>
      records.filter(({ startedAt, client }) => client !== 'python-requests' && matches(new Date(startedAt))).length;
    const office = count((date) => date.getUTCHours() === 10 && date.getUTCDay() === 3);
    expect(office).toBeGreaterThan(4 * count((date) => date.getUTCHours() === 23 && date.getUTCDay() === 3));
    expect(office).toBeGreaterThan(3 * count((date) => date.getUTCHours() === 10 && date.getUTCDay() === 0));
  });

  test('has agents whose context grows and is read from a cache', () => {
    const agent = records.filter(({ client }) => client === 'claude-code');
    const cached = agent.reduce((sum, { tokens }) => sum + (tokens.cachedInput ?? 0), 0);
    const whole = agent.reduce((sum, { tokens }) => sum + (tokens.input ?? 0) + (tokens.cacheWrite5m ?? 0), cached);
    expect(cached / whole).toBeGreaterThan(0.7);
  });
});
