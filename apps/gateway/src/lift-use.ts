import type { UsageSums } from '@smart-router/core';
import type { LimitUse } from '@smart-router/traffic-shaping';

/**
 * A use of a quota whose counter may be behind: nobody is admitted before it is told what the ledger says, and whoever
 * looks should see the same. What is set aside is not in the ledger yet.
 */
export function liftUse(use: LimitUse, used: UsageSums | undefined): LimitUse {
  const counted = used && amountOf(used, use.bucket);
  if (counted === undefined) return use;
  if (typeof use.used !== 'bigint')
    return { ...use, used: Math.max(use.used, Number(counted) + Number(use.reserved ?? 0)) };
  const whole = BigInt(counted) + BigInt(use.reserved ?? 0);
  return { ...use, used: whole > use.used ? whole : use.used };
}

/** What the ledger counts under a bucket such as `month.tokens`; `undefined` for limits that have no period. */
function amountOf(used: UsageSums, bucket: string): number | bigint | undefined {
  const [period, unit] = bucket.split('.');
  if (period !== 'day' && period !== 'month' && period !== 'lifetime') return undefined;
  const { requests, tokens, costNanoUsd } = used[period];
  const amounts: Readonly<Record<string, number | bigint>> = { requests, tokens, cost_usd: costNanoUsd };
  return amounts[unit ?? ''];
}
