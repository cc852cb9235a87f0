import { sql, type Kysely } from 'kysely';
import type { Tables } from '@smart-router/usage-storage';

/** Where a word was found: `table: the row`. */
export type Finding = string;

/** Looks for words in every column of every table and view of a database. */
export async function searchDatabase(
  database: Kysely<Tables>,
  words: readonly string[],
): Promise<{ readonly findings: readonly Finding[]; readonly rowCount: number }> {
  const tables = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1`.execute(database);
  const findings: Finding[] = [];
  let rowCount = 0;
  for (const { name } of tables.rows) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} as t`.execute(database);
    rowCount += rows.rows.length;
    for (const { row } of rows.rows) {
      for (const word of words) if (row.includes(word)) findings.push(`${name}: ${word} in ${row.slice(0, 2000)}`);
    }
  }
  return { findings, rowCount };
}
