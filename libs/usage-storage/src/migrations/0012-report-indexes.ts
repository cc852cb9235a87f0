/**
 * What reports look for among very many rows: the most expensive requests, and the few targets that could not serve. A
 * request whose cost is unknown stands below all others, as in the reports' own order.
 */
export const reportIndexesMigration: readonly string[] = [
  `create index request_usage_cost on request_usage ((coalesce(cost_nano_usd, -1)), started_at)`,
  `create index request_target_candidates_excluded on request_target_candidates (started_at, request_id)
    where filter_reasons is not null`,
];
