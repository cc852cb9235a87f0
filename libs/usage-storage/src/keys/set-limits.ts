import type { Transaction } from 'kysely';
import { fault, refuse, succeed, type Fault, type Result } from '@smart-router/core';
import type { Tables } from '../tables.js';
import { findOwner, tableOf, unknownOwner } from './find-owner.js';
import type { Deed, LimitChange, Owner, OwnerView, TokenView } from './key-admin.js';
import { writeLimits, type LimitRow } from './limit-columns.js';
import { writeShape, type ShapeRow } from './shape-columns.js';
import { updateKey } from './update-key.js';

const action = 'set-limits';

/** Sets the limits of a key. */
export async function setKeyLimits(
  transaction: Transaction<Tables>,
  order: { readonly tokenId: string; readonly change: LimitChange; readonly deed: Deed },
): Promise<Result<TokenView>> {
  const { tokenId, change, deed } = order;
  const { reserve = change.rest === 'goes' ? null : undefined } = change;
  const columns = { ...columnsOf(change), ...(reserve === undefined ? {} : { reserve }) };
  if (Object.keys(columns).length === 0) return refuse(nothingGiven());
  return updateKey(transaction, { tokenId, columns, action, deed });
}

/** Sets the limits of an owner, which all of its tokens share. */
export async function setOwnerLimits(
  transaction: Transaction<Tables>,
  order: { readonly owner: Owner; readonly change: LimitChange; readonly deed: Deed },
): Promise<Result<OwnerView>> {
  const { owner, change, deed } = order;
  const columns = columnsOf(change);
  if (Object.keys(columns).length === 0) return refuse(nothingGiven());
  await transaction.updateTable(tableOf(owner)).set(columns).where('name', '=', owner.name).execute();
  const view = await findOwner(transaction, owner);
  if (view === undefined) return refuse(unknownOwner(owner));
  const { kind, name } = owner;
  const event = { kind, name, action, actor: deed.actor, reason: deed.reason ?? null };
  await transaction.insertInto('owner_events').values(event).execute();
  return succeed(view);
}

/** The columns that change; the others are left out, or emptied. */
function columnsOf({ rest, limits, shape }: LimitChange): Partial<LimitRow<number | bigint> & ShapeRow<number>> {
  const columns = { ...writeLimits(limits), ...writeShape(shape) };
  if (rest === 'goes') return columns;
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== null));
}

function nothingGiven(): Fault {
  return fault('invalid-request', 'at least one limit should be given, got none');
}
