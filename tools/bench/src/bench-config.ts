/** Upstream model names of the load, and how each lane is named in front of them. */
const models = ['mock-c100-d0', 'mock-c100-d10', 'mock-c20-d500'];
const dialects = [
  { prefix: 'c/', provider: 'mock-chat', dialect: 'openai-chat', auth: 'bearer' },
  { prefix: 'r/', provider: 'mock-responses', dialect: 'openai-responses', auth: 'bearer' },
  { prefix: 'm/', provider: 'mock-messages', dialect: 'anthropic-messages', auth: 'x-api-key' },
];

/** What the configuration depends on. */
export interface BenchSettings {
  readonly port: number;
  readonly mockUrl: string;
  readonly spoolDirectory: string;
}

/** A gateway configuration in which everything is on that a request pays for: limits, shapes, prices, the ledger. */
export function benchConfig(settings: BenchSettings): string {
  const providers = dialects.map(
    ({ provider, dialect, auth }) => `  ${provider}:
    dialect: ${dialect}
    base_url: ${settings.mockUrl}/v1
    auth: ${auth}
    credentials: [{ id: main, key: { env: MOCK_KEY } }]
    traffic_shape: { request_start_per_sec: 1000000, request_burst: 1000000, total_reserved_tokens_per_sec: 1000000000, total_reserved_token_burst: 1000000000, concurrent: 100000 }
    models:
${models.map((model) => modelLines(model)).join('\n')}`,
  );
  const groups = dialects.flatMap(({ prefix, provider }) =>
    models.map(
      (model) => `  "${prefix}${model}": { strategy: failover, targets: [{ provider: ${provider}, model: ${model} }] }`,
    ),
  );
  return `server: { listen: "127.0.0.1:${settings.port}", organization: bench }
storage: { database_url: { env: DATABASE_URL }, spool: { directory: ${JSON.stringify(settings.spoolDirectory)} } }
defaults: { caller_limits: { rpm: 100000000, tpm: 100000000000, concurrent: 100000 } }
providers:
${providers.join('\n')}
model_groups:
${groups.join('\n')}
`;
}

function modelLines(model: string): string {
  return `      ${model}:
        model: ${model}
        context_tokens: 10000000
        capabilities: { input_modalities: [text, image], output_modalities: [text], tools: true, tool_choice: true, parallel_tool_calls: true, structured_outputs: true, system_messages: any, max_output_tokens: 1000000, honors_max_tokens: true }
        prices: { input_per_million_usd: 1, output_per_million_usd: 4, source: bench, updated: 2026-11-01 }`;
}

/** The contender's routes for the harness: which path, which token, which prefix. */
export function benchRoutes(token: string): Readonly<Record<string, unknown>> {
  const bearer = { authorization: `Bearer ${token}` };
  const chat = { path: '/v1/chat/completions', headers: bearer };
  const messages = { path: '/v1/messages', headers: { 'x-api-key': token } };
  return {
    chat: { ...chat, model: 'c/' },
    messages: { ...messages, model: 'm/' },
    responses: { path: '/v1/responses', headers: bearer, model: 'r/' },
    'messages>chat': { ...messages, model: 'c/' },
    'chat>messages': { ...chat, model: 'm/' },
  };
}
