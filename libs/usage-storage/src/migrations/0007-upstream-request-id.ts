/** The provider's own name of a call; of a router behind this one the id of its row. NULL where it gave none. */
export const upstreamRequestIdMigration: readonly string[] = [
  `alter table request_attempts add column upstream_request_id text`,
];
