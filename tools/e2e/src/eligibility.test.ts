import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

type Body = Readonly<Record<string, unknown>>;

interface Refusal {
  readonly reason: string;
  /** What the request adds to a plain one. */
  readonly more?: Body;
  /** The model as its provider declares it. */
  readonly model?: object;
  /** Options of the group. */
  readonly options?: object;
  /** What the group says of its target. */
  readonly target?: object;
}

const tool = { type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } };
const picture = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }];
const schema = { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object', properties: {} } } };
const both = { tools: true, tool_choice: true };

/** One target that cannot serve, for one reason. */
const refusals: readonly Refusal[] = [
  { reason: 'disabled', target: { disabled: true } },
  { reason: 'tool-only', target: { tool_only: true } },
  { reason: 'tools', more: { tools: [tool] } },
  {
    reason: 'tool-choice',
    more: { tools: [tool], tool_choice: 'required' },
    model: { capabilities: { tools: true } },
  },
  {
    reason: 'parallel-tools',
    more: { tools: [tool], parallel_tool_calls: true },
    model: { capabilities: both },
  },
  { reason: 'structured-output', more: { response_format: schema } },
  { reason: 'modality', more: { messages: [{ role: 'user', content: picture }] } },
  { reason: 'reasoning', more: { reasoning_effort: 'high' } },
  { reason: 'context', more: { max_tokens: 500 }, model: { context_tokens: 100 } },
  { reason: 'request-bytes', model: { request_limits: { max_request_bytes: 20 } } },
  {
    reason: 'tool-schema-bytes',
    more: { tools: [tool] },
    model: { capabilities: { tools: true }, request_limits: { max_tool_schema_bytes: 10 } },
  },
  { reason: 'max-output', more: { max_tokens: 500 }, model: { capabilities: { max_output_tokens: 499 } } },
  { reason: 'min-output', more: { max_tokens: 15 }, model: { capabilities: { min_output_tokens: 16 } } },
  { reason: 'honors-max-tokens', more: { max_tokens: 15 }, model: { capabilities: { honors_max_tokens: false } } },
  { reason: 'unsupported-feature', more: { seed: 7 }, model: { capabilities: { unsupported_features: ['seed'] } } },
  {
    reason: 'prefill',
    more: {
      messages: [
        { role: 'user', content: 'Say A' },
        { role: 'assistant', content: 'A' },
      ],
    },
  },
  { reason: 'hosted-tools', more: { web_search_options: {} } },
  { reason: 'request-bytes', target: { request_limits: { max_request_bytes: 30 } } },
  { reason: 'contract-dialect', options: { contract: { supported_dialects: ['anthropic-messages'] } } },
];

const groups: readonly TestGroup[] = refusals.map(({ model, target, options }, index) => ({
  name: nameOf(index),
  targets: [
    {
      ...{ dialect: 'openai-chat', model: 'sim-ok' },
      provider: { models: { simulated: { model: 'sim-ok', ...model } } },
    },
  ],
  options: { targets: [{ provider: `${nameOf(index)}-1`, model: 'simulated', ...target }], ...options },
}));

function nameOf(index: number): string {
  return `case-${index}`;
}

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) => targetConfig(groups, places));
});
afterAll(() => stack.close());

async function ask(model: string, more: Body = {}) {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], ...more }),
  });
  const { error } = (await answer.json()) as { readonly error: Body };
  return { status: answer.status, error };
}

describe('a request that no target of its group can serve', () => {
  it.each(refusals.map(({ reason, more }, index) => [reason, index, more] as const))(
    'is refused for %s (group %i), with the reason, and no provider is asked',
    async (reason, index, more) => {
      const { status, error } = await ask(nameOf(index), more);
      expect([status, error]).toMatchObject([
        502,
        {
          type: 'no-eligible-target',
          details: { excluded: [{ target: `${nameOf(index)}-1/simulated`, reasons: [reason] }], retryable: false },
        },
      ]);
      expect(stack.provider.requests()).toEqual([]);
    },
  );

  it('is told which dialects the contract of the group offers', async () => {
    const { error } = await ask(nameOf(refusals.length - 1));
    expect(error['message']).toBe(
      `model "${nameOf(refusals.length - 1)}" does not serve openai-chat callers: its contract offers anthropic-messages`,
    );
  });
});
