import { fault, refuse, succeed, type Result } from '@smart-router/core';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { DataClass } from './data-class.js';
import { waitForDeletions } from './hold-lock.js';

/** What is held: what fits all that is named. `undefined` is anything. Instants are milliseconds since the epoch. */
export interface HeldThings {
  readonly dataClass?: DataClass | undefined;
  readonly requestId?: string | undefined;
  readonly from?: number | undefined;
  /** Not in the range itself. */
  readonly to?: number | undefined;
  readonly project?: string | undefined;
  readonly user?: string | undefined;
}

/** Who does something to a hold, and why. */
export interface HoldDeed {
  readonly actor: string;
  readonly reason: string;
}

/** A hold as it stands or stood. */
export interface LegalHold extends HeldThings {
  readonly holdId: bigint;
  readonly placed: HoldDeed & { readonly at: number };
  readonly released: (HoldDeed & { readonly at: number }) | undefined;
}

/** Places a hold. Once this resolves, no run of retention deletes what it is on, not even one that is under way. */
export async function placeHold(database: Kysely<Tables>, things: HeldThings, deed: HoldDeed): Promise<LegalHold> {
  return database.transaction().execute(async (transaction) => {
    await waitForDeletions(transaction);
    const { rows } = await sql<HoldRow>`
      insert into legal_holds
        (data_class, request_id, range_start, range_end, caller_project, caller_user, reason, placed_by)
      values (${things.dataClass ?? null}, ${things.requestId ?? null}, ${instant(things.from)}, ${instant(things.to)},
        ${things.project ?? null}, ${things.user ?? null}, ${deed.reason}, ${deed.actor})
      returning *`.execute(transaction);
    const hold = onlyHold(rows);
    await noteEvent(transaction, hold.holdId, { ...deed, action: 'placed' });
    return hold;
  });
}

/** Releases a hold; what it was on may be deleted by the next run. It is kept, with who released it and why. */
export async function releaseHold(
  database: Kysely<Tables>,
  holdId: bigint,
  deed: HoldDeed,
): Promise<Result<LegalHold>> {
  return database.transaction().execute(async (transaction) => {
    const { rows } = await sql<HoldRow>`
      update legal_holds set released_by = ${deed.actor}, released_at = now(), release_reason = ${deed.reason}
      where hold_id = ${holdId} and released_at is null returning *`.execute(transaction);
    if (rows.length === 0) return refuse(fault('not-found', `there is no hold ${holdId} that stands`));
    await noteEvent(transaction, holdId, { ...deed, action: 'released' });
    return succeed(onlyHold(rows));
  });
}

/** Holds, the newest first; those that were released only when asked for. */
export async function listHolds(
  database: Kysely<Tables>,
  which: 'standing' | 'all' = 'standing',
): Promise<readonly LegalHold[]> {
  const { rows } = await sql<HoldRow>`
    select * from legal_holds where ${which === 'all'} or released_at is null order by hold_id desc`.execute(database);
  return rows.map(holdOf);
}

interface HoldRow {
  readonly hold_id: bigint;
  readonly data_class: DataClass | null;
  readonly request_id: string | null;
  readonly range_start: Date | null;
  readonly range_end: Date | null;
  readonly caller_project: string | null;
  readonly caller_user: string | null;
  readonly reason: string;
  readonly placed_by: string;
  readonly placed_at: Date;
  readonly released_by: string | null;
  readonly released_at: Date | null;
  readonly release_reason: string | null;
}

function onlyHold(rows: readonly HoldRow[]): LegalHold {
  const [row] = rows;
  if (row === undefined) throw new Error('the database returned no hold');
  return holdOf(row);
}

function holdOf(row: HoldRow): LegalHold {
  const { released_at: releasedAt } = row;
  return {
    holdId: row.hold_id,
    dataClass: row.data_class ?? undefined,
    requestId: row.request_id ?? undefined,
    from: row.range_start?.getTime(),
    to: row.range_end?.getTime(),
    project: row.caller_project ?? undefined,
    user: row.caller_user ?? undefined,
    placed: { actor: row.placed_by, reason: row.reason, at: row.placed_at.getTime() },
    released: releasedAt
      ? { actor: row.released_by ?? '', reason: row.release_reason ?? '', at: releasedAt.getTime() }
      : undefined,
  };
}

function instant(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms);
}

async function noteEvent(
  transaction: Transaction<Tables>,
  holdId: bigint,
  event: HoldDeed & { readonly action: 'placed' | 'released' },
): Promise<void> {
  await sql`insert into legal_hold_events (hold_id, action, actor, reason)
    values (${holdId}, ${event.action}, ${event.actor}, ${event.reason})`.execute(transaction);
}
