import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** What the role of the reports may do with a table. */
export type TableUse = 'reads' | 'reads-without-hash' | 'keeps' | 'adds' | 'nothing';

/** A table of the schema, partitions left out: rights on a partitioned table reach its rows. */
export interface ReportsTable {
  readonly name: string;
  readonly use: TableUse;
}

const readFamilies = /^(request|usage|retention|legal_hold|routing)s?_/;
const readTables = new Set([
  ...['users', 'projects', 'organizations', 'project_memberships', 'token_events', 'owner_events'],
  ...['legal_holds', 'smart_router_migrations'],
]);

/** The tables of the database's schema and what the reports do with each; what is not known is left alone. */
export async function reportsTables(database: Kysely<Tables>): Promise<readonly ReportsTable[]> {
  const query = sql<{ relname: string }>`select relname from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v') and not relispartition
    order by relname`;
  const { rows } = await query.execute(database);
  return rows.map(({ relname }) => ({ name: relname, use: useOf(relname) }));
}

function useOf(table: string): TableUse {
  if (table === 'tokens') return 'reads-without-hash';
  if (table === 'security_access_events') return 'adds';
  if (table.startsWith('admin_')) return 'keeps';
  return readFamilies.test(table) || readTables.has(table) ? 'reads' : 'nothing';
}
