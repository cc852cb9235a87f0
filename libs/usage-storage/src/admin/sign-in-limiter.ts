import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { SignInAttempt, SignInLimiter } from './admin-store.js';

/** How tries of one kind are slowed: after so many failures each further one doubles the pause. */
interface Brake {
  readonly kind: 'account' | 'address' | 'pair';
  readonly freeFailures: number;
  readonly longestPauseMs: number;
}

/** An account without failures for so long begins anew. */
const forgottenAfterMs = 60 * 60 * 1000;

/** The pause after the first failure beyond the free ones. */
const firstPauseMs = 1000;

/**
 * Somebody who guesses is slowed hard where they sit. An account that is guessed from many addresses is slowed a little
 * for addresses it was never signed in from, so that a flood cannot lock its owner out.
 */
const brakes: readonly Brake[] = [
  { kind: 'account', freeFailures: 30, longestPauseMs: 60_000 },
  { kind: 'address', freeFailures: 20, longestPauseMs: 15 * 60_000 },
  { kind: 'pair', freeFailures: 5, longestPauseMs: 15 * 60_000 },
];

class Limited extends Error {
  constructor(readonly retryAfterMs: number) {
    super('too many tries');
  }
}

/** Counts of tries, in Postgres. */
export function makeSignInLimiter(database: Kysely<Tables>): SignInLimiter {
  return {
    attempt: async (attempt) => {
      try {
        await database.transaction().execute((transaction) => countAll(transaction, attempt));
        return { kind: 'go' };
      } catch (error) {
        if (error instanceof Limited) return { kind: 'limited', retryAfterMs: error.retryAfterMs };
        throw error;
      }
    },
    takeBack: async (attempt, why) => {
      const { now } = attempt;
      const names = brakes.map(({ kind }) => nameOf(kind, attempt));
      const pair = nameOf('pair', attempt);
      const succeeded = why === 'succeeded';
      await sql`update admin_sign_ins set blocked_until = ${new Date(now)},
        failures = case when ${succeeded}::boolean and bucket = ${pair} then 0 else greatest(failures - 1, 0) end,
        succeeded_at = case when ${succeeded}::boolean and bucket = ${pair} then ${new Date(now)} else succeeded_at end
        where bucket = any(${names})`.execute(database);
    },
  };
}

/** Always in the order of the brakes, so that two tries wait for each other and never both. */
async function countAll(transaction: Transaction<Tables>, attempt: SignInAttempt): Promise<void> {
  const isKnown = await wasSignedInFrom(transaction, attempt);
  for (const brake of brakes) {
    if (brake.kind === 'account' && isKnown) continue;
    await count(transaction, brake, attempt);
  }
}

async function wasSignedInFrom(transaction: Transaction<Tables>, attempt: SignInAttempt): Promise<boolean> {
  const query = sql`select 1 from admin_sign_ins
    where bucket = ${nameOf('pair', attempt)} and succeeded_at is not null`;
  return (await query.execute(transaction)).rows.length > 0;
}

async function count(transaction: Transaction<Tables>, brake: Brake, attempt: SignInAttempt): Promise<void> {
  const bucket = nameOf(brake.kind, attempt);
  const now = new Date(attempt.now);
  const failures = sql`case when known.last_attempt_at < ${new Date(attempt.now - forgottenAfterMs)}
    then 1 else known.failures + 1 end`;
  // The exponent is bounded where the pause long is.
  const pauseMs = sql`case when ${failures} <= ${brake.freeFailures}::int then 0
    else least(${brake.longestPauseMs}::float8,
      ${firstPauseMs} * power(2, least(${failures} - ${brake.freeFailures}::int - 1, 30))) end`;
  const { rows } = await sql`insert into admin_sign_ins as known
      (bucket, failures, last_attempt_at, blocked_until) values (${bucket}, 1, ${now}, ${now})
    on conflict (bucket) do update set failures = ${failures}, last_attempt_at = ${now},
      blocked_until = ${now}::timestamptz + ${pauseMs} * interval '1 millisecond'
    where known.blocked_until <= ${now}
    returning bucket`.execute(transaction);
  if (rows.length === 0) throw new Limited(await pauseLeft(transaction, bucket, attempt.now));
}

async function pauseLeft(transaction: Transaction<Tables>, bucket: string, now: number): Promise<number> {
  const query = sql<{ blocked_until: Date }>`select blocked_until from admin_sign_ins where bucket = ${bucket}`;
  const [row] = (await query.execute(transaction)).rows;
  return Math.max(1, (row?.blocked_until.getTime() ?? now) - now);
}

function nameOf(kind: Brake['kind'], { account, address }: SignInAttempt): string {
  switch (kind) {
    case 'account':
      return `account ${account}`;
    case 'address':
      return `address ${address}`;
    case 'pair':
      return `pair ${account} ${address}`;
  }
}
