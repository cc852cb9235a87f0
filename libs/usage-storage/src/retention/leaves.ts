import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** A table that holds rows itself: a partition. */
export interface Leaf {
  readonly name: string;
  /** Where its month ends, in milliseconds since the epoch; `undefined` for the default partition. */
  readonly end: number | undefined;
}

/** The partitions of a table, oldest first, the default one last. */
export async function leavesOf(database: Kysely<Tables>, table: string): Promise<readonly Leaf[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = ${table}::regclass order by relname like '%\\_default', relname`.execute(database);
  return rows.map(({ name }) => ({ name, end: endOfMonth(name) }));
}

function endOfMonth(name: string): number | undefined {
  const month = /_y(\d{4,})m(\d{2})$/.exec(name);
  return month === null ? undefined : Date.UTC(Number(month[1]), Number(month[2]));
}
