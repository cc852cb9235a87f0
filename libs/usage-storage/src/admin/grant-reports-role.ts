import { sql, type Kysely, type RawBuilder } from 'kysely';
import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { Tables } from '../tables.js';
import { reportsTables, type ReportsTable } from './reports-tables.js';

/**
 * The statements that give an existing role what the reports need and nothing else: it reads usage and owners, reads
 * tokens but not their hashes, keeps its own sessions, and adds events of access.
 */
export async function planReportsGrant(database: Kysely<Tables>, role: string): Promise<Result<readonly string[]>> {
  const plan = await statementsFor(database, role);
  return plan.ok ? succeed(textsOf(database, plan.value)) : plan;
}

/** Runs those statements in one transaction; resolves to them. */
export async function grantReportsRole(database: Kysely<Tables>, role: string): Promise<Result<readonly string[]>> {
  const plan = await statementsFor(database, role);
  if (!plan.ok) return plan;
  await database.transaction().execute(async (transaction) => {
    for (const statement of plan.value) await statement.execute(transaction);
  });
  return succeed(textsOf(database, plan.value));
}

type Statement = RawBuilder<unknown>;

const textsOf = (database: Kysely<Tables>, statements: readonly Statement[]): readonly string[] =>
  statements.map((statement) => `${statement.compile(database).sql};`);

async function statementsFor(database: Kysely<Tables>, role: string): Promise<Result<readonly Statement[]>> {
  const problem = await problemOfRole(database, role);
  if (problem !== undefined) return refuse(fault('invalid-request', problem));
  const tables = await reportsTables(database);
  if (!tables.some(({ name }) => name === 'admin_sessions'))
    return refuse(fault('invalid-request', 'the database has no tables of the reports yet: run smart-router migrate'));
  const grantee = sql.id(role);
  const schema = sql.id(await schemaOf(database));
  const grants = await Promise.all(tables.map((table) => grantOf(database, table, grantee)));
  return succeed([
    sql`revoke all on all tables in schema ${schema} from ${grantee}`,
    sql`revoke all on all sequences in schema ${schema} from ${grantee}`,
    sql`revoke create on schema ${schema} from ${grantee}`,
    sql`grant usage on schema ${schema} to ${grantee}`,
    ...grants.filter((grant) => grant !== undefined),
  ]);
}

/** Rights a role has by other ways than grants on tables cannot be taken from it here. */
async function problemOfRole(database: Kysely<Tables>, role: string): Promise<string | undefined> {
  const query = sql<{ rolsuper: boolean; rules: boolean; owns: boolean; belongs: boolean }>`select rolsuper,
      rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as rules,
      exists (select from pg_class where relowner = r.oid and relnamespace = current_schema()::regnamespace) as owns,
      exists (select from pg_auth_members where member = r.oid) as belongs
    from pg_roles r where rolname = ${role}`;
  const [found] = (await query.execute(database)).rows;
  if (found === undefined)
    return `there is no role "${role}": create it first, e.g. create role "${role}" login password '…'`;
  if (found.rolsuper) return `the role "${role}" is a superuser and may do everything: take a role of its own`;
  if (found.rules)
    return `the role "${role}" may make roles or databases, replicate, or bypass row security: take a role of its own`;
  if (found.owns) return `the role "${role}" owns tables and may change them: take a role of its own`;
  if (found.belongs)
    return `the role "${role}" is a member of other roles and may do what they may: take one that is not`;
  return undefined;
}

async function schemaOf(database: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(database);
  return rows[0]?.name ?? 'public';
}

async function grantOf(
  database: Kysely<Tables>,
  { name, use }: ReportsTable,
  grantee: RawBuilder<unknown>,
): Promise<RawBuilder<unknown> | undefined> {
  const table = sql.table(name);
  switch (use) {
    case 'reads':
      return sql`grant select on ${table} to ${grantee}`;
    case 'reads-without-hash':
      return sql`grant select (${sql.join(await readableColumns(database, name))}) on ${table} to ${grantee}`;
    case 'keeps':
      return sql`grant select, insert, update, delete on ${table} to ${grantee}`;
    case 'adds':
      return sql`grant select, insert on ${table} to ${grantee}`;
    case 'nothing':
      return undefined;
  }
}

async function readableColumns(database: Kysely<Tables>, table: string): Promise<readonly RawBuilder<unknown>[]> {
  const query = sql<{ attname: string }>`select attname from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attname <> 'token_hash' order by attnum`;
  return (await query.execute(database)).rows.map(({ attname }) => sql.id(attname));
}
