import type { LaneDialect } from './lane-config.js';

/** One group that is asked once: its first target misbehaves, its second, if any, does not. */
export interface FaultCase {
  /** The group's name, also the label that keeps its upstream model apart from every other. */
  readonly name: string;
  /** The behaviour, as the simulated provider names it behind `sim-`. */
  readonly fault: string;
  readonly callerDialect: LaneDialect;
  readonly targetDialect: LaneDialect;
  readonly stream: boolean;
  readonly targets: 'one' | 'two';
  readonly timeouts: Readonly<Record<string, number>>;
}

/** The upstream model of the target that misbehaves. */
export const faultyModel = (fault: FaultCase): string => `sim-${fault.fault}+${fault.name}`;

/** The upstream model of the second target. */
export const healthyModel = (fault: FaultCase): string => `sim-ok+${fault.name}`;

/** A configuration with a group per case. Each target has a provider of its own, so that no case pauses another's. */
export function faultConfig(settings: {
  readonly cases: readonly FaultCase[];
  readonly simulatorUrl: string;
  readonly spoolDirectory: string;
}): string {
  const { cases, simulatorUrl, spoolDirectory } = settings;
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', organization: 'acme', response_headers: 'detailed' },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    providers: Object.fromEntries(cases.flatMap((fault) => providersOf(fault, simulatorUrl))),
    model_groups: Object.fromEntries(cases.map((fault) => [fault.name, groupOf(fault)])),
  });
}

function providersOf(fault: FaultCase, url: string): readonly (readonly [name: string, options: unknown])[] {
  const faulty = [
    `${fault.name}-faulty`,
    providerOf(fault, { url, model: faultyModel(fault), timeouts: fault.timeouts }),
  ] as const;
  const healthy = [
    `${fault.name}-healthy`,
    providerOf(fault, { url, model: healthyModel(fault), timeouts: {} }),
  ] as const;
  return fault.targets === 'one' ? [faulty] : [faulty, healthy];
}

function providerOf(
  fault: FaultCase,
  parts: { readonly url: string; readonly model: string; readonly timeouts: Readonly<Record<string, number>> },
) {
  return {
    dialect: fault.targetDialect,
    base_url: `${parts.url}/v1`,
    auth: fault.targetDialect === 'anthropic-messages' ? 'x-api-key' : 'bearer',
    credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }],
    timeouts: parts.timeouts,
    models: {
      simulated: {
        model: parts.model,
        context_tokens: 1_000_000,
        prices: { input_per_million_usd: 1, output_per_million_usd: 4, source: 'test', updated: '2026-11-01' },
      },
    },
  };
}

function groupOf(fault: FaultCase) {
  const names = fault.targets === 'one' ? ['faulty'] : ['faulty', 'healthy'];
  return {
    strategy: 'failover',
    targets: names.map((name) => ({ provider: `${fault.name}-${name}`, model: 'simulated' })),
  };
}
