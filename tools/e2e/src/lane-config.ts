/** The three dialects of the simulated provider; each is also the name of a model group in these tests. */
export const laneDialects = ['openai-chat', 'openai-responses', 'anthropic-messages'] as const;

/** A target dialect of the lane tests. */
export type LaneDialect = (typeof laneDialects)[number];

/** What the generated configuration depends on. */
export interface LaneConfigSettings {
  readonly simulatorUrl: string;
  readonly spoolDirectory: string;
  /** Further upstream model names, each a group of its own per dialect: `<dialect>:<model>`. */
  readonly models?: readonly string[];
  /** Hosted tools every model declares. */
  readonly hostedTools?: readonly string[];
  /** YAML lines put into `server:`, two blanks deep. */
  readonly serverLines?: string;
  /** YAML lines put into every group, four blanks deep. */
  readonly groupLines?: string;
}

/** A configuration with one provider and one group per dialect, and one more group per dialect and further model. */
export function laneConfig(settings: LaneConfigSettings): string {
  const models = ['sim-ok', ...(settings.models ?? [])];
  const providers = laneDialects.map((dialect) => providerOf(dialect, models, settings));
  const groups = laneDialects.flatMap((dialect) => models.map((model) => groupOf(dialect, model, settings.groupLines)));
  return `server:
  listen: 127.0.0.1:0
  organization: acme
  response_headers: detailed
${settings.serverLines ?? ''}
storage:
  database_url: { env: DATABASE_URL }
  spool: { directory: ${JSON.stringify(settings.spoolDirectory)} }
providers:
${providers.join('\n')}
model_groups:
${groups.join('\n')}
`;
}

/** The group that reaches a model in a dialect; `sim-ok` is the plain one. */
export function groupFor(dialect: LaneDialect, model = 'sim-ok'): string {
  return model === 'sim-ok' ? dialect : `${dialect}:${refOf(model)}`;
}

function providerOf(dialect: LaneDialect, models: readonly string[], settings: LaneConfigSettings): string {
  const auth = dialect === 'anthropic-messages' ? 'x-api-key' : 'bearer';
  return `  sim-${dialect}:
    dialect: ${dialect}
    base_url: ${settings.simulatorUrl}/v1
    auth: ${auth}
    credentials: [{ id: main, key: { env: SIMULATOR_KEY } }]
    models:
${models.map((model) => modelOf(dialect, model, settings.hostedTools ?? [])).join('\n')}`;
}

/** Names hold no `+`, which the simulated provider's options begin with. */
function refOf(model: string): string {
  return model.replaceAll('+', '.');
}

function modelOf(dialect: LaneDialect, model: string, hostedTools: readonly string[]): string {
  const control = dialect === 'anthropic-messages' ? 'budget' : 'effort';
  return `      ${refOf(model)}:
        model: ${model}
        context_tokens: 1000000
        capabilities: { input_modalities: [text, image, file], output_modalities: [text], tools: true, tool_choice: true, parallel_tool_calls: true, structured_outputs: true, reasoning: { mode: opt_in, control: ${control}, efforts: [low, medium, high], min_budget_tokens: 1024, max_budget_tokens: 32000, summaries: true }, prefill: true, system_messages: any, hosted_tools: [${hostedTools.join(', ')}], max_output_tokens: 128000, honors_max_tokens: true }
        prices: { input_per_million_usd: 1, cached_input_per_million_usd: 0.1, output_per_million_usd: 4, source: test, updated: 2026-11-01 }`;
}

function groupOf(dialect: LaneDialect, model: string, lines: string | undefined): string {
  return `  "${groupFor(dialect, model)}":
    strategy: failover
    targets: [{ provider: sim-${dialect}, model: ${refOf(model)} }]
${lines ?? ''}`;
}
