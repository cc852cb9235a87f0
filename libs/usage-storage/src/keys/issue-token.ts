import type { Transaction } from 'kysely';
import { fault, refuse, succeed, type RandomBytes, type Result } from '@smart-router/core';
import { isTokenSegment, mintToken } from '@smart-router/keys';
import type { Tables } from '../tables.js';
import { noteEvent, unknownToken } from './change-token.js';
import { findToken } from './find-tokens.js';
import type { Deed, IssuedToken, Rotation, TokenOrder, TokenView } from './key-admin.js';
import { writeLimits } from './limit-columns.js';
import { prepareOwners } from './prepare-owners.js';
import { problemOfAllow } from './problem-of-allow.js';
import { writeShape } from './shape-columns.js';

/** Two tokens of one owner and day share an id once in 1.7 million; so many draws never fail all. */
const maxDraws = 5;

/** What issuing needs besides the database. */
export interface IssueSources {
  readonly now: () => number;
  readonly randomBytes: RandomBytes;
}

/** What a successor takes over from the token it replaces. */
interface Lineage {
  readonly keyId: string;
  readonly replaces: string;
}

/** Issues the first token of a new key. */
export async function issueToken(
  transaction: Transaction<Tables>,
  issue: { readonly order: TokenOrder; readonly deed: Deed; readonly sources: IssueSources },
): Promise<Result<IssuedToken>> {
  const { order, deed, sources } = issue;
  const problem = problemOf(order, sources.now());
  if (problem !== undefined) return refuse(fault('invalid-request', problem));
  const ownerFault = await prepareOwners(transaction, order);
  if (ownerFault !== undefined) return refuse(ownerFault);
  const issued = await insertToken(transaction, { order, sources, lineage: undefined });
  await noteEvent(transaction, { tokenId: issued.view.tokenId, action: 'issue', deed });
  return succeed(issued);
}

/** Issues the successor of a token, and leaves the old one valid for the grace period. */
export async function rotateToken(
  transaction: Transaction<Tables>,
  rotate: {
    readonly tokenId: string;
    readonly rotation: Rotation;
    readonly deed: Deed;
    readonly sources: IssueSources;
  },
): Promise<Result<IssuedToken>> {
  const { tokenId, rotation, deed, sources } = rotate;
  const old = await findToken(transaction, tokenId);
  if (old === undefined) return refuse(unknownToken(tokenId));
  const now = sources.now();
  const order: TokenOrder = { ...old, owners: 'must-exist', expiresAt: rotation.expiresAt ?? old.expiresAt };
  const problem = old.status === 'active' ? problemOf(order, now) : `${tokenId} should be active, and is ${old.status}`;
  if (problem !== undefined) return refuse(fault('invalid-request', problem));
  const issued = await insertToken(transaction, { order, sources, lineage: { keyId: old.keyId, replaces: tokenId } });
  const rotated = { status: 'rotated', grace_until: new Date(now + rotation.graceMs) } as const;
  await transaction.updateTable('tokens').set(rotated).where('token_id', '=', tokenId).execute();
  await noteEvent(transaction, { tokenId, action: 'rotate', deed });
  await noteEvent(transaction, { tokenId: issued.view.tokenId, action: 'issue', deed });
  return succeed(issued);
}

function problemOf(order: TokenOrder, now: number): string | undefined {
  const names = {
    organization: order.organization,
    user: order.user,
    project: order.project,
    environment: order.environment,
  };
  for (const [what, name] of Object.entries(names)) {
    if (!isTokenSegment(name))
      return `${what} should be 1 to 64 letters, digits, dots or dashes, got "${name.slice(0, 80)}"`;
  }
  const allowProblem = problemOfAllow(order.allow);
  if (allowProblem !== undefined) return allowProblem;
  if (order.expiresAt !== undefined && order.expiresAt <= now) {
    return `the expiry should be in the future, got ${new Date(order.expiresAt).toISOString()}`;
  }
  return undefined;
}

async function insertToken(
  transaction: Transaction<Tables>,
  issue: { readonly order: TokenOrder; readonly sources: IssueSources; readonly lineage: Lineage | undefined },
): Promise<IssuedToken> {
  const { order, sources, lineage } = issue;
  for (let draw = 0; draw < maxDraws; draw += 1) {
    const { token, tokenId, tokenHash } = mintToken(order, { now: sources.now(), randomBytes: sources.randomBytes });
    const row = {
      ...{ token_id: tokenId, token_hash: tokenHash, key_id: lineage?.keyId ?? tokenId },
      ...columnsOf(order),
      ...{ grace_until: null, replaces: lineage?.replaces ?? null },
    };
    const query = transaction
      .insertInto('tokens')
      .values(row)
      .onConflict((conflict) => conflict.column('token_id').doNothing());
    const inserted = await query.returning('token_id').executeTakeFirst();
    const view = inserted === undefined ? undefined : await findToken(transaction, tokenId);
    if (view !== undefined) return { token, view };
  }
  throw new Error(`no free token id in ${maxDraws} draws: the source of randomness repeats itself`);
}

function columnsOf(
  order: TokenOrder | TokenView,
): ReturnType<typeof ownColumns> & ReturnType<typeof writeLimits> & ReturnType<typeof writeShape> {
  return { ...ownColumns(order), ...writeLimits(order.limits), ...writeShape(order.shape) };
}

// The columns of a row, named once, here.
function ownColumns(order: TokenOrder | TokenView) {
  return {
    organization: order.organization,
    user_name: order.user,
    project_name: order.project,
    environment: order.environment,
    allow: order.allow,
    grants: order.grants,
    labels: order.labels,
    expires_at: order.expiresAt === undefined ? null : new Date(order.expiresAt),
    reserve: order.reserve ?? null,
  };
}
