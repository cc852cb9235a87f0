/** What a provider said a request cost, beside what it was computed to cost. NULL where it said nothing. */
export const evidenceMigration: readonly string[] = [
  `alter table request_usage add column upstream_cost_nano_usd bigint`,
];
