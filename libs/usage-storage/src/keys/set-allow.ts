import type { Transaction } from 'kysely';
import { fault, refuse, type Result } from '@smart-router/core';
import type { Tables } from '../tables.js';
import type { Deed, TokenView } from './key-admin.js';
import { problemOfAllow } from './problem-of-allow.js';
import { updateKey } from './update-key.js';

/** Sets the model groups that a key may use. */
export async function setAllow(
  transaction: Transaction<Tables>,
  order: { readonly tokenId: string; readonly allow: readonly string[]; readonly deed: Deed },
): Promise<Result<TokenView>> {
  const { tokenId, allow, deed } = order;
  const problem = problemOfAllow(allow);
  if (problem !== undefined) return refuse(fault('invalid-request', problem));
  return updateKey(transaction, { tokenId, columns: { allow }, action: 'set-allow', deed });
}
