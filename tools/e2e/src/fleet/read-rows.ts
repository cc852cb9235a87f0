import { sql } from 'kysely';
import type { openDatabase } from '@smart-router/usage-storage';
import type { StoredRow } from './sightings.js';

/** Amounts as Postgres gives a bigint: as text, a number, or nothing. */
type Amount = string | number | bigint | null;

interface RawRow {
  readonly request_id: string;
  readonly client_request_id: string | null;
  readonly status: number;
  readonly estimated_input_tokens: Amount;
  readonly used_tokens: Amount;
  readonly cost_nano_usd: Amount;
}

/** Every row of the ledger. */
export async function readRows(database: ReturnType<typeof openDatabase>): Promise<readonly StoredRow[]> {
  const { rows } = await sql<RawRow>`
    select request_id, client_request_id, status, estimated_input_tokens, cost_nano_usd,
      coalesce(input_tokens, 0) + coalesce(cached_input_tokens, 0) + coalesce(output_tokens, 0) as used_tokens
    from request_usage`.execute(database);
  return rows.map((row) => ({
    requestId: row.request_id,
    tag: row.client_request_id ?? undefined,
    status: row.status,
    estimatedInputTokens: Number(row.estimated_input_tokens ?? 0),
    usedTokens: Number(row.used_tokens ?? 0),
    costNanoUsd: Number(row.cost_nano_usd ?? 0),
  }));
}
