import { randomBytes } from 'node:crypto';
import { newRequestId } from '@smart-router/core';
import type { TestSite } from './start-site.js';

/** Columns of `request_usage`, by their names. */
export type UsageColumns = Readonly<Record<string, string | number | boolean | null>>;

const served: UsageColumns = {
  ...{ writer_id: 'test', token_id: 'rtr_acme_ada_web_prod_k1', key_id: 'rtr_acme_ada_web_prod_k1' },
  ...{ caller_organization: 'acme', caller_user: 'ada', caller_project: 'web', caller_environment: 'prod' },
  ...{ client: 'codex', inbound_dialect: 'openai-chat', requested_model: 'default', resolved_group: 'default' },
  ...{ target: 'openai/gpt-5', target_provider: 'openai', target_model: 'gpt-5', target_dialect: 'openai-responses' },
  ...{ stream: true, status: 200, latency_ms: 1234, first_token_ms: 321, attempt_count: 1, fallback_used: false },
  ...{ input_tokens: 100, cached_input_tokens: 20, output_tokens: 50, reasoning_tokens: 10 },
  ...{ cost_nano_usd: 1_234_567_891, cost_basis: 'computed', input_price_micro_usd: 1_250_000 },
};

/** Stores requests that differ from a served one; returns their ids. They are not added up. */
export async function storeUsage(
  site: Pick<TestSite, 'query'>,
  changes: readonly (UsageColumns & { readonly startedAt: number })[],
): Promise<readonly string[]> {
  const writer = randomBytes(6).toString('hex');
  const rows = changes.map(({ startedAt, ...change }, index) => ({
    ...{ ...served, writer_id: writer, writer_seq: index + 1, request_id: newRequestId(startedAt, randomBytes) },
    ...{ started_at: new Date(startedAt).toISOString(), stored_at: new Date(startedAt + 2000).toISOString() },
    ...change,
  }));
  const json = JSON.stringify(rows).replaceAll("'", "''");
  await site.query(`insert into request_usage select * from json_populate_recordset(null::request_usage, '${json}')`);
  return rows.map(({ request_id: id }) => id);
}
