import { timeOfRequestId } from '@smart-router/core';
import { scopeCondition } from './conditions.js';
import type { Ask } from './open-snapshots.js';
import type { Scope } from './scope.js';
import { instant, sqlParameters } from './sql-parameters.js';

/** When a request began, in milliseconds since the epoch; `undefined` when there is none that the scope shows. */
export async function findRequest(ask: Ask, requestId: string, scope: Scope): Promise<number | undefined> {
  const startedAt = timeOfRequestId(requestId);
  if (startedAt === undefined) return undefined;
  const parameters = sqlParameters();
  // The id holds the time, so that one partition is asked by its key.
  const text = `select from request_usage where started_at = ${instant(parameters, startedAt)}
    and request_id = ${parameters.add(requestId)} and ${scopeCondition(parameters, scope)}`;
  return (await ask(text, parameters.values)).length === 0 ? undefined : startedAt;
}
