import type { Transaction, Updateable } from 'kysely';
import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { Tables, TokenTable } from '../tables.js';
import { noteEvent, unknownToken } from './change-token.js';
import { findToken } from './find-tokens.js';
import type { Deed, TokenView } from './key-admin.js';

/** New settings of a key. */
export interface KeyUpdate {
  /** Any token of it that is not removed. */
  readonly tokenId: string;
  readonly columns: Updateable<TokenTable>;
  /** The word in the history. */
  readonly action: string;
  readonly deed: Deed;
}

/** Gives every token of a key the same new settings: a predecessor in its grace period may do no more than its successor. */
export async function updateKey(transaction: Transaction<Tables>, update: KeyUpdate): Promise<Result<TokenView>> {
  const { tokenId, columns, action, deed } = update;
  const view = await findToken(transaction, tokenId);
  if (view === undefined) return refuse(unknownToken(tokenId));
  if (view.status === 'removed') {
    return refuse(fault('invalid-request', `${action} needs a token that still exists, and ${tokenId} is removed`));
  }
  const ofKey = transaction.updateTable('tokens').set(columns).where('key_id', '=', view.keyId);
  const changed = await ofKey.where('status', '!=', 'removed').returning('token_id').execute();
  for (const { token_id: id } of changed) await noteEvent(transaction, { tokenId: id, action, deed });
  return succeed((await findToken(transaction, tokenId)) ?? view);
}
