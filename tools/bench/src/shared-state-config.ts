/** What the configuration of a measured gateway depends on. */
export interface SharedStateSettings {
  readonly simulatorUrl: string;
  readonly spoolDirectory: string;
  readonly state: 'redis' | 'memory';
}

/** A gateway on which every kind of limit counts and none refuses; but for where state is kept, all are alike. */
export function sharedStateConfig({ simulatorUrl, spoolDirectory, state }: SharedStateSettings): string {
  const shape = {
    ...{ request_start_per_sec: 1_000_000, request_burst: 1_000_000, concurrent: 100_000 },
    ...{ total_reserved_tokens_per_sec: 1_000_000_000, total_reserved_token_burst: 1_000_000_000 },
  };
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', organization: 'bench' },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    ...(state === 'redis' && { state: { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 60_000 } }),
    defaults: {
      caller_limits: {
        ...{ rpm: 100_000_000, tpm: 100_000_000_000, concurrent: 100_000 },
        quota: { day: { requests: 1_000_000_000, tokens: 1_000_000_000_000 }, month: { cost_usd: 1_000_000 } },
      },
    },
    providers: {
      simulated: {
        ...{ dialect: 'openai-chat', base_url: `${simulatorUrl}/v1`, traffic_shape: shape },
        credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }],
        models: {
          m: {
            ...{ model: 'sim-ok', context_tokens: 1_000_000 },
            prices: { input_per_million_usd: 1, output_per_million_usd: 4, source: 'bench', updated: '2026-11-01' },
          },
        },
      },
    },
    model_groups: { bench: { strategy: 'failover', targets: [{ provider: 'simulated', model: 'm' }] } },
  });
}
