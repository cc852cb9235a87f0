import { randomBytes } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { refuse, succeed, type Fault, type Result } from '@smart-router/core';
import type { Tables } from '../tables.js';
import { changeToken, unknownToken } from './change-token.js';
import { findOwner, findOwnerEvents, unknownOwner } from './find-owner.js';
import { findEvents, findToken, findTokens } from './find-tokens.js';
import { issueToken, rotateToken, type IssueSources } from './issue-token.js';
import type { KeyAdmin } from './key-admin.js';
import { setAllow } from './set-allow.js';
import { setKeyLimits, setOwnerLimits } from './set-limits.js';

/** Carries a refusal out of a transaction, so that what was begun is rolled back. */
class Refusal extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** Administration of tokens on a database. */
export function createKeyAdmin(
  database: Kysely<Tables>,
  sources: IssueSources = { now: () => Date.now(), randomBytes },
): KeyAdmin {
  return {
    issue: (order, deed) => change(database, (transaction) => issueToken(transaction, { order, deed, sources })),
    rotate: (tokenId, rotation, deed) =>
      change(database, (transaction) => rotateToken(transaction, { tokenId, rotation, deed, sources })),
    change: (tokenId, action, deed) =>
      change(database, (transaction) => changeToken(transaction, { tokenId, action, deed })),
    setLimits: (tokenId, limits, deed) =>
      change(database, (transaction) => setKeyLimits(transaction, { tokenId, change: limits, deed })),
    setAllow: (tokenId, allow, deed) =>
      change(database, (transaction) => setAllow(transaction, { tokenId, allow, deed })),
    setOwnerLimits: (owner, limits, deed) =>
      change(database, (transaction) => setOwnerLimits(transaction, { owner, change: limits, deed })),
    showOwner: async (owner) => {
      const view = await findOwner(database, owner);
      return view === undefined
        ? refuse(unknownOwner(owner))
        : succeed({ view, events: await findOwnerEvents(database, owner) });
    },
    list: (filter) => findTokens(database, filter),
    show: async (tokenId) => {
      const view = await findToken(database, tokenId);
      return view === undefined
        ? refuse(unknownToken(tokenId))
        : succeed({ view, events: await findEvents(database, tokenId) });
    },
  };
}

/** One change at a time: the lock is the one the triggers take, and taken first it cannot deadlock with row locks. */
async function change<Value>(
  database: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(1936552052, 1)`.execute(transaction);
      const result = await work(transaction);
      if (!result.ok) throw new Refusal(result.fault);
      return result;
    });
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.fault);
    throw error;
  }
}
