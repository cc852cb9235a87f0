import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import { findUnsafeUrl, type Ask, type FoundUrl, type JsonText } from '@smart-router/dialects';

/** Fields by which a body would try to choose its own upstream. Operators choose; callers name a group. */
const upstreamFields = new Set(['base_url', 'api_base', 'api_url', 'api_key', 'apikey', 'x-api-key', 'authorization']);

/**
 * Refuses what no lane may carry: a caller's own upstream or key, hosted tools the operator forbids, and addresses of
 * pictures and files inside somebody's network.
 */
export function checkBody({ facts, body }: Ask, catalog: Catalog): Result<undefined> {
  const upstream = facts.fields.find((field) => upstreamFields.has(field.toLowerCase()));
  if (upstream !== undefined) {
    return refuse(
      fault('invalid-request', `${upstream} should not be in the body: the operator chooses providers and their keys`, {
        details: { param: upstream },
      }),
    );
  }
  const tool = facts.hostedTools.find((name) => catalog.server.forbiddenHostedTools.includes(name));
  if (tool === undefined) return checkUrls(body, catalog);
  return refuse(
    fault('provider-hosted-tools-forbidden', `the hosted tool "${tool}" is forbidden here`, {
      details: { param: 'tools' },
    }),
  );
}

const urlExpectations: Readonly<Record<FoundUrl['problem'], string>> = {
  private: 'hold an address on the public internet',
  scheme: 'hold an address of http or https, or inline data',
  unreadable: 'hold a readable address',
};

/** The router fetches nothing, but the provider would, and its network, or ours, may be the one that is meant. */
function checkUrls(body: JsonText, catalog: Catalog): Result<undefined> {
  const found = catalog.server.allowPrivateImageUrls ? undefined : findUnsafeUrl(body);
  if (found === undefined) return succeed(undefined);
  const { field, host, problem } = found;
  const message = `${field} should ${urlExpectations[problem]}, got ${host}`;
  return refuse(fault('invalid-request', message, { details: { param: field } }));
}
