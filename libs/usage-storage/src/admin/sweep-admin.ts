import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** How long an address stays known to an account that signed in from it. */
const knownForMs = 30 * dayMs;

/** Counts of tries kept at most, the latest ones: somebody with many addresses does not fill the database. */
const mostCounts = 20_000;

/** Ended sessions are kept a day, so that their owner is told why they ended. */
const endedForMs = dayMs;

/** Removes sessions, transactions and counts of tries that are over. */
export async function sweepAdmin(database: Kysely<Tables>, now: number): Promise<void> {
  await sql`delete from admin_sessions where expires_at < ${new Date(now - endedForMs)}`.execute(database);
  await sql`delete from admin_transactions where expires_at < ${new Date(now)}`.execute(database);
  await sql`delete from admin_sign_ins where last_attempt_at < ${new Date(now - hourMs)}
    and blocked_until < ${new Date(now)}
    and (succeeded_at is null or succeeded_at < ${new Date(now - knownForMs)})`.execute(database);
  await sql`delete from admin_sign_ins where bucket in (
    select bucket from admin_sign_ins where succeeded_at is null order by last_attempt_at desc offset ${mostCounts}
  )`.execute(database);
}
