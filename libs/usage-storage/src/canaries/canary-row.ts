/** A canary by the settings that it runs with: others begin anew, beside it. */
export interface CanaryKey {
  readonly group: string;
  readonly target: string;
  readonly settingsHash: string;
}

/** How far a canary is, as the database has it. */
export interface StoredCanary extends CanaryKey {
  readonly steps: readonly number[];
  /** Index into the steps. */
  readonly step: number;
  readonly isRolledBack: boolean;
  /** Grows with every change: who changes it says which one was seen. */
  readonly version: number;
  /** How long ago it came to be so, milliseconds: the clocks of replicas differ. */
  readonly changedAgoMs: number;
  readonly startedAt: Date;
  readonly changedAt: Date;
  /** When a replica last went by it, to half a minute. */
  readonly seenAt: Date;
}

/** A row of `routing_canaries` as it is read. */
export interface CanaryRow {
  readonly model_group: string;
  readonly target: string;
  readonly settings_hash: string;
  readonly steps: string;
  readonly step: number;
  readonly state: string;
  readonly version: number;
  readonly changed_ago_ms: number;
  readonly started_at: Date;
  readonly changed_at: Date;
  readonly seen_at: Date;
}

/** The word for a canary that was taken out. */
export const rolledBack = 'rolled-back';

/** The word for one that has its share. */
export const running = 'running';

/** A row, read. */
export function canaryOf(row: CanaryRow): StoredCanary {
  return {
    ...{ group: row.model_group, target: row.target, settingsHash: row.settings_hash },
    ...{ steps: row.steps.split(',').map(Number), step: row.step, isRolledBack: row.state === rolledBack },
    ...{ version: row.version, changedAgoMs: Math.max(0, row.changed_ago_ms) },
    ...{ startedAt: row.started_at, changedAt: row.changed_at, seenAt: row.seen_at },
  };
}
