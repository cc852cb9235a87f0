import type { UsageSums, UsedAmounts } from '@smart-router/core';
import type pg from 'pg';

const periods = {
  day: `day = today`,
  month: `day >= date_trunc('month', today)::date and day < (date_trunc('month', today) + interval '1 month')::date`,
  lifetime: 'true',
} as const;

/** Adds up `usage_sums` by `today`, a date, its month and ever; {@link amountsOf} reads it. */
export const sumsOfSubject = Object.entries(periods)
  .flatMap(([name, condition]) =>
    ['requests', 'tokens', 'cost_nano_usd'].map(
      (column) => `coalesce(sum(${column}) filter (where ${condition}), 0)::text as used_${name}_${column}`,
    ),
  )
  .join(', ');

/** `$1`: the subjects; `$2`: the day, as days since 1970-01-01. */
const statement = `
select key, ${sumsOfSubject}
from unnest($1::text[]) as asked (key) cross join (select date '1970-01-01' + $2::integer as today) as asked_day
left join usage_sums on subject = key
group by key`;

type Row = Readonly<Record<string, string | null>>;

/** Reads the sums of these subjects; each has one, those that never used anything too. */
export async function readSums(pool: pg.Pool, keys: readonly string[], day: number): Promise<readonly UsageSums[]> {
  if (keys.length === 0) return [];
  const { rows } = await pool.query<Row>(statement, [keys, day]);
  return rows.map((row) => ({
    key: row['key'] ?? '',
    day: amountsOf(row, 'day'),
    month: amountsOf(row, 'month'),
    lifetime: amountsOf(row, 'lifetime'),
  }));
}

/** What was used in one of the periods of {@link sumsOfSubject}. */
export function amountsOf(row: Row, period: keyof typeof periods): UsedAmounts {
  const read = (column: string): bigint => BigInt(row[`used_${period}_${column}`] ?? '0');
  return { requests: toCount(read('requests')), tokens: toCount(read('tokens')), costNanoUsd: read('cost_nano_usd') };
}

/** Counters are doubles somewhere; beyond what they hold exactly, more makes no difference to any limit. */
function toCount(amount: bigint): number {
  return Number(amount > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : amount);
}
