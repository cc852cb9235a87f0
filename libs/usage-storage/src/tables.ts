import type { ColumnType, Generated } from 'kysely';
import type { TokenStatus } from '@smart-router/keys';

/** Status of a user, project or membership; all three must be active for a token to work. */
export type OwnerStatus = 'active' | 'disabled' | 'suspended' | 'removed';

/** A bigint column: read as bigint, written as bigint or integer. */
type Int8 = ColumnType<bigint | null, bigint | number | null | undefined, bigint | number | null>;

interface OwnerTable {
  readonly name: string;
  readonly status: Generated<OwnerStatus>;
  readonly created_at: Generated<Date>;
}

interface MembershipTable {
  readonly user_name: string;
  readonly project_name: string;
  readonly status: Generated<OwnerStatus>;
  readonly created_at: Generated<Date>;
}

/** Hard limits of a token; all NULL takes the configured defaults. */
export interface LimitColumns {
  readonly rpm: Int8;
  readonly tpm: Int8;
  readonly concurrent: Int8;
  readonly day_requests: Int8;
  readonly day_tokens: Int8;
  readonly day_cost_nano_usd: Int8;
  readonly month_requests: Int8;
  readonly month_tokens: Int8;
  readonly month_cost_nano_usd: Int8;
  readonly lifetime_tokens: Int8;
  readonly lifetime_cost_nano_usd: Int8;
  readonly soft_percent: number | null;
}

/** Traffic shape of a token; all NULL takes the configured defaults. */
export interface ShapeColumns {
  readonly request_start_per_sec: number | null;
  readonly request_burst: number | null;
  readonly input_tokens_per_sec: number | null;
  readonly input_token_burst: number | null;
  readonly output_reservation_tokens_per_sec: number | null;
  readonly output_reservation_token_burst: number | null;
  readonly total_reserved_tokens_per_sec: number | null;
  readonly total_reserved_token_burst: number | null;
  readonly queue_enabled: boolean | null;
  readonly queue_max_wait_ms: Int8;
  readonly queue_max_depth: Int8;
}

/** The `tokens` table: never a secret, only its hash. */
export interface TokenTable extends LimitColumns, ShapeColumns {
  readonly token_id: string;
  readonly key_id: string;
  readonly token_hash: string;
  /** Set by a trigger at every change. */
  readonly version: ColumnType<bigint, never, never>;
  readonly status: ColumnType<TokenStatus, TokenStatus | undefined, TokenStatus>;
  readonly organization: string;
  readonly user_name: string;
  readonly project_name: string;
  readonly environment: string;
  readonly allow: readonly string[];
  readonly grants: readonly string[];
  readonly labels: readonly string[];
  readonly expires_at: Date | null;
  readonly grace_until: Date | null;
  readonly replaces: string | null;
  readonly created_at: Generated<Date>;
  readonly updated_at: Generated<Date>;
}

interface TokenEventTable {
  readonly event_id: Generated<bigint>;
  readonly token_id: string;
  readonly action: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Generated<Date>;
}

/** The database as Kysely sees it. The ledger is written by one raw statement, so only its keys stand here. */
export interface Tables {
  readonly users: OwnerTable;
  readonly projects: OwnerTable;
  readonly project_memberships: MembershipTable;
  readonly tokens: TokenTable;
  readonly token_events: TokenEventTable;
}
