import { sql, type Kysely } from 'kysely';
import type { Result } from '@smart-router/core';
import type { Tables } from '../tables.js';
import { grantReportsRole } from './grant-reports-role.js';

/** Makes a role of the reports' own, or gives the one that is there a new password, and grants it what they need. */
export async function prepareReportsRole(
  database: Kysely<Tables>,
  { role, password }: { readonly role: string; readonly password: string },
): Promise<Result<readonly string[]>> {
  const query = sql`select 1 from pg_roles where rolname = ${role}`;
  const isThere = (await query.execute(database)).rows.length > 0;
  const verb = isThere ? sql`alter` : sql`create`;
  await sql`${verb} role ${sql.id(role)} login password ${sql.lit(password)}`.execute(database);
  return grantReportsRole(database, role);
}
