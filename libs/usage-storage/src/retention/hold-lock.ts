import { sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';

/** Keeps holds as they are until the transaction ends: what is deleted in it is held by none. */
export async function keepHolds(transaction: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('legal holds', 0))`.execute(transaction);
}

/** Waits until what is being deleted is deleted: nothing that a new hold is on goes after it was placed. */
export async function waitForDeletions(transaction: Transaction<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('legal holds', 0))`.execute(transaction);
}
