import type { Kysely } from 'kysely';
import { fault } from '@smart-router/core';
import type { Tables } from '../tables.js';
import { eventOf } from './find-tokens.js';
import type { Owner, OwnerView, TokenEvent } from './key-admin.js';
import { readLimits } from './limit-columns.js';
import { ownerTables } from './owner-row.js';
import { readShape } from './shape-columns.js';

/** An owner with its limits; `undefined` when there is none of that name. */
export async function findOwner(database: Kysely<Tables>, owner: Owner): Promise<OwnerView | undefined> {
  const query = database.selectFrom(tableOf(owner)).selectAll().where('name', '=', owner.name);
  const row = await query.executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...{ kind: owner.kind, name: row.name, status: owner.kind === 'organization' ? undefined : row.status },
    ...{ limits: readLimits(row), shape: readShape(row), createdAt: row.created_at.getTime() },
  };
}

/** What happened to an owner, oldest first. */
export async function findOwnerEvents(database: Kysely<Tables>, { kind, name }: Owner): Promise<readonly TokenEvent[]> {
  const query = database.selectFrom('owner_events').selectAll().where('kind', '=', kind).where('name', '=', name);
  return (await query.orderBy('event_id').execute()).map(eventOf);
}

/** Where an owner is kept. */
export function tableOf({ kind }: Owner): 'users' {
  // The three tables have these columns in common; only `status` is not in each of them.
  return ownerTables[kind] as 'users';
}

/** The refusal of an owner that nobody knows. */
export function unknownOwner({ kind, name }: Owner): ReturnType<typeof fault> {
  return fault('not-found', `there is no ${kind} with the name "${name.slice(0, 80)}"`);
}
