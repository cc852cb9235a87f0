import type { CallerLimits, Quota } from '@smart-router/core';
import type { QuotaUse } from '@smart-router/usage-storage';
import { shownShare } from '../format/format-number.js';
import type { Finding } from './report.js';

/** What quotas are about. */
export type LimitPeriod = 'day' | 'month' | 'lifetime';

/** How people say it. */
export const periodWords: Readonly<Record<LimitPeriod, string>> = {
  day: 'today',
  month: 'this month',
  lifetime: 'ever',
};

/** A quota, and how much of it is used. */
export interface Fill {
  readonly name: string;
  readonly share: number;
}

/** The quota of which the largest share is used. */
export function fullestOf(use: QuotaUse): Fill | undefined {
  const fills = (['day', 'month', 'lifetime'] as const).flatMap((period) => fillsOf(use, period));
  return fills.reduce<Fill | undefined>(
    (most, fill) => (most === undefined || fill.share > most.share ? fill : most),
    undefined,
  );
}

/** A limit of 0 is none. */
function fillsOf(use: QuotaUse, period: LimitPeriod): readonly Fill[] {
  const quota: Quota = use.limits?.[period] ?? {};
  const used = use[period];
  const word = periodWords[period];
  return [
    ...(quota.requests ? [{ name: `requests ${word}`, share: used.requests / quota.requests }] : []),
    ...(quota.tokens ? [{ name: `tokens ${word}`, share: used.tokens / quota.tokens }] : []),
    ...(quota.costNanoUsd
      ? [{ name: `cost ${word}`, share: Number(used.costNanoUsd) / Number(quota.costNanoUsd) }]
      : []),
  ];
}

/** As the configuration has it where nobody says. */
const defaultSoftPercent = 80;

/** A warning from the share of a limit on that its owner chose; none before it is full where they want none. */
export function limitFinding(use: QuotaUse): readonly Finding[] {
  const fullest = fullestOf(use);
  if (fullest === undefined || fullest.share * 100 < softPercentOf(use.limits)) return [];
  const text = `The ${use.kind} ${use.name} has used ${shownShare(fullest.share)} of its ${fullest.name}`;
  return [{ severity: fullest.share >= 1 ? 'bad' : 'notice', text }];
}

function softPercentOf(limits: CallerLimits | undefined): number {
  return (limits?.softPercent ?? defaultSoftPercent) || 100; // 0 switches warnings off
}
