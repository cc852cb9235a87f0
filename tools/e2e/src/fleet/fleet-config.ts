import { laneDialects, type LaneDialect } from '../lane-config.js';
import {
  heldGroup,
  openGroups,
  patientGroup,
  simulatedModel,
  upstreamGroups,
  type Manner,
  type UpstreamGroup,
} from './upstreams.js';

/** Where a fleet's parts are, and how its state is kept. */
export interface FleetConfigSettings {
  readonly simulatorUrl: string;
  readonly spoolDirectory: string;
  readonly state: 'redis' | 'memory';
}

/** Prices in US dollars per million tokens: a token costs a thousand times as many nano-dollars. */
export const prices = { inputPerMillionUsd: 1, outputPerMillionUsd: 4 } as const;

/** Longer than any pause of a busy machine: a fleet under judgement must never count alone. */
const commandTimeoutMs = 300_000;

/** For the same reason no upstream is given up. */
const timeouts = { connect_ms: 300_000, first_byte_ms: 300_000, first_token_ms: 300_000, idle_ms: 300_000 };

/** The configuration of every replica. */
export function fleetConfig({ simulatorUrl, spoolDirectory, state }: FleetConfigSettings): string {
  const manners = ['quick', 'wordy', 'slow', 'endless'] as const;
  const open = manners.flatMap((manner) => laneDialects.map((dialect) => openParts(manner, dialect, simulatorUrl)));
  const shaped = [...upstreamGroups, patientGroup, heldGroup].map((group) => shapedParts(group, simulatorUrl));
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', organization: 'acme', drain_timeout_ms: 10_000, timeouts },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    ...(state === 'redis' && {
      state: { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: commandTimeoutMs, expected_replicas: 3 },
    }),
    // Object.assign says `any` of parts that are spread; all of them are objects.
    providers: Object.assign({}, ...[...open, ...shaped].map((part) => part.providers)) as object,
    model_groups: Object.assign({}, ...[...open, ...shaped].map((part) => part.groups)) as object,
  });
}

interface Parts {
  readonly providers: object;
  readonly groups: object;
}

function openParts(manner: Manner, dialect: LaneDialect, url: string): Parts {
  const name = openGroups(manner)[laneDialects.indexOf(dialect)] ?? '';
  return {
    providers: { [name]: { ...providerOf(dialect, url), models: { m: modelOf(manner, name) } } },
    groups: { [name]: groupOf([{ provider: name, model: 'm' }]) },
  };
}

function shapedParts({ name, groups, dialect, manner, shapes, beyond }: UpstreamGroup, url: string): Parts {
  const credentials = ['one', 'two'].map((id) => ({
    ...{ id, key: { env: `SIMULATOR_KEY_${id.toUpperCase()}` } },
    ...(shapes.credential && { traffic_shape: shapes.credential }),
  }));
  const provider = {
    ...providerOf(dialect, url),
    ...(shapes.provider && { traffic_shape: shapes.provider }),
    credentials: shapes.credential === undefined ? credentials.slice(0, 1) : credentials,
    models: { m: { ...modelOf(manner, name), ...(shapes.model && { traffic_shape: shapes.model }) } },
  };
  const targets = [
    { provider: name, model: 'm', ...(shapes.target && { traffic_shape: shapes.target }) },
    ...(beyond === undefined ? [] : [{ provider: openGroups('quick')[0], model: 'm' }]),
  ];
  return {
    providers: { [name]: provider },
    groups: Object.fromEntries(groups.map((group) => [group, groupOf(targets)])),
  };
}

function groupOf(targets: readonly object[]) {
  // Nothing but a refusal may be answered before it is known how a request ended.
  return { strategy: 'failover', targets, stream_commit_after_ms: 60_000 };
}

function providerOf(dialect: LaneDialect, url: string) {
  return {
    ...{ dialect, base_url: `${url}/v1`, auth: dialect === 'anthropic-messages' ? 'x-api-key' : 'bearer' },
    credentials: [{ id: 'one', key: { env: 'SIMULATOR_KEY_ONE' } }],
    // A connection that breaks on a busy machine is no reason to pause.
    backoff: { failure: { threshold: 1_000 } },
  };
}

function modelOf(manner: Manner, label: string) {
  return {
    ...{ model: simulatedModel(manner, label), context_tokens: 1_000_000 },
    capabilities: { max_output_tokens: 100_000, honors_max_tokens: true },
    prices: {
      ...{ input_per_million_usd: prices.inputPerMillionUsd, output_per_million_usd: prices.outputPerMillionUsd },
      ...{ source: 'test', updated: '2026-11-01' },
    },
  };
}
