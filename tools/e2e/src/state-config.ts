import { laneDialects, type LaneDialect } from './lane-config.js';
import type { StackPlaces } from './start-stack.js';

/** The accounts of these tests: each seals for itself, and takes back nothing that the other sealed. */
export const issuers = ['west', 'east'] as const;

/** An account of these tests. */
export type Issuer = (typeof issuers)[number];

/** The group that reaches an account in a dialect. */
export const groupAt = (issuer: Issuer, dialect: LaneDialect): string => `${issuer}-${dialect}`;

/** The group that reaches both accounts in a dialect. */
export const groupOfBoth = (dialect: LaneDialect): string => `both-${dialect}`;

/** The group whose first target, in the western account, always fails; the second is in the eastern one. */
export const failoverGroup = (dialect: LaneDialect): string => `failover-${dialect}`;

/** Providers of both accounts in every dialect, and the groups above. */
export function stateConfig({ simulatorUrl, spoolDirectory }: StackPlaces): string {
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', organization: 'acme', response_headers: 'detailed' },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    providers: Object.fromEntries(
      issuers.flatMap((issuer) =>
        laneDialects.flatMap((dialect) => [
          [groupAt(issuer, dialect), providerOf(issuer, dialect, simulatorUrl)],
          [`broken-${groupAt(issuer, dialect)}`, providerOf(issuer, dialect, simulatorUrl)],
        ]),
      ),
    ),
    model_groups: Object.fromEntries(laneDialects.flatMap(groupsOf)),
  });
}

function providerOf(issuer: Issuer, dialect: LaneDialect, url: string) {
  const reasoning = {
    ...{ mode: 'opt_in', control: dialect === 'anthropic-messages' ? 'budget' : 'effort' },
    ...{ efforts: ['low', 'medium', 'high'], min_budget_tokens: 1024, max_budget_tokens: 32_000, summaries: true },
  };
  const capabilities = {
    tools: true,
    tool_choice: true,
    reasoning,
    max_output_tokens: 32_000,
    input_modalities: ['text', 'file'],
  };
  const model = (name: string) => ({ model: `sim-${name}+issuer-${issuer}`, context_tokens: 1_000_000, capabilities });
  return {
    dialect,
    issuer,
    base_url: `${url}/v1`,
    auth: dialect === 'anthropic-messages' ? 'x-api-key' : 'bearer',
    credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }],
    models: { strict: model('reject-foreign-proofs'), broken: model('500-lasting') },
  };
}

function groupsOf(dialect: LaneDialect): readonly (readonly [name: string, group: object])[] {
  const target = (provider: string, model: string) => ({ provider, model });
  const group = (...targets: readonly object[]) => ({ strategy: 'failover', targets });
  const [west, east] = [groupAt('west', dialect), groupAt('east', dialect)];
  return [
    [west, group(target(west, 'strict'))],
    [east, group(target(east, 'strict'))],
    [groupOfBoth(dialect), group(target(west, 'strict'), target(east, 'strict'))],
    [failoverGroup(dialect), group(target(`broken-${west}`, 'broken'), target(east, 'strict'))],
  ];
}
