import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { AdminPrivileges } from './admin-store.js';
import { reportsTables, type ReportsTable, type TableUse } from './reports-tables.js';

/** What each use needs, as Postgres names rights. */
const needs: Readonly<Record<TableUse, readonly string[]>> = {
  reads: ['select'],
  // A right on one column is a right on some column.
  'reads-without-hash': [],
  keeps: ['select', 'insert', 'update', 'delete'],
  adds: ['select', 'insert'],
  nothing: [],
};

/** Tables without which nobody can sign in or read anything. */
const necessary = ['admin_sessions', 'admin_transactions', 'admin_sign_ins', 'security_access_events', 'request_usage'];

const writing = ['insert', 'update', 'delete', 'truncate'];

/** What the role of this connection may do beyond, and what it lacks. */
export async function readPrivileges(database: Kysely<Tables>): Promise<AdminPrivileges> {
  const tables = await reportsTables(database);
  const rights = await Promise.all(tables.map((table) => rightsOn(database, table)));
  const absent = necessary.filter((name) => !tables.some((table) => table.name === name));
  return {
    writable: tables.filter(({ use }, index) => isReadOnly(use) && rights[index]?.writes === true).map(nameOf),
    readsTokenHashes: rights.some(({ readsHash }) => readsHash),
    missing: [...absent, ...tables.filter((_table, index) => rights[index]?.suffices === false).map(nameOf)],
  };
}

const nameOf = ({ name }: ReportsTable): string => name;
const isReadOnly = (use: TableUse): boolean => use !== 'keeps' && use !== 'adds';

interface Rights {
  readonly writes: boolean;
  readonly suffices: boolean;
  readonly readsHash: boolean;
}

async function rightsOn(database: Kysely<Tables>, { name, use }: ReportsTable): Promise<Rights> {
  const has = (right: string) => sql`has_table_privilege(current_user, ${name}::text, ${right}::text)`;
  const all = (rights: readonly string[]) => (rights.length === 0 ? sql`true` : sql.join(rights.map(has), sql` and `));
  const hash =
    use === 'reads-without-hash'
      ? sql`has_column_privilege(current_user, ${name}::text, 'token_hash', 'select')`
      : sql`false`;
  const query = sql<{ writes: boolean; suffices: boolean; reads_hash: boolean }>`select
    (${sql.join(writing.map(has), sql` or `)}) as writes, (${all(needs[use])}) as suffices, ${hash} as reads_hash`;
  const [row] = (await query.execute(database)).rows;
  return { writes: row?.writes === true, suffices: row?.suffices === true, readsHash: row?.reads_hash === true };
}
