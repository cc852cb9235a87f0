import { createHash } from 'node:crypto';
import type { UsageRecord } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import { openExternalPolicy, type ExternalPolicy, type FeedbackEnd, type PolicyNotes } from '@smart-router/policies';
import type { RoutePolicy } from '@smart-router/routing';

/** What policy services need of the gateway. */
export interface ExternalHouse {
  now(): number;
  readonly notes: PolicyNotes;
  /** Told what became of each piece of feedback. */
  onFeedback(group: string, end: FeedbackEnd): void;
}

/** The clients of the policy services of every catalog in use. */
export interface ExternalPolicies {
  of(group: ModelGroup): RoutePolicy | undefined;
  /** Opens those of a catalog. Where nothing of one has changed it goes on; what has is kept for requests under way. */
  use(catalog: Catalog): void;
  /** Tells the policy of a request's group how the request ended. */
  tell(record: UsageRecord): void;
  /** Delivers what was told, within so long, and closes all. */
  close(withinMs: number): Promise<void>;
}

/** The policies of a catalog replaced by another still deliver what they were told, for so long. */
const retiredFlushMs = 60_000;

interface Opened {
  /** Of everything it was opened with. */
  readonly settings: string;
  readonly policy: ExternalPolicy;
}

/** Opens none before the first catalog. */
export function createExternalPolicies(house: ExternalHouse): ExternalPolicies {
  const byGroup = new WeakMap<ModelGroup, ExternalPolicy>();
  const retired = new Set<ExternalPolicy>();
  let byName: ReadonlyMap<string, Opened> = new Map();
  return {
    of: (group) => byGroup.get(group),
    use(catalog) {
      const before = byName;
      byName = openAll(catalog, before, house);
      for (const [name, { policy }] of byName) {
        const group = catalog.groups.get(name);
        if (group !== undefined) byGroup.set(group, policy);
      }
      for (const [name, { policy }] of before) {
        if (byName.get(name)?.policy === policy) continue;
        // Requests that began with its catalog may still ask it; its idle connections end by themselves.
        retired.add(policy);
        void policy.flush(retiredFlushMs).finally(() => retired.delete(policy));
      }
    },
    tell: (record) => record.group !== undefined && byName.get(record.group)?.policy.tell(record),
    async close(withinMs) {
      const all = [...retired, ...[...byName.values()].map(({ policy }) => policy)];
      await Promise.all(all.map((policy) => policy.flush(withinMs).then(() => policy.close())));
    },
  };
}

function openAll(catalog: Catalog, before: ReadonlyMap<string, Opened>, house: ExternalHouse) {
  const opened = new Map<string, Opened>();
  for (const group of catalog.groups.values()) {
    const { strategy, external: options } = group.routing;
    if (strategy !== 'external' || options === undefined) continue;
    const settings = settingsOf(group);
    const known = before.get(group.name);
    const onFeedback = (end: FeedbackEnd): void => house.onFeedback(group.name, end);
    const policy =
      known?.settings === settings
        ? known.policy
        : openExternalPolicy({
            ...{ group: group.name, options, headers: group.policyHeaders, notes: house.notes, onFeedback },
            now: () => house.now(),
          });
    opened.set(group.name, { settings, policy });
  }
  return opened;
}

/** Hashed, as secrets are among them. */
function settingsOf({ routing: { external }, policyHeaders }: ModelGroup): string {
  const headers = [...policyHeaders].map(([name, value]) => [name, value.reveal()]);
  return createHash('sha256')
    .update(JSON.stringify([external, headers]))
    .digest('hex');
}
