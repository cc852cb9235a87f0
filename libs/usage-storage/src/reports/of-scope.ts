import { rangesCondition, scopeCondition } from './conditions.js';
import type { Range } from './reports.js';
import type { Scope } from './scope.js';
import type { SqlParameters } from './sql-parameters.js';

const usageColumns = { project: 'usage.caller_project', environment: 'usage.caller_environment' };

/**
 * Joins `child`, rows that belong to requests, with their requests, as far as a scope shows them; `usage` is the
 * request. The range is said of both, so that either finds its partition.
 */
export function joinRequests(
  parameters: SqlParameters,
  { scope, range }: { readonly scope: Scope; readonly range: Range },
): string {
  return `join request_usage as usage on usage.started_at = child.started_at and usage.request_id = child.request_id
    and ${rangesCondition(parameters, 'usage.started_at', [range])}
    and ${scopeCondition(parameters, scope, usageColumns)}`;
}

/** The same where nothing of the requests is read: a scope of everything needs no requests. */
export function ofScope(parameters: SqlParameters, about: { readonly scope: Scope; readonly range: Range }): string {
  return about.scope === 'everything' ? '' : joinRequests(parameters, about);
}
