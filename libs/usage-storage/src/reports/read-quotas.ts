import type { OwnerKind } from '@smart-router/core';
import { readLimits } from '../keys/limit-columns.js';
import { amountsOf, sumsOfSubject } from '../usage/read-sums.js';
import { scopeCondition } from './conditions.js';
import { limitColumns, limitRowOf } from './key-columns.js';
import type { Ask, TextRow } from './open-snapshots.js';
import type { QuotasQuestion, QuotaUse } from './quota-use.js';
import type { Scope } from './scope.js';
import { sqlParameters, type SqlParameters } from './sql-parameters.js';
import { toText } from './text-values.js';

const dayMs = 86_400_000;

/** The limits of keys and owners that a scope shows, with what is used of them. */
export async function readQuotas(ask: Ask, { scope, now }: QuotasQuestion): Promise<readonly QuotaUse[]> {
  const parameters = sqlParameters();
  const today = `(date '1970-01-01' + ${parameters.add(Math.floor(now / dayMs))}::integer)`;
  const limited = [keys(parameters, scope), ...owners(parameters, scope)].join(' union all ');
  const rows = await ask(
    `select limited.*, used.* from (${limited}) as limited
    cross join lateral (
      select ${sumsOfSubject} from usage_sums cross join (select ${today} as today) as asked_day
      where usage_sums.subject = limited.subject
    ) as used
    order by place, organization, name`,
    parameters.values,
  );
  return rows.map(quotaOf);
}

const limitsOf = (table: string): string => limitColumns.map((name) => `${table}.${name}`).join(', ');

/** Every token of a key has its limits: the newest one says them, and whether the key works. */
function keys(parameters: SqlParameters, scope: Scope): string {
  const columns = { project: 'tokens.project_name', environment: 'tokens.environment' };
  return `select * from (
    select distinct on (tokens.key_id) 1 as place, 'key' as kind, 'key:' || tokens.key_id as subject,
      tokens.key_id as name, tokens.organization, tokens.user_name, tokens.project_name, tokens.environment,
      tokens.status, ${limitsOf('tokens')}
    from tokens where ${scopeCondition(parameters, scope, columns)}
    order by tokens.key_id, tokens.created_at desc, tokens.token_id
  ) as keys`;
}

const ownerKinds: readonly { readonly kind: OwnerKind; readonly table: string; readonly column: string }[] = [
  { kind: 'project', table: 'projects', column: 'project_name' },
  { kind: 'user', table: 'users', column: 'user_name' },
  { kind: 'organization', table: 'organizations', column: 'organization' },
];

/** Owners count in each organization that they have tokens of. */
function owners(parameters: SqlParameters, scope: Scope): readonly string[] {
  const whole = scope === 'everything' ? scope : scope.filter(({ environment }) => environment === undefined);
  return ownerKinds.map(({ kind, table, column }, index) => {
    const subject = kind === 'organization' ? `organization` : `organization || '/' || name`;
    const isShown =
      kind === 'project'
        ? scopeCondition(parameters, whole, { project: 'name', environment: 'name' })
        : String(scope === 'everything');
    return `select ${index + 2}, '${kind}', '${kind}:' || ${subject}, name, organization, null, null, null,
        ${kind === 'organization' ? 'null' : `${table}.status`}, ${limitsOf(table)}
      from ${table} join (select distinct organization, ${column} as owner from tokens) as of_tokens on owner = name
      where ${isShown}`;
  });
}

function quotaOf(row: TextRow): QuotaUse {
  return {
    kind: (row['kind'] ?? 'key') as QuotaUse['kind'], // one of those above
    name: row['name'] ?? '',
    organization: row['organization'] ?? '',
    user: toText(row['user_name']),
    project: toText(row['project_name']),
    environment: toText(row['environment']),
    status: toText(row['status']),
    limits: readLimits(limitRowOf(row)),
    day: amountsOf(row, 'day'),
    month: amountsOf(row, 'month'),
    lifetime: amountsOf(row, 'lifetime'),
  };
}
