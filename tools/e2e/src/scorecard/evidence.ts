import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import type { ListedRequest } from '@smart-router/simulated-provider';
import type { UsageRow } from '../start-stack.js';
import { groupBy } from './group-by.js';
import type { World } from './world.js';

/** A row of `request_attempts`, as far as the scorecard looks. */
export interface AttemptRow {
  readonly request_id: string;
  readonly target: string;
  readonly error_class: string | null;
}

/** What the ledger and the provider tell of a run. */
export interface Evidence {
  /** The rows of a cell's group, or with its id as the caller's own. */
  rowsOf(cell: string): readonly UsageRow[];
  attemptsOf(requestId: string): readonly AttemptRow[];
  /** What the provider saw of an upstream model, oldest first. */
  seen(model: string): readonly ListedRequest[];
}

/** Gathers the evidence once the ledger has as many rows as there were requests. */
export async function gatherEvidence({ database, provider }: World, requests: number): Promise<Evidence> {
  const count = async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from request_usage`.execute(database);
    return rows[0]?.count ?? 0;
  };
  // Where one is missing, the findings say whose.
  await waitFor(async () => (await count()) >= requests, { timeoutMs: 20_000, everyMs: 200 }).catch(() => undefined);
  const usage = await sql<UsageRow>`select * from request_usage order by started_at, writer_seq`.execute(database);
  const attempts = await sql<AttemptRow>`
    select request_id, target, error_class from request_attempts order by attempt_number`.execute(database);
  const byCell = groupBy(usage.rows, (row) => String(row['resolved_group'] ?? row['client_request_id']));
  const byRequest = groupBy(attempts.rows, (row) => row.request_id);
  const byModel = groupBy(await provider.requests(), ({ model }) => model);
  return {
    rowsOf: (cell) => byCell.get(cell) ?? [],
    attemptsOf: (requestId) => byRequest.get(requestId) ?? [],
    seen: (model) => byModel.get(model) ?? [],
  };
}
