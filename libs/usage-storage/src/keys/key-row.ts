import type { Grant, OutputReserve } from '@smart-router/core';
import type { KeyRecord, TokenStatus } from '@smart-router/keys';
import { readLimits, type LimitRow, type Stored } from './limit-columns.js';
import { readShape, type ShapeRow } from './shape-columns.js';

/** A token with what its owners add to it, as `keysAfter` reads it. */
export interface KeyRow extends LimitRow, ShapeRow {
  readonly version: Stored;
  readonly token_hash: string;
  readonly token_id: string;
  readonly key_id: string;
  readonly status: TokenStatus;
  readonly organization: string;
  readonly user_name: string;
  readonly project_name: string;
  readonly environment: string;
  readonly allow: readonly string[];
  readonly grants: readonly string[];
  readonly expires_at: Date | null;
  readonly grace_until: Date | null;
  readonly reserve: OutputReserve | null;
  readonly owners_active: boolean;
}

/** `$1`: the last version known; `$2`: how many at most. Oldest change first. */
export const keysAfter = `
select tokens.*, users.status = 'active' and projects.status = 'active' and coalesce(member.status = 'active', false) as owners_active
from tokens
join users on users.name = tokens.user_name
join projects on projects.name = tokens.project_name
left join project_memberships member
  on member.user_name = tokens.user_name and member.project_name = tokens.project_name
where tokens.version > $1
order by tokens.version
limit $2`;

/** Returns one and the same value for equal ones: most tokens share their words, lists and limits. */
export type Intern = <Value>(value: Value) => Value;

/** A key record out of its row. */
export function keyRecordOf(row: KeyRow, intern: Intern): KeyRecord {
  return {
    tokenHash: row.token_hash,
    status: row.status,
    ownersActive: row.owners_active,
    expiresAt: row.expires_at?.getTime(),
    graceUntil: row.grace_until?.getTime(),
    caller: {
      tokenId: row.token_id,
      keyId: row.key_id === row.token_id ? row.token_id : row.key_id,
      organization: intern(row.organization),
      user: intern(row.user_name),
      project: intern(row.project_name),
      environment: intern(row.environment),
      allow: intern(row.allow),
      grants: intern(row.grants.filter(isGrant)),
      limits: intern(readLimits(row)),
      shape: intern(readShape(row)),
      ...(row.reserve === null ? {} : { reserve: row.reserve }),
    },
  };
}

function isGrant(word: string): word is Grant {
  return word === 'metrics' || word === 'content';
}
