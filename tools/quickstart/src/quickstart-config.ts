/** What the generated configuration depends on. */
export interface QuickstartSettings {
  readonly port: number;
  readonly dataDirectory: string;
  readonly simulatorUrl: string;
  /** Real providers join when their keys are set. */
  readonly openaiKey: boolean;
  readonly anthropicKey: boolean;
}

const common =
  'output_modalities: [text], tools: true, tool_choice: true, parallel_tool_calls: true, structured_outputs: true, count_tokens: true, hosted_tools: [web_search], honors_max_tokens: true';

const simulatedCapabilities = `{ ${common}, input_modalities: [text, image, file], reasoning: { mode: opt_in, control: CONTROL, efforts: [minimal, low, medium, high, xhigh, max], min_budget_tokens: 1024, max_budget_tokens: 128000, summaries: true }, prefill: true, system_messages: any, max_output_tokens: 200000 }`;

/** As in `docs/smart-router.example.yaml`: what a model does not take would come back as the provider's error. */
const realCapabilities = {
  openai: `{ ${common}, input_modalities: [text, image, file], reasoning: { mode: opt_in, control: effort, efforts: [minimal, low, medium, high], summaries: true }, max_output_tokens: 128000 }`,
  anthropic: `{ ${common}, input_modalities: [text, image, file], reasoning: { mode: opt_in, control: budget, min_budget_tokens: 1024, max_budget_tokens: 32000, summaries: true }, prefill: true, system_messages: leading, max_output_tokens: 64000 }`,
} as const;

const dialects = [
  { name: 'sim-chat', dialect: 'openai-chat', path: '/v1', auth: 'bearer', control: 'effort' },
  { name: 'sim-responses', dialect: 'openai-responses', path: '/v1', auth: 'bearer', control: 'effort' },
  { name: 'sim-messages', dialect: 'anthropic-messages', path: '/v1', auth: 'x-api-key', control: 'budget' },
] as const;

/** The groups of the quickstart: one per dialect of the simulated provider, and `default`, which falls back over all. */
export function quickstartGroups(settings: Pick<QuickstartSettings, 'openaiKey' | 'anthropicKey'>): readonly string[] {
  const real = [...(settings.openaiKey ? ['openai'] : []), ...(settings.anthropicKey ? ['anthropic'] : [])];
  return ['default', ...dialects.map(({ name }) => name), ...real];
}

/** The quickstart's configuration file as YAML text. */
export function quickstartConfig(settings: QuickstartSettings): string {
  const providers = [...dialects.map((entry) => simulated(entry, settings)), ...realProviders(settings)];
  const groups = [
    group('default', dialects.map(simulatedTarget)),
    ...dialects.map((entry) => group(entry.name, [simulatedTarget(entry)])),
    ...realGroups(settings),
  ];
  return `# Written by npm start; edited copies are welcome elsewhere, this file is overwritten. What a copy needs in its environment,
# DATABASE_URL and SIMULATOR_KEY, is in quickstart.json; it wants a port and a spool of its own.
server:
  listen: 127.0.0.1:${settings.port}
  organization: quickstart
  default_model_group: default
  response_headers: detailed
  translation: { default_max_tokens: 32000 }
storage:
  database_url: { env: DATABASE_URL }
  spool: { directory: ${JSON.stringify(`${settings.dataDirectory}/spool`)} }
providers:
${providers.join('\n')}
model_groups:
${groups.join('\n')}
`;
}

function simulated(entry: (typeof dialects)[number], settings: QuickstartSettings): string {
  return `  ${entry.name}:
    dialect: ${entry.dialect}
    base_url: ${settings.simulatorUrl}${entry.path}
    auth: ${entry.auth}
    credentials: [{ id: main, key: { env: SIMULATOR_KEY } }]
    models:
      sim-ok: { model: sim-ok, context_tokens: 1000000, capabilities: ${simulatedCapabilities.replace('CONTROL', entry.control)}, prices: { input_per_million_usd: 1, cached_input_per_million_usd: 0.1, output_per_million_usd: 4, source: simulated, updated: 2026-11-01 } }`;
}

function realProviders(settings: QuickstartSettings): readonly string[] {
  const openai = `  openai:
    dialect: openai-responses
    base_url: https://api.openai.com/v1
    credentials: [{ id: main, key: { env: OPENAI_API_KEY } }]
    models:
      gpt-5: { model: gpt-5, context_tokens: 400000, capabilities: ${realCapabilities.openai} }`;
  const anthropic = `  anthropic:
    dialect: anthropic-messages
    base_url: https://api.anthropic.com/v1
    auth: x-api-key
    credentials: [{ id: main, key: { env: ANTHROPIC_API_KEY } }]
    models:
      claude-sonnet-4-5: { model: claude-sonnet-4-5, context_tokens: 200000, capabilities: ${realCapabilities.anthropic} }`;
  return [...(settings.openaiKey ? [openai] : []), ...(settings.anthropicKey ? [anthropic] : [])];
}

function realGroups(settings: QuickstartSettings): readonly string[] {
  return [
    ...(settings.openaiKey ? [group('openai', [{ provider: 'openai', model: 'gpt-5' }])] : []),
    ...(settings.anthropicKey ? [group('anthropic', [{ provider: 'anthropic', model: 'claude-sonnet-4-5' }])] : []),
  ];
}

const simulatedTarget = (entry: { readonly name: string }) => ({ provider: entry.name, model: 'sim-ok' });

function group(name: string, members: readonly { readonly provider: string; readonly model: string }[]): string {
  const targets = members.map(({ provider, model }) => `      - { provider: ${provider}, model: ${model} }`).join('\n');
  return `  ${name}:
    strategy: failover
    targets:
${targets}`;
}
