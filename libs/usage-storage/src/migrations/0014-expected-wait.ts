/** How long a caller was expected to wait for a target, where they were ordered by that. NULL where nobody could tell. */
export const expectedWaitMigration: readonly string[] = [
  `alter table request_target_candidates add column expected_wait_ms bigint`,
];
