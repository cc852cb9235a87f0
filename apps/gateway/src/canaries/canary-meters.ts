import { Counter, Gauge, type Registry } from 'prom-client';
import type { CanaryStanding } from './keep-canaries.js';
import type { CanaryNews } from './canary-news.js';

/** The metrics of canaries. */
export interface CanaryMeters {
  count(news: CanaryNews): void;
}

/** Registers them. Labels are the operator's own names. */
export function createCanaryMeters(registry: Registry, standings: () => readonly CanaryStanding[]): CanaryMeters {
  const gauge = (name: string, help: string, valueOf: (standing: CanaryStanding) => number) =>
    new Gauge({
      name: `smart_router_canary_${name}`,
      help,
      labelNames: ['group', 'target'],
      registers: [registry],
      collect() {
        this.reset();
        for (const standing of standings())
          this.set({ group: standing.group, target: standing.target }, valueOf(standing));
      },
    });
  gauge('share_percent', 'Share of first places that a canary has now.', ({ sharePercent }) => sharePercent);
  gauge('rolled_back', '1 while a canary is taken out.', ({ isRolledBack }) => (isRolledBack ? 1 : 0));
  const changes = new Counter({
    name: 'smart_router_canary_changes_total',
    help: 'Steps of canaries that this replica decided on.',
    labelNames: ['group', 'event'],
    registers: [registry],
  });
  return {
    count(news) {
      if (news.kind === 'changed') changes.inc({ group: news.group, event: news.verdict.event });
    },
  };
}
