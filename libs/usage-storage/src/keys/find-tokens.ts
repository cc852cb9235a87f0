import { sql, type Kysely, type Selectable } from 'kysely';
import type { Grant } from '@smart-router/core';
import type { Tables } from '../tables.js';
import type { TokenEvent, TokenFilter, TokenView } from './key-admin.js';
import { readLimits } from './limit-columns.js';
import { readShape } from './shape-columns.js';

/** The tokens that match, newest first. */
export async function findTokens(database: Kysely<Tables>, filter: TokenFilter): Promise<readonly TokenView[]> {
  let query = tokensWithOwners(database);
  if (filter.user !== undefined) query = query.where('tokens.user_name', '=', filter.user);
  if (filter.project !== undefined) query = query.where('tokens.project_name', '=', filter.project);
  if (filter.environment !== undefined) query = query.where('tokens.environment', '=', filter.environment);
  if (filter.status !== undefined) query = query.where('tokens.status', '=', filter.status);
  return (await query.execute()).map(viewOf);
}

/** One token; `undefined` when there is none. */
export async function findToken(database: Kysely<Tables>, tokenId: string): Promise<TokenView | undefined> {
  const row = await tokensWithOwners(database).where('tokens.token_id', '=', tokenId).executeTakeFirst();
  return row === undefined ? undefined : viewOf(row);
}

/** What happened to a token, oldest first. */
export async function findEvents(database: Kysely<Tables>, tokenId: string): Promise<readonly TokenEvent[]> {
  const query = database.selectFrom('token_events').selectAll().where('token_id', '=', tokenId).orderBy('event_id');
  const rows = await query.execute();
  return rows.map(eventOf);
}

/** An entry of a history out of its row. */
export function eventOf(
  row: Pick<Selectable<Tables['token_events']>, 'at' | 'action' | 'actor' | 'reason'>,
): TokenEvent {
  return { at: row.at.getTime(), action: row.action, actor: row.actor, reason: row.reason ?? undefined };
}

// The type of a joined query is known to Kysely alone.
function tokensWithOwners(database: Kysely<Tables>) {
  return database
    .selectFrom('tokens')
    .innerJoin('users', 'users.name', 'tokens.user_name')
    .innerJoin('projects', 'projects.name', 'tokens.project_name')
    .leftJoin('project_memberships as member', (join) =>
      join.onRef('member.user_name', '=', 'tokens.user_name').onRef('member.project_name', '=', 'tokens.project_name'),
    )
    .selectAll('tokens')
    .select(
      sql<boolean>`users.status = 'active' and projects.status = 'active' and coalesce(member.status = 'active', false)`.as(
        'owners_active',
      ),
    )
    .orderBy('tokens.created_at', 'desc')
    .orderBy('tokens.token_id');
}

type TokenRow = Awaited<ReturnType<ReturnType<typeof tokensWithOwners>['execute']>>[number];

function viewOf(row: TokenRow): TokenView {
  return {
    tokenId: row.token_id,
    keyId: row.key_id,
    status: row.status,
    ownersActive: row.owners_active,
    organization: row.organization,
    user: row.user_name,
    project: row.project_name,
    environment: row.environment,
    allow: row.allow,
    grants: row.grants as readonly Grant[], // only grants are ever written
    labels: row.labels,
    expiresAt: row.expires_at?.getTime(),
    graceUntil: row.grace_until?.getTime(),
    replaces: row.replaces ?? undefined,
    limits: readLimits(row),
    shape: readShape(row),
    reserve: row.reserve ?? undefined,
    createdAt: row.created_at.getTime(),
  };
}
