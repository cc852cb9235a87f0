import { fault, refuse, succeed, type AskFacts, type Result } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';

/** Fields by which a body would try to choose its own upstream. Operators choose; callers name a group. */
const upstreamFields = new Set(['base_url', 'api_base', 'api_url', 'api_key', 'apikey', 'x-api-key', 'authorization']);

/** Refuses what no lane may carry: a caller's own upstream or key, and hosted tools the operator forbids. */
export function checkBody(facts: AskFacts, catalog: Catalog): Result<undefined> {
  const upstream = facts.fields.find((field) => upstreamFields.has(field.toLowerCase()));
  if (upstream !== undefined) {
    return refuse(
      fault('invalid-request', `${upstream} should not be in the body: the operator chooses providers and their keys`, {
        details: { param: upstream },
      }),
    );
  }
  const tool = facts.hostedTools.find((name) => catalog.server.forbiddenHostedTools.includes(name));
  if (tool === undefined) return succeed(undefined);
  return refuse(
    fault('provider-hosted-tools-forbidden', `the hosted tool "${tool}" is forbidden here`, {
      details: { param: 'tools' },
    }),
  );
}
