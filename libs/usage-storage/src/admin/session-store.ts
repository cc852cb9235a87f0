import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import type { AdminSession, SessionFinding, SessionStore, SessionView } from './admin-store.js';

/** A session that was seen is noted at most so often: pages ask for many things at once. */
const seenEveryMs = 60_000;

/** Digits of a hash that name a session to an operator. */
const handleDigits = 12;

interface SessionRow {
  readonly session_hash: string;
  readonly subjects: readonly string[];
  readonly name: string;
  readonly credential_stamp: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
}

/** Sessions in Postgres. */
export function makeSessionStore(database: Kysely<Tables>): SessionStore {
  return {
    open: async (sessionHash, session, { now, ttlMs }) => {
      await sql`insert into admin_sessions
        (session_hash, subjects, name, credential_stamp, created_at, last_seen_at, expires_at)
        values (${sessionHash}, ${session.subjects}, ${session.name}, ${session.credentialStamp},
          ${new Date(now)}, ${new Date(now)}, ${new Date(now + ttlMs)})`.execute(database);
    },
    find: (sessionHash, times) => find(database, sessionHash, times),
    end: async (sessionHash) => {
      await sql`delete from admin_sessions where session_hash = ${sessionHash}`.execute(database);
    },
    list: async (now) => {
      const query = sql<SessionRow>`select * from admin_sessions where expires_at > ${new Date(now)} order by created_at`;
      return (await query.execute(database)).rows.map(viewOf);
    },
    revoke: async (whose) => {
      const condition =
        'subject' in whose
          ? sql`${whose.subject} = any(subjects)`
          : sql`left(session_hash, ${handleDigits}::int) = ${whose.handle}`;
      const { numAffectedRows } = await sql`delete from admin_sessions where ${condition}`.execute(database);
      return Number(numAffectedRows ?? 0n);
    },
  };
}

async function find(
  database: Kysely<Tables>,
  sessionHash: string,
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): Promise<SessionFinding> {
  const query = sql<SessionRow>`select * from admin_sessions where session_hash = ${sessionHash}`;
  const [row] = (await query.execute(database)).rows;
  if (row === undefined) return { kind: 'unknown' };
  const session = sessionOf(row);
  if (row.expires_at.getTime() <= now) return { kind: 'ended', reason: 'expired', session };
  const quietMs = now - row.last_seen_at.getTime();
  if (quietMs >= idleMs) return { kind: 'ended', reason: 'idle', session };
  if (quietMs >= Math.min(seenEveryMs, idleMs / 4)) await seen(database, sessionHash, now);
  return { kind: 'live', session };
}

async function seen(database: Kysely<Tables>, sessionHash: string, now: number): Promise<void> {
  await sql`update admin_sessions set last_seen_at = ${new Date(now)}
    where session_hash = ${sessionHash} and last_seen_at < ${new Date(now)}`.execute(database);
}

function sessionOf(row: SessionRow): AdminSession {
  return { subjects: row.subjects, name: row.name, credentialStamp: row.credential_stamp };
}

function viewOf(row: SessionRow): SessionView {
  return {
    ...sessionOf(row),
    handle: row.session_hash.slice(0, handleDigits),
    createdAt: row.created_at.getTime(),
    lastSeenAt: row.last_seen_at.getTime(),
    expiresAt: row.expires_at.getTime(),
  };
}
