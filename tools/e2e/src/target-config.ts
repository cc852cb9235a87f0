import type { LaneDialect } from './lane-config.js';
import type { StackPlaces } from './start-stack.js';

/** A target of a test group: an upstream model in a dialect, at a provider of its own. */
export interface TestTarget {
  readonly dialect: LaneDialect;
  /** As the simulated provider reads it. */
  readonly model: string;
  readonly contextTokens?: number;
  /** Options of its provider, over the usual ones. */
  readonly provider?: object;
}

/** A group of a test with its targets, in order. */
export interface TestGroup {
  readonly name: string;
  readonly targets: readonly TestTarget[];
  /** Options of the group. */
  readonly options?: object;
}

/** A configuration with these groups. */
export function targetConfig(
  groups: readonly TestGroup[],
  { simulatorUrl, spoolDirectory }: StackPlaces,
  server: object = {},
): string {
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', organization: 'acme', response_headers: 'detailed', ...server },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    providers: Object.fromEntries(
      groups.flatMap(({ name, targets }) =>
        targets.map((target, index) => [`${name}-${index + 1}`, providerOf(target, simulatorUrl)]),
      ),
    ),
    model_groups: Object.fromEntries(
      groups.map(({ name, targets, options }) => [
        name,
        {
          strategy: 'failover',
          targets: targets.map((_, index) => ({ provider: `${name}-${index + 1}`, model: 'simulated' })),
          ...options,
        },
      ]),
    ),
  });
}

function providerOf({ dialect, model, contextTokens = 1_000_000, provider }: TestTarget, url: string) {
  return {
    dialect,
    base_url: `${url}/v1`,
    auth: dialect === 'anthropic-messages' ? 'x-api-key' : 'bearer',
    credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }],
    models: {
      simulated: {
        model,
        context_tokens: contextTokens,
        capabilities: { tools: true },
        prices: { input_per_million_usd: 1, output_per_million_usd: 4, source: 'test', updated: '2026-11-01' },
      },
    },
    ...provider,
  };
}
