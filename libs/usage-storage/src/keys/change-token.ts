import type { Transaction } from 'kysely';
import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { TokenStatus } from '@smart-router/keys';
import type { Tables } from '../tables.js';
import { findToken } from './find-tokens.js';
import type { Deed, TokenAction, TokenView } from './key-admin.js';

interface Transition {
  readonly from: readonly TokenStatus[];
  readonly to: (view: TokenView) => TokenStatus;
}

/** From which status an action starts and where it leads. A rotated token in its grace period resumes as that. */
const transitions: Readonly<Record<TokenAction, Transition>> = {
  suspend: { from: ['active', 'rotated'], to: () => 'suspended' },
  disable: { from: ['active', 'rotated', 'suspended', 'expired'], to: () => 'disabled' },
  resume: { from: ['suspended', 'disabled'], to: (view) => (view.graceUntil === undefined ? 'active' : 'rotated') },
  revoke: { from: ['active', 'rotated', 'suspended', 'expired', 'disabled'], to: () => 'removed' },
};

/** Changes the status of a token, and writes down who did it. */
export async function changeToken(
  transaction: Transaction<Tables>,
  change: { readonly tokenId: string; readonly action: TokenAction; readonly deed: Deed },
): Promise<Result<TokenView>> {
  const { tokenId, action, deed } = change;
  const view = await findToken(transaction, tokenId);
  if (view === undefined) return refuse(unknownToken(tokenId));
  const { from, to } = transitions[action];
  if (!from.includes(view.status)) {
    return refuse(
      fault(
        'invalid-request',
        `${action} needs a token that is ${from.join(' or ')}, and ${tokenId} is ${view.status}`,
      ),
    );
  }
  const status = to(view);
  await transaction.updateTable('tokens').set({ status }).where('token_id', '=', tokenId).execute();
  await noteEvent(transaction, { tokenId, action, deed });
  return succeed({ ...view, status });
}

/** The refusal of a token id that nobody knows. */
export function unknownToken(tokenId: string): ReturnType<typeof fault> {
  return fault('not-found', `there is no token with the id "${tokenId.slice(0, 400)}"`);
}

/** Writes down who did what to a token, and why. */
export async function noteEvent(
  transaction: Transaction<Tables>,
  event: { readonly tokenId: string; readonly action: string; readonly deed: Deed },
): Promise<void> {
  const { tokenId, action, deed } = event;
  const row = { token_id: tokenId, action, actor: deed.actor, reason: deed.reason ?? null };
  await transaction.insertInto('token_events').values(row).execute();
}
