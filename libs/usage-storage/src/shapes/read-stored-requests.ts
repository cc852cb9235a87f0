import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { storedRequest, type LedgerRow } from './stored-row.js';
import { childStatement, requestStatement, type PagePlace } from './request-statement.js';
import type { StoredRange, StoredRequest } from './stored-request.js';

/** So many requests are held at a time. */
const pageRequests = 2000;

/** Reads what the ledger tells of requests, page by page in the order of time: memory stays the same however many. */
export async function* readStoredRequests(
  database: Kysely<Tables>,
  range: StoredRange,
): AsyncGenerator<readonly StoredRequest[]> {
  let after: PagePlace | undefined;
  for (;;) {
    const { rows } = await requestStatement(range, after, pageRequests).execute(database);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return;
    const page = { first: placeOf(first), last: placeOf(last), requestIds: rows.map(idOf) };
    const [attempts, candidates] = await Promise.all([
      childStatement('request_attempts', page).execute(database),
      childStatement('request_target_candidates', page).execute(database),
    ]);
    const [attemptsOf, candidatesOf] = [byRequest(attempts.rows), byRequest(candidates.rows)];
    yield rows.map((row) => storedRequest(row, attemptsOf(idOf(row)), candidatesOf(idOf(row))));
    if (rows.length < pageRequests) return;
    after = page.last;
  }
}

/** How many requests a range has. */
export async function countStoredRequests(database: Kysely<Tables>, range: StoredRange): Promise<number> {
  const { rows } = await sql<{ requests: number }>`
    select count(*)::float8 as requests from request_usage
    where started_at >= to_timestamp(${range.since}::float8 / 1000) and started_at < to_timestamp(${range.until}::float8 / 1000)
      and (${range.groups ?? null}::text[] is null or resolved_group = any(${range.groups ?? null}::text[]))`.execute(
    database,
  );
  return rows[0]?.requests ?? 0;
}

function idOf(row: LedgerRow): string {
  return String(row['request_id']);
}

function placeOf(row: LedgerRow): PagePlace {
  return { startedAt: String(row['place']), requestId: idOf(row) };
}

function byRequest(rows: readonly LedgerRow[]): (requestId: string) => readonly LedgerRow[] {
  const found = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const known = found.get(idOf(row));
    if (known === undefined) found.set(idOf(row), [row]);
    else known.push(row);
  }
  return (requestId) => found.get(requestId) ?? [];
}
