import type { UsageRecord } from '@smart-router/core';
import { teams } from './company.js';
import { drawsFrom } from './draws.js';
import type { Holder } from './issue-keys.js';
import { requestsOfMonth } from './requests-of-month.js';

const hourMs = 3_600_000;

/** The month that tests look at. */
export const monthFrom = Date.UTC(2026, 2, 2);

/** Its range. */
export const monthRange = { from: monthFrom, to: monthFrom + 30 * 24 * hourMs };

const holders: readonly Holder[] = teams.flatMap(({ project, people, keys }) =>
  keys.flatMap(({ environment, habit, allow, limits }) =>
    people.slice(0, 2).map((user) => ({
      ...{ project, user, environment, habit, allow, limits, organization: 'northwind' },
      ...{ keyId: `key-${project}-${user}-${environment}`, tokenId: `token-${project}-${user}-${environment}` },
    })),
  ),
);

/** All requests of that month, made without a database. */
export function monthForTests(seed: number, requests: number): readonly UsageRecord[] {
  return [...requestsOfMonth(monthRange, { requests, holders, draws: drawsFrom(seed) })].flat();
}
