/** The policies of the bench, by file name. */
export const policyFiles: Readonly<Record<string, string>> = {
  'good.ts': `export function route({ request, targets }) {
    const small = targets.find(({ tags }) => tags.includes('small'));
    return { target: request.complexity < 0.5 && small !== undefined ? small.index : 0, classLabel: 'small' };
  }`,
  'throws.ts': `export function route() { throw new Error('no'); }`,
  'loops.ts': `export function route() { for (;;); }`,
  'allocates.ts': `export function route() { const all = []; for (;;) all.push(new Array(1000).fill(1)); }`,
};

/** A gateway with a group without a policy, and one for each of the policies. */
export function policiesConfig(places: { readonly simulatorUrl: string; readonly spoolDirectory: string }): string {
  const targets = [
    { provider: 'simulated', model: 'large' },
    { provider: 'simulated', model: 'small', tags: ['small'] },
  ];
  const scripted = (name: string) => ({
    ...{ strategy: 'typescript', targets },
    typescript: { file: `policies/${name}.ts`, timeout_ms: name === 'good' ? 1_000 : 50, on_error: 'fallback' },
  });
  const names = Object.keys(policyFiles).map((file) => file.replace('.ts', ''));
  return JSON.stringify({
    server: { listen: '127.0.0.1:0', organization: 'bench' },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: places.spoolDirectory } },
    defaults: { caller_limits: { rpm: 100_000_000, tpm: 100_000_000_000, concurrent: 100_000 } },
    providers: {
      simulated: {
        ...{ dialect: 'openai-chat', base_url: `${places.simulatorUrl}/v1` },
        credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }],
        models: { large: { model: 'sim-ok+large' }, small: { model: 'sim-ok+small' } },
      },
    },
    model_groups: {
      plain: { strategy: 'failover', targets },
      ...Object.fromEntries(names.map((name) => [name, scripted(name)])),
    },
  });
}
