import type { OwnerKind, OwnerLimits } from '@smart-router/core';
import { readLimits, writeLimits, type LimitRow, type Stored } from './limit-columns.js';
import { readShape, writeShape, type ShapeRow } from './shape-columns.js';

/** An owner of tokens, as `ownersAfter` reads it. */
export interface OwnerRow extends LimitRow, ShapeRow {
  readonly kind: OwnerKind;
  readonly name: string;
  readonly version: Stored;
}

/** Where owners of each kind are kept. */
export const ownerTables = { user: 'users', project: 'projects', organization: 'organizations' } as const;

const columns = Object.keys({ ...writeLimits(undefined), ...writeShape(undefined) }).join(', ');
const selects = Object.entries(ownerTables).map(
  ([kind, table]) => `select '${kind}' as kind, name, version, ${columns} from ${table} where version > $1`,
);

/** `$1`: the last version known; `$2`: how many at most. Oldest change first. */
export const ownersAfter = `${selects.join(' union all ')} order by version limit $2`;

/** The limits of an owner out of its row; `undefined` when none is set. */
export function ownerLimitsOf(row: OwnerRow): OwnerLimits | undefined {
  const [limits, shape] = [readLimits(row), readShape(row)];
  return limits === undefined && shape === undefined ? undefined : { kind: row.kind, limits, shape };
}
