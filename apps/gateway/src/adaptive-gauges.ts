import { Gauge, type Registry } from 'prom-client';
import type { Router } from '@smart-router/relay';

/** Registers what adaptive limits have come to, read when scraped. Labels are the operator's own names. */
export function registerAdaptiveGauges(registry: Registry, read: Router['adaptiveLimits']): void {
  const gauge = (name: string, help: string, valueOf: (found: Awaited<ReturnType<typeof read>>[number]) => number) =>
    new Gauge({
      name: `smart_router_adaptive_concurrency_${name}`,
      help,
      labelNames: ['provider', 'credential'],
      registers: [registry],
      async collect() {
        const found = await read();
        this.reset();
        for (const one of found) this.set({ provider: one.provider, credential: one.credentialId }, valueOf(one));
      },
    });
  gauge('limit', 'Attempts at once that a credential was found to bear.', ({ limit }) => limit);
  gauge('in_flight', 'Attempts under way that count for an adaptive limit.', ({ inFlight }) => inFlight);
}
