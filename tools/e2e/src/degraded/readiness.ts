import type { GatewayProcess } from '../gateway-process.js';

/** What a gateway says of itself. */
export interface Readiness {
  readonly httpStatus: number;
  readonly draining: boolean;
  readonly degraded: readonly string[];
  readonly dependencies: {
    readonly redis: { readonly state: string };
    readonly postgres: { readonly state: string; readonly keys: { readonly state: string } };
    readonly spool: { readonly state: string; readonly dropped_records: number };
    readonly key_snapshot: { readonly state: string };
  };
}

/** Asks `/readyz` on the operators' listener, which stays open while a gateway drains. */
export async function readinessOf(gateway: GatewayProcess): Promise<Readiness> {
  const answer = await fetch(`${gateway.adminUrl}/readyz`);
  return { httpStatus: answer.status, ...((await answer.json()) as Omit<Readiness, 'httpStatus'>) }; // our own probe
}

/** The dependencies that `/metrics` calls degraded. */
export async function degradedByMetrics(gateway: GatewayProcess): Promise<readonly string[]> {
  const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
  return [...text.matchAll(/^smart_router_degraded\{dependency="(\w+)"\} 1$/gm)].map(([, name]) => name ?? '').sort();
}

/** A metric without labels. */
export async function metricOf(gateway: GatewayProcess, name: string): Promise<number> {
  const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
  return Number(new RegExp(`^smart_router_${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
