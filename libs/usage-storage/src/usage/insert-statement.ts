/** Columns of `request_usage` as a spool line names them, with their types. */
const usageColumns = {
  started_at: 'timestamptz',
  request_id: 'text',
  writer_id: 'text',
  writer_seq: 'bigint',
  token_id: 'text',
  key_id: 'text',
  caller_organization: 'text',
  caller_user: 'text',
  caller_project: 'text',
  caller_environment: 'text',
  client_request_id: 'text',
  client: 'text',
  inbound_dialect: 'text',
  requested_model: 'text',
  resolved_group: 'text',
  target: 'text',
  target_provider: 'text',
  target_model: 'text',
  target_dialect: 'text',
  stream: 'boolean',
  status: 'integer',
  error_type: 'text',
  error_class: 'text',
  finish: 'text',
  latency_ms: 'bigint',
  first_token_ms: 'bigint',
  attempt_count: 'integer',
  fallback_used: 'boolean',
  input_tokens: 'bigint',
  cached_input_tokens: 'bigint',
  cache_write_5m_tokens: 'bigint',
  cache_write_1h_tokens: 'bigint',
  output_tokens: 'bigint',
  reasoning_tokens: 'bigint',
  estimated_input_tokens: 'bigint',
  cost_nano_usd: 'bigint',
  cost_basis: 'text',
  input_price_micro_usd: 'bigint',
  cached_input_price_micro_usd: 'bigint',
  cache_write_5m_price_micro_usd: 'bigint',
  cache_write_1h_price_micro_usd: 'bigint',
  output_price_micro_usd: 'bigint',
  image_input_price_micro_usd: 'bigint',
  pricing_source: 'text',
  pricing_updated: 'text',
  request_bytes: 'bigint',
  tool_count: 'integer',
  image_count: 'integer',
  notes: 'text',
  catalog_hash: 'text',
} as const;

/** Columns of `request_attempts` that an attempt brings itself; time and request come from its record. */
const attemptColumns = {
  attempt_number: 'integer',
  attempt_started_at: 'timestamptz',
  target: 'text',
  provider: 'text',
  model: 'text',
  dialect: 'text',
  credential_id: 'text',
  duration_ms: 'bigint',
  first_byte_ms: 'bigint',
  first_token_ms: 'bigint',
  upstream_status: 'integer',
  error_class: 'text',
  retry_after_ms: 'bigint',
} as const;

/** Columns that a refused or failed request repeats in `request_errors`. */
const errorColumns = [
  ...['started_at', 'request_id', 'status', 'error_type', 'error_class', 'attempt_count', 'token_id'],
  ...['inbound_dialect', 'requested_model', 'resolved_group', 'target_provider', 'target_model', 'target_dialect'],
].join(', ');

const names = (columns: object): string => Object.keys(columns).join(', ');
const definitions = (columns: object): string =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');

/**
 * Stores a batch in one statement, and so in one transaction. `$1` is a JSON array of spool lines, parsed once, by
 * Postgres. A record that is stored already is left as it is.
 */
export const insertStatement = `
with batch as materialized (
  select * from json_to_recordset($1::json) as line (${definitions(usageColumns)}, attempts json)
), usage as (
  insert into request_usage (${names(usageColumns)}) select ${names(usageColumns)} from batch on conflict do nothing
), attempts as (
  insert into request_attempts (started_at, request_id, ${names(attemptColumns)})
  select batch.started_at, batch.request_id, attempt.*
  from batch cross join lateral json_to_recordset(batch.attempts) as attempt (${definitions(attemptColumns)})
  on conflict do nothing
)
insert into request_errors (${errorColumns}) select ${errorColumns} from batch where error_type is not null
on conflict do nothing`;
