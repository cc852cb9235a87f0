import type { Clock, UsageRecord } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { FeedbackEnd } from '@smart-router/policies';
import { createObservationStore, type ObservationStore, type RoutePolicy } from '@smart-router/routing';
import { openCanaryBook } from '@smart-router/usage-storage';
import type { Logger } from 'pino';
import { logCanaryNews, type CanaryNews } from './canaries/canary-news.js';
import { keepCanaries, type CanaryStanding } from './canaries/keep-canaries.js';
import type { Limits } from './limits.js';
import { createExternalPolicies } from './policies/external-policies.js';
import type { GroupPolicies } from './policies/open-policies.js';
import { keepPolicies } from './policies/policies-in-force.js';
import { policyLog } from './policies/policy-log.js';
import { shareObservations } from './share-observations.js';

/** What moves while a gateway runs and decides about targets: observations, canaries and the policies of operators. */
export interface Routing {
  readonly observations: ObservationStore;
  /** The catalog in force, with the shares that canaries have now. */
  catalog(): Catalog;
  policyOf(group: ModelGroup): RoutePolicy | undefined;
  canaryStandings(): readonly CanaryStanding[];
  /** Tells the policy service of a request's group how the request ended. */
  tell(record: UsageRecord): void;
  /** Goes on with another configuration. */
  use(catalog: Catalog, policies: GroupPolicies): void;
  /** Delivers what policy services were told, within so long, and ends everything. */
  close(withinMs: number): Promise<void>;
}

/** What it is opened with. */
export interface RoutingParts {
  readonly catalog: Catalog;
  /** The TypeScript policies of the catalog. */
  readonly policies: GroupPolicies;
  readonly notices: Limits['notices'];
  readonly clock: Clock;
  readonly log: Logger;
  /** Told what became of each piece of feedback. */
  onFeedback(group: string, end: FeedbackEnd): void;
  /** Told of changes of canaries that this replica made, and of trouble. */
  onCanaryNews(news: CanaryNews): void;
}

/** Begins to observe, to keep canaries and to ask policies. */
export function openRouting({ catalog, policies, notices, clock, log, ...told }: RoutingParts): Routing {
  const now = (): number => clock.now();
  const observations = createObservationStore();
  const sharing = notices && shareObservations({ observations, notices, now });
  const canaries = keepCanaries({
    ...{ catalog, observations, now },
    book: openCanaryBook({ databaseUrl: catalog.storage.databaseUrl.reveal() }),
    tell(news) {
      logCanaryNews(log, news);
      told.onCanaryNews(news);
    },
  });
  const scripts = keepPolicies(policies);
  const services = createExternalPolicies({ now, notes: policyLog(log), onFeedback: told.onFeedback });
  services.use(catalog);
  return {
    observations,
    catalog: () => canaries.catalog(),
    policyOf: (group) => services.of(group) ?? scripts.of(group),
    canaryStandings: () => canaries.standings(),
    tell: (record) => services.tell(record),
    use(next, itsPolicies) {
      services.use(next);
      scripts.use(itsPolicies);
      canaries.use(next);
    },
    async close(withinMs) {
      await services.close(withinMs);
      scripts.close();
      await Promise.all([canaries.stop(), sharing?.stop()]);
    },
  };
}
