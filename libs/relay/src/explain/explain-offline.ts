import {
  fault,
  newRequestId,
  noObservations,
  refuse,
  succeed,
  type Caller,
  type DialectName,
  type Fault,
  type Result,
} from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { Ask } from '@smart-router/dialects';
import { isPolicy } from '@smart-router/routing';
import { createFirsts } from '../decide/firsts.js';
import type { RouterPorts } from '../house.js';
import { checkBody } from '../check-body.js';
import { resolveGroup } from '../resolve-group.js';
import { explainAsk } from './explain-ask.js';
import type { Explanation } from './explanation.js';
import { explainedAsCompaction, readExplainBody, type ExplainedAs } from './read-explain-body.js';

/** A request body to be explained by a configuration alone. */
export interface OfflineQuestion {
  readonly catalog: Catalog;
  readonly bytes: Uint8Array;
  /** `undefined` when the body is to tell. */
  readonly dialect: DialectName | undefined;
  readonly purpose: ExplainedAs['purpose'];
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
  const { catalog, ports, purpose } = question;
  const ask = readBody(question);
  if (!ask.ok) return ask;
  const checked = checkBody(ask.value, catalog);
  if (!checked.ok) return checked;
  const named = question.group ?? ask.value.facts.model;
  if (named !== undefined && !isGroup(named, catalog)) return refuse(noSuchGroup(named, catalog));
  const found = resolveGroup(catalog, anybody, named);
  if (!found.ok) return found;
  const unasked = withoutPolicy(found.value, question);
  const group = unasked ?? found.value;
  const limits = { recall: (keys: readonly string[]) => Promise.resolve(keys.map(() => undefined)) };
  const explained = await explainAsk(
    {
      ...{ catalog, group, ask: ask.value, caller: anybody, dialect: ask.value.dialect },
      ...{ requestId: newRequestId(ports.clock.now(), ports.randomBytes), inbound: { headers: {} } },
      house: {
        ports: { ...ports, limits, policyOf: (of) => question.policyOf(of) },
        observations: noObservations,
        firsts: createFirsts(),
      },
    },
    { purpose, notes: [offlineNote, ...(unasked === undefined ? [] : [unaskedNote])] },
  );
  return explained.ok ? succeed({ ...explained.value, strategy: found.value.routing.strategy }) : explained;
}

function readBody({ catalog, bytes, dialect, purpose }: OfflineQuestion): Result<Ask> {
  const as = purpose === 'compaction' ? explainedAsCompaction(dialect) : succeed({ dialect });
  if (!as.ok) return as;
  const { maxDepth } = catalog.server.requestLimits;
  return readExplainBody({ bytes, dialect: as.value.dialect, limits: { maxDepth } });
}

const isGroup = (name: string, { groups, aliases }: Catalog): boolean => groups.has(name) || aliases.has(name);

/** Who has the configuration may know its groups. */
function noSuchGroup(named: string, { groups }: Catalog): Fault {
  const name = named.slice(0, 128);
  const known = [...groups.keys()].join(', ');
  return fault('model-not-allowed', `model should be a group of the configuration, one of ${known}, got "${name}"`, {
    details: { param: 'model', model: name },
  });
}

/** A token that may use everything. */
const anybody: Caller = {
  ...{ tokenId: 'explain', keyId: 'explain', organization: 'explain', user: 'explain', project: 'explain' },
  ...{ environment: 'explain', allow: ['*'], grants: [], limits: undefined, shape: undefined },
};

/** A group whose policy may not be asked is told in the configured order. */
function withoutPolicy(group: ModelGroup, question: OfflineQuestion): ModelGroup | undefined {
  const { routing } = group;
  if (!isPolicy(routing.strategy) || question.policyOf(group) !== undefined) return undefined;
  return { ...group, routing: { ...routing, strategy: 'failover' } };
}

const unaskedNote = 'The policy of the group was not asked: this is the configured order.';
