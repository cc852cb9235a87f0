import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalog } from '@smart-router/config';
import { canaryShare, judgeCanary, type CanaryState, type ObservationStore } from '@smart-router/routing';
import { explainDatabaseError, type CanaryBook, type StoredCanary } from '@smart-router/usage-storage';
import { repeat } from '../repeat.js';
import { canaryGroups, canaryKey, withCanaryShares, type CanaryGroup } from './canary-catalog.js';
import type { CanaryNews } from './canary-news.js';

/** How soon a replica follows what another one decided. */
const usuallyEveryMs = 2_000;

/** How long a stop waits for a round under way. */
const stopMs = 1_000;

/** What canaries are kept with. */
export interface CanaryParts {
  readonly catalog: Catalog;
  readonly book: CanaryBook;
  readonly observations: ObservationStore;
  now(): number;
  /** Hears of changes that this replica made, and of trouble. */
  tell(news: CanaryNews): void;
  readonly everyMs?: number;
}

/** A canary as this replica goes by it. */
export interface CanaryStanding {
  readonly group: string;
  readonly target: string;
  readonly sharePercent: number;
  readonly isRolledBack: boolean;
}

/** The canaries of a gateway. */
export interface Canaries {
  /** The catalog in force, with the shares that canaries have now. */
  catalog(): Catalog;
  /** Goes on with another configuration. */
  use(catalog: Catalog): void;
  standings(): readonly CanaryStanding[];
  stop(): Promise<void>;
}

/**
 * Decides of canaries, in step with all other replicas: each judges by what all have observed, and the database lets one of
 * them change it. While the database is away, shares stay as they were last known, and what it never told of has none: it may
 * have been taken out.
 */
export function keepCanaries(parts: CanaryParts): Canaries {
  const { book, everyMs = usuallyEveryMs } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const states = new Map<string, CanaryState>();
  let declared = parts.catalog;
  let effective = withCanaryShares(declared, states);
  let isAway = false;

  const follow = async (): Promise<readonly StoredCanary[]> => {
    const stored = await book.follow(canaryGroups(declared).map((tried) => followed(tried, declared.hash)));
    for (const canary of stored) states.set(keyOf(canary), stateOf(canary, parts.now()));
    effective = withCanaryShares(declared, states);
    return stored;
  };
  const round = async (): Promise<void> => {
    const tried = canaryGroups(declared);
    if (tried.length === 0) return;
    const stored = new Map((await follow()).map((canary) => [keyOf(canary), canary]));
    const changed = await Promise.all(
      tried.map((one) =>
        decide({ ...parts, catalog: declared }, one, stored.get(canaryKey(one.group.name, one.canary))),
      ),
    );
    if (changed.includes(true)) await follow();
  };
  const tryRound = async (): Promise<void> => {
    try {
      await round();
      if (isAway) parts.tell({ kind: 'followed-again' });
      isAway = false;
    } catch (error) {
      if (!isAway && !signal.aborted) parts.tell({ kind: 'left-alone', reason: explainDatabaseError(error) });
      isAway = true;
    }
  };
  const ended = tryRound().then(() => repeat(tryRound, everyMs, signal));
  return {
    catalog: () => effective,
    use(catalog) {
      declared = catalog;
      effective = withCanaryShares(declared, states);
    },
    standings: () => canaryGroups(declared).map((tried) => standingOf(tried, states)),
    async stop() {
      stopping.abort();
      await book.close();
      // A database that is paused does not hold up the end.
      await Promise.race([ended, sleep(stopMs, undefined, { ref: false })]);
    },
  };
}

/** Whether anything changed, by this replica or another that was faster. */
async function decide(
  { book, observations, now, tell, catalog }: CanaryParts,
  { group, canary }: CanaryGroup,
  from: StoredCanary | undefined,
): Promise<boolean> {
  if (from === undefined) return false;
  const nowMs = now();
  const others = group.targets.map(({ id }) => id).filter((id) => id !== canary.targetId);
  const verdict = judgeCanary({ canary, others, observations, nowMs, state: stateOf(from, nowMs) });
  if (verdict === undefined) return false;
  const isOurs = await book.change({ ...verdict, from, actor: 'router', catalogHash: catalog.hash });
  if (isOurs) tell({ kind: 'changed', group: group.name, canary, verdict });
  return true;
}

function followed({ group, canary }: CanaryGroup, catalogHash: string) {
  const { targetId: target, settingsHash, steps } = canary;
  return { group: group.name, target, settingsHash, steps, catalogHash };
}

function keyOf({ group, target, settingsHash }: StoredCanary): string {
  return canaryKey(group, { targetId: target, settingsHash });
}

function stateOf({ step, isRolledBack, changedAgoMs }: StoredCanary, nowMs: number): CanaryState {
  return { step, isRolledBack, changedAtMs: nowMs - changedAgoMs };
}

function standingOf({ group, canary }: CanaryGroup, states: ReadonlyMap<string, CanaryState>): CanaryStanding {
  const state = states.get(canaryKey(group.name, canary));
  const sharePercent = canaryShare(canary, state);
  return { group: group.name, target: canary.targetId, sharePercent, isRolledBack: state?.isRolledBack === true };
}
