/** Whether the upstream call of a caller who left was cancelled or drained. NULL where the caller stayed. */
export const onDisconnectMigration: readonly string[] = [`alter table request_usage add column on_disconnect text`];
