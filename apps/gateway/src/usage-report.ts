import type { Caller, UsageSums, UsedAmounts } from '@smart-router/core';
import {
  isPastSoft,
  shapeRates,
  type LimitSubject,
  type LimitUse,
  type PeekAnswer,
} from '@smart-router/traffic-shaping';
import { liftUse } from './lift-use.js';

/** What `GET /v1/usage` answers. Money is in US dollars. */
export interface UsageReport {
  readonly object: 'usage';
  readonly at: string;
  readonly token_id: string;
  readonly key_id: string;
  readonly organization: string;
  readonly user: string;
  readonly project: string;
  readonly environment: string;
  /** The shared state is away: limits and counts are the share of the replica that answers. */
  readonly degraded: boolean;
  /** The buckets that are past their soft percentage. */
  readonly warnings: readonly string[];
  /** The key first, then its owners that have limits. */
  readonly scopes: readonly ScopeReport[];
}

interface ScopeReport {
  readonly scope: string;
  readonly id: string;
  /** From this percentage on a limit warns; 0 never does. */
  readonly soft_percent: number;
  readonly limits: readonly LimitReport[];
  readonly rates: readonly RateReport[];
  /** What the ledger has of it, refused requests left out; `null` while the database is away. */
  readonly usage: Readonly<Record<'day' | 'month' | 'lifetime', AmountsReport>> | null;
}

interface AmountsReport {
  readonly requests: number;
  readonly tokens: number;
  readonly cost_usd: number;
}

interface LimitReport {
  /** As errors name it, e.g. `project.day.tokens`. */
  readonly bucket: string;
  readonly limit: number;
  /** Used, or set aside by requests under way. */
  readonly used: number;
  /** The part set aside; absent where the two are counted as one. */
  readonly reserved?: number;
  readonly remaining: number;
  readonly used_percent: number;
  readonly warning: boolean;
  /** `null` for a rolling minute, requests in flight and a lifetime. */
  readonly resets_at: string | null;
}

interface RateReport {
  readonly bucket: string;
  readonly per_second: number;
  readonly burst: number;
}

/** What a report is made of. */
export interface UsageFindings {
  readonly caller: Caller;
  /** Whose limits were looked at. */
  readonly subjects: readonly LimitSubject[];
  readonly answer: PeekAnswer;
  /** What the ledger says was used, by subject; `undefined` while it is away. */
  readonly sums: readonly UsageSums[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The caller's limits, what is left of them and what was used. */
export function usageReport({ caller, subjects, answer, sums, now }: UsageFindings): UsageReport {
  const { tokenId, keyId, organization, user, project, environment } = caller;
  const ids: Readonly<Record<string, string>> = { key: keyId, user, project, organization };
  const scopes = subjects.map((subject, index) => {
    const { label, softPercent = 0, shape } = subject;
    const used = sums?.find(({ key }) => key === subject.key);
    const uses = (answer.subjects[index]?.uses ?? []).map((use) => (answer.degraded ? use : liftUse(use, used)));
    return {
      ...{ scope: label, id: ids[label] ?? '', soft_percent: softPercent },
      limits: uses.map((use) => limitReport(subject, use, now)),
      rates: shapeRates(shape ?? {}).map(({ bucket, milliPerSec, burst }) => ({
        ...{ bucket: `${label}.${bucket}`, per_second: milliPerSec / 1000, burst },
      })),
      usage: used === undefined ? null : usageOf(used),
    };
  });
  return {
    object: 'usage',
    ...{ at: new Date(now).toISOString(), token_id: tokenId, key_id: keyId },
    ...{ organization, user, project, environment, degraded: answer.degraded },
    warnings: scopes.flatMap(({ limits }) => limits.filter(({ warning }) => warning).map(({ bucket }) => bucket)),
    scopes,
  };
}

function limitReport({ label, softPercent = 0 }: LimitSubject, use: LimitUse, now: number): LimitReport {
  const [limit, used] = [shown(use.limit), shown(use.used)];
  return {
    ...{ bucket: `${label}.${use.bucket}`, limit, used },
    ...(use.reserved === undefined ? {} : { reserved: shown(use.reserved) }),
    remaining: shown(left(use)),
    used_percent: Math.round((Number(use.used) * 10_000) / Number(use.limit)) / 100,
    warning: isPastSoft(use, softPercent),
    resets_at: use.resetsInMs === undefined ? null : new Date(now + use.resetsInMs).toISOString(),
  };
}

function usageOf({ day, month, lifetime }: UsageSums): ScopeReport['usage'] {
  const report = ({ requests, tokens, costNanoUsd }: UsedAmounts) => ({
    requests,
    tokens,
    cost_usd: shown(costNanoUsd),
  });
  return { day: report(day), month: report(month), lifetime: report(lifetime) };
}

/** Subtracted in the unit it is counted in, so that dollars do not come out as 0.30000000000000004. */
function left({ limit, used }: LimitUse): number | bigint {
  if (typeof limit === 'bigint') return limit > BigInt(used) ? limit - BigInt(used) : 0n;
  return Math.max(0, limit - Number(used));
}

/** Amounts of money are bigints of nano-USD; everything else is a number already. */
function shown(amount: number | bigint): number {
  return typeof amount === 'bigint' ? Number(amount) / 1e9 : amount;
}
