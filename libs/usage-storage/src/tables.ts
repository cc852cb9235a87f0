import type { ColumnType, Generated } from 'kysely';
import type { OutputReserve, OwnerKind } from '@smart-router/core';
import type { TokenStatus } from '@smart-router/keys';
import type { LimitRow } from './keys/limit-columns.js';
import type { ShapeRow } from './keys/shape-columns.js';

/** Status of a user, project or membership; all three must be active for a token to work. */
export type OwnerStatus = 'active' | 'disabled' | 'suspended' | 'removed';

/** Columns of a row that may hold bigint: read as bigint, written as bigint or integer. */
type Columns<Row> = {
  readonly [Name in keyof Row]: Extract<Row[Name], bigint> extends never
    ? Row[Name]
    : ColumnType<bigint | null, bigint | number | null, bigint | number | null>;
};

/** Who a token belongs to: an organization has no status of its own. */
interface OwnerTable extends Columns<LimitRow>, Columns<ShapeRow> {
  readonly name: string;
  /** Set by a trigger at every change. */
  readonly version: ColumnType<bigint, never, never>;
  readonly created_at: Generated<Date>;
}

interface StatusOwnerTable extends OwnerTable {
  readonly status: Generated<OwnerStatus>;
}

interface MembershipTable {
  readonly user_name: string;
  readonly project_name: string;
  readonly status: Generated<OwnerStatus>;
  readonly created_at: Generated<Date>;
}

/** The `tokens` table: never a secret, only its hash. */
export interface TokenTable extends Columns<LimitRow>, Columns<ShapeRow> {
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
  readonly reserve: OutputReserve | null;
  readonly created_at: Generated<Date>;
  readonly updated_at: Generated<Date>;
}

interface OwnerEventTable {
  readonly event_id: Generated<bigint>;
  readonly kind: OwnerKind;
  readonly name: string;
  readonly action: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly at: Generated<Date>;
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
  readonly users: StatusOwnerTable;
  readonly projects: StatusOwnerTable;
  readonly organizations: OwnerTable;
  readonly project_memberships: MembershipTable;
  readonly tokens: TokenTable;
  readonly token_events: TokenEventTable;
  readonly owner_events: OwnerEventTable;
}
