import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { RetainedTable } from './data-class.js';
import { heldCondition } from './held-condition.js';

/** The rows of a table that are old enough, and what becomes of them: `candidates` is the sum of the others. */
export interface RowCounts {
  readonly candidates: bigint;
  /** A legal hold is on them. */
  readonly held: bigint;
  /** Their day is not final, or differs from its rollup. */
  readonly blocked: bigint;
  readonly eligible: bigint;
}

/** What may be deleted of a table. */
export interface Doomed {
  readonly table: RetainedTable;
  /** Rows of requests that started before, in milliseconds since the epoch. */
  readonly cutoff: number;
  /** Only rows of these days; `undefined`: of any. */
  readonly days: readonly Date[] | undefined;
}

/** Counts what is old enough. */
export async function countRows(database: Kysely<Tables>, doomed: Doomed): Promise<RowCounts> {
  const { table, cutoff, days } = doomed;
  const isBlocked =
    days === undefined ? sql`false` : sql`date_trunc('day', started_at, 'UTC') <> all (${days}::timestamptz[])`;
  const { rows } = await sql<Omit<RowCounts, 'eligible'>>`
    select count(*) as candidates, count(*) filter (where is_held) as held,
      count(*) filter (where not is_held and is_blocked) as blocked
    from (
      select ${sql.raw(heldCondition(table))} as is_held, ${isBlocked} as is_blocked
      from ${sql.table(table.name)} as old where started_at < ${new Date(cutoff)}
    ) as each`.execute(database);
  const { candidates = 0n, held = 0n, blocked = 0n } = rows[0] ?? {};
  return { candidates, held, blocked, eligible: candidates - held - blocked };
}
