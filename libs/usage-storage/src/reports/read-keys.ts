import type { Grant, OutputReserve } from '@smart-router/core';
import type { TokenStatus } from '@smart-router/keys';
import { readLimits } from '../keys/limit-columns.js';
import { readShape } from '../keys/shape-columns.js';
import { scopeCondition } from './conditions.js';
import { limitColumns, limitRowOf, shapeColumns, shapeRowOf } from './key-columns.js';
import type { KeyLine, KeysQuestion } from './key-list.js';
import type { Ask, TextRow } from './open-snapshots.js';
import { sqlParameters } from './sql-parameters.js';
import { toNumber, toText } from './text-values.js';

const instants = ['expires_at', 'grace_until', 'created_at']
  .map((name) => `(extract(epoch from tokens.${name}) * 1000)::bigint as ${name}_ms`)
  .join(', ');
const lists = ['allow', 'grants', 'labels'].map((name) => `array_to_json(tokens.${name})::text as ${name}`).join(', ');
const settings = [...limitColumns, ...shapeColumns].map((name) => `tokens.${name}`).join(', ');

/** The keys of a scope, newest first. Never what a token is known by: its hash is not even read. */
export async function readKeys(ask: Ask, { scope }: KeysQuestion): Promise<readonly KeyLine[]> {
  const parameters = sqlParameters();
  const rows = await ask(
    `select tokens.token_id, tokens.key_id, tokens.status, tokens.organization, tokens.user_name, tokens.project_name,
      tokens.environment, tokens.replaces, tokens.reserve, ${instants}, ${lists}, ${settings},
      users.status = 'active' and projects.status = 'active' and coalesce(member.status = 'active', false) as owners_active,
      (extract(epoch from coalesce(used.at, used_day.at)) * 1000)::bigint as last_used_ms
    from tokens
    join users on users.name = tokens.user_name
    join projects on projects.name = tokens.project_name
    left join project_memberships as member
      on member.user_name = tokens.user_name and member.project_name = tokens.project_name
    left join lateral (select max(started_at) as at from request_usage where key_id = tokens.key_id) as used on true
    left join lateral (
      select max(day)::timestamp at time zone 'UTC' as at from usage_sums where subject = 'key:' || tokens.key_id
    ) as used_day on true
    where ${scopeCondition(parameters, scope, { project: 'tokens.project_name', environment: 'tokens.environment' })}
    order by tokens.created_at desc, tokens.token_id`,
    parameters.values,
  );
  return rows.map(lineOf);
}

function lineOf(row: TextRow): KeyLine {
  const known = (name: string): string => row[name] ?? ''; // NOT NULL in the table
  const list = (name: string): readonly string[] => JSON.parse(row[name] ?? '[]') as readonly string[]; // a list of text
  return {
    tokenId: known('token_id'),
    keyId: known('key_id'),
    status: known('status') as TokenStatus, // the table checks it
    ownersActive: row['owners_active'] === 't',
    organization: known('organization'),
    user: known('user_name'),
    project: known('project_name'),
    environment: known('environment'),
    allow: list('allow'),
    grants: list('grants') as readonly Grant[], // only grants are ever written
    labels: list('labels'),
    expiresAt: toNumber(row['expires_at_ms']),
    graceUntil: toNumber(row['grace_until_ms']),
    replaces: toText(row['replaces']),
    limits: readLimits(limitRowOf(row)),
    shape: readShape(shapeRowOf(row)),
    reserve: toText(row['reserve']) as OutputReserve | undefined, // the table checks it
    createdAt: Number(row['created_at_ms']),
    lastUsedAt: toNumber(row['last_used_ms']),
  };
}
