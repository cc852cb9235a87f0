import { costOf } from '@smart-router/core';
import type { Catalog } from '@smart-router/config';
import { countStoredRequests, readStoredRequests, type StoredRange } from '@smart-router/usage-storage';
import type { Database } from '../commands/operator-options.js';
import { openGroup, type GroupFinding, type OpenGroup } from './group-rehearsal.js';
import { judgeConfidence } from './judge-confidence.js';
import { openNumberTally } from './number-tally.js';
import { openPeriodHistory, type PeriodHistory } from './period-history.js';
import type { GroupNumbers, GroupRehearsal, Rehearsal, SelfCheck } from './rehearsal.js';
import { openRehearsedWorld } from './rehearsed-world.js';
import { billedUsage } from './tokens-at.js';

/** What to rehearse, and on what. Times are milliseconds since the epoch. */
export interface RehearseOptions extends Omit<GroupFinding, 'policyOf'> {
  readonly configuration: RehearsedConfiguration;
  readonly since: number;
  readonly until: number;
  /** Names of groups; all when left out. */
  readonly groups?: readonly string[] | undefined;
  /** About so many requests, always the same ones; all when left out. */
  readonly sample?: number | undefined;
  /** The configuration that was in force: a rehearsal of it should give what happened. */
  readonly compareWith?: RehearsedConfiguration | undefined;
}

/** A configuration and the policies of its groups. */
export interface RehearsedConfiguration extends Pick<GroupFinding, 'policyOf'> {
  readonly catalog: Catalog;
}

/** Decides the stored requests of a period again, by a new configuration, and says what is to be expected of it. */
export async function rehearse(database: Database, options: RehearseOptions): Promise<Rehearsal> {
  const { configuration, compareWith, since, until, renamed } = options;
  const range = await rangeOf(database, options);
  const { history, billed } = await readHistory(database, range, options.groups);
  const { groups, total } = await replay(database, range, { ...configuration, history, renamed });
  const compared = compareWith && (await replay(database, range, { ...compareWith, history, renamed: new Map() }));
  return {
    ...{ since, until, catalogHash: configuration.catalog.hash, sampleShare: range.share ?? 1, groups, total },
    confidence: judgeConfidence(total.rehearsed, total.evidence),
    selfCheck: {
      billed,
      compared: compareWith && compared && { catalogHash: compareWith.catalog.hash, total: compared.total },
    },
  };
}

async function rangeOf(database: Database, { since, until, groups, sample }: RehearseOptions): Promise<StoredRange> {
  const range = { since, until, ...(groups && { groups }) };
  if (sample === undefined) return range;
  const share = Math.min(1, sample / Math.max(1, await countStoredRequests(database, range)));
  // The others tell what targets did, which strategies and expectations go by.
  return { ...range, share, others: 'read' };
}

interface Period {
  readonly history: PeriodHistory;
  readonly billed: SelfCheck['billed'];
}

/** Of all groups: targets are the same in each. */
async function readHistory(
  database: Database,
  { groups: _, ...range }: StoredRange,
  groups: readonly string[] | undefined,
): Promise<Period> {
  const history = openPeriodHistory();
  const billed = { requests: 0, then: 0, again: 0 };
  for await (const page of readStoredRequests(database, range)) {
    for (const request of page) {
      history.note(request);
      const { costNanoUsd, costBasis, prices, tokens, isInShare } = request;
      const isAsked = isInShare && groups?.includes(request.group ?? '') !== false;
      if (!isAsked || costNanoUsd === undefined || costBasis === 'reported' || prices === undefined) continue;
      billed.requests += 1;
      billed.then += Number(costNanoUsd);
      billed.again += Number(costOf(billedUsage(request, tokens), prices, 'computed').costNanoUsd ?? 0n);
    }
  }
  return { history, billed };
}

interface Replay extends RehearsedConfiguration, GroupFinding {
  readonly history: PeriodHistory;
}

async function replay(
  database: Database,
  range: StoredRange,
  { catalog, history, ...finding }: Replay,
): Promise<{ readonly groups: readonly GroupRehearsal[]; readonly total: GroupNumbers }> {
  const house = { catalog, history, world: openRehearsedWorld(history) };
  const groups = new Map<string, OpenGroup>();
  const total = openNumberTally();
  for await (const page of readStoredRequests(database, range)) {
    for (const request of page) {
      const name = request.group ?? '';
      const group = groups.get(name) ?? openGroup(name, house, finding);
      groups.set(name, group);
      await group.note(request, total);
    }
  }
  const found = [...groups.values()].map((group) => group.result());
  return {
    groups: found.toSorted((one, other) => other.numbers.requests - one.numbers.requests),
    total: total.numbers(),
  };
}
