import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../tables.js';

/** Numbers `from` to `to`, both in it. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

/** What the rows say of one writer. */
export interface WriterNumbers {
  readonly writerId: string;
  /** The highest number of a row, of those that were deleted too. */
  readonly last: number;
  /** Numbers up to `last` that no row has, in order and apart. */
  readonly missing: readonly NumberRange[];
  /** Rows that went because they were old. */
  readonly deleted: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The numbers of every writer, which count from 1. With `since` only rows of requests that started then or in the day
 * before are looked at, and what lies before the first of them, or before what was deleted, is taken to be whole: a
 * number is given when a request ends, so a long one has a later number than others that started after it.
 */
export async function findGaps(database: Kysely<Tables>, since: number | undefined): Promise<readonly WriterNumbers[]> {
  const looked = since === undefined ? sql`true` : sql`started_at >= ${new Date(since - dayMs)}`;
  const gaps = await readGaps(database, looked, since === undefined ? sql`0` : sql`writer_seq - 1`);
  const writers = await readWriters(database, looked, since === undefined ? sql`full` : sql`left`);
  return writers.map(({ writerId, stored, deletedTo, deleted }) => {
    const within = gaps.get(writerId) ?? [];
    const numbers = { writerId, last: Math.max(stored, deletedTo) };
    if (since !== undefined) return { ...numbers, deleted: 0, missing: within.filter(({ to }) => to > deletedTo) };
    const after = deletedTo > stored ? [{ from: stored + 1, to: deletedTo }] : [];
    return { ...numbers, deleted, missing: [...within, ...after] };
  });
}

async function readGaps(
  database: Kysely<Tables>,
  looked: RawBuilder<unknown>,
  first: RawBuilder<unknown>,
): Promise<ReadonlyMap<string, readonly NumberRange[]>> {
  const { rows } = await sql<{ writer_id: string; after: bigint; number: bigint }>`
    select writer_id, after, writer_seq as number from (
      select writer_id, writer_seq,
        coalesce(lag(writer_seq) over (partition by writer_id order by writer_seq), ${first}) as after
      from request_usage where ${looked}
    ) as steps
    where writer_seq > after + 1 order by 1, 3`.execute(database);
  const gaps = new Map<string, NumberRange[]>();
  for (const { writer_id: writerId, after, number } of rows) {
    const range = { from: Number(after) + 1, to: Number(number) - 1 };
    const known = gaps.get(writerId);
    if (known === undefined) gaps.set(writerId, [range]);
    else known.push(range);
  }
  return gaps;
}

interface WriterRow {
  readonly writerId: string;
  /** The highest number of a row that is there. */
  readonly stored: number;
  readonly deleted: number;
  readonly deletedTo: number;
}

async function readWriters(
  database: Kysely<Tables>,
  looked: RawBuilder<unknown>,
  join: RawBuilder<unknown>,
): Promise<readonly WriterRow[]> {
  const { rows } = await sql<{ writer_id: string; stored: bigint; deleted: bigint; deleted_to: bigint }>`
    with seen as (select writer_id, max(writer_seq) as stored from request_usage where ${looked} group by 1)
    select writer_id, coalesce(stored, 0) as stored, coalesce(requests, 0) as deleted,
      coalesce(last_seq, 0) as deleted_to
    from seen ${join} join retention_deleted_writers using (writer_id) order by 1`.execute(database);
  return rows.map((row) => ({
    ...{ writerId: row.writer_id, stored: Number(row.stored) },
    ...{ deleted: Number(row.deleted), deletedTo: Number(row.deleted_to) },
  }));
}
