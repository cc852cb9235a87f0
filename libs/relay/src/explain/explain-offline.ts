import { newRequestId, noObservations, refuse, type Caller, type DialectName, type Result } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import { createFirsts } from '../decide/firsts.js';
import type { RouterPorts } from '../house.js';
import { checkBody } from '../check-body.js';
import { resolveGroup } from '../resolve-group.js';
import { explainAsk } from './explain-ask.js';
import type { Explanation } from './explanation.js';
import { readExplainBody } from './read-explain-body.js';

/** A request body to be explained by a configuration alone. */
export interface OfflineQuestion {
  readonly catalog: Catalog;
  readonly bytes: Uint8Array;
  /** `undefined` when the body is to tell. */
  readonly dialect: DialectName | undefined;
  /** Instead of the one the body names. */
  readonly group: string | undefined;
  readonly ports: Pick<RouterPorts, 'clock' | 'rng' | 'randomBytes'>;
  /** The policies that may be asked; of a group that has one and none here, the configured order is told. */
  policyOf(group: ModelGroup): ReturnType<NonNullable<RouterPorts['policyOf']>>;
}

const offlineNote =
  'By the configuration alone: nothing was observed, no conversation is known, and no provider was asked.';

/** The same as `POST /v1/route/explain` finds out, without a router: nothing is known but the configuration. */
export async function explainOffline(question: OfflineQuestion): Promise<Result<Explanation>> {
  const { catalog, bytes, dialect, ports } = question;
  const { requestLimits } = catalog.server;
  const ask = readExplainBody({ bytes, dialect, limits: { maxDepth: requestLimits.maxDepth } });
  if (!ask.ok) return refuse(ask.fault);
  const checked = checkBody(ask.value, catalog);
  if (!checked.ok) return checked;
  const found = resolveGroup(catalog, anybody, question.group ?? ask.value.facts.model);
  if (!found.ok) return found;
  const { group, notes } = withoutPolicy(found.value, question);
  const limits = { recall: (keys: readonly string[]) => Promise.resolve(keys.map(() => undefined)) };
  return explainAsk(
    {
      ...{ catalog, group, ask: ask.value, caller: anybody, dialect: ask.value.dialect },
      ...{ requestId: newRequestId(ports.clock.now(), ports.randomBytes), inbound: { headers: {} } },
      house: {
        ports: { ...ports, limits, policyOf: (of) => question.policyOf(of) },
        observations: noObservations,
        firsts: createFirsts(),
      },
    },
    [offlineNote, ...notes],
  );
}

/** A token that may use everything. */
const anybody: Caller = {
  ...{ tokenId: 'explain', keyId: 'explain', organization: 'explain', user: 'explain', project: 'explain' },
  ...{ environment: 'explain', allow: ['*'], grants: [], limits: undefined, shape: undefined },
};

/** A group whose policy may not be asked is told in the configured order, as while the policy is in the mode baseline. */
function withoutPolicy(
  group: ModelGroup,
  question: OfflineQuestion,
): { readonly group: ModelGroup; readonly notes: readonly string[] } {
  const { routing } = group;
  if (routing.strategy !== 'external' || routing.external === undefined || question.policyOf(group) !== undefined)
    return { group, notes: [] };
  const external = { ...routing.external, mode: 'baseline' } as const;
  const notes = [`The policy service of the group was not asked: this is the configured order.`];
  return { group: { ...group, routing: { ...routing, external } }, notes };
}
