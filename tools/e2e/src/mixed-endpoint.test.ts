import OpenAI from 'openai';
import { laneDialects } from './lane-config.js';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;
let openai: OpenAI;

beforeAll(async () => {
  const tolerant = '  openai_compatibility: { tolerate_responses_body_on_chat_endpoint: true }';
  stack = await startStack({ serverLines: tolerant });
  openai = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: stack.token, maxRetries: 0 });
});
afterAll(() => stack.close());

const post = (body: object): Promise<unknown> => openai.post('/chat/completions', { body });

describe('a Responses body on a tolerant Chat endpoint', () => {
  it.each(laneDialects)('is answered and recorded as Responses by a target of %s', async (model) => {
    const before = (await stack.usageRows(0)).length;
    const answer = await post({ model, input: 'Hello', max_tokens: 50 });
    expect(answer).toMatchObject({ object: 'response', status: 'completed' });
    const rows = await stack.usageRows(before + 1);
    expect(rows.at(-1)).toMatchObject({ inbound_dialect: 'openai-responses', target_dialect: model, status: 200 });
    const seen: unknown = JSON.parse(stack.provider.requests().at(-1)?.body.toString() ?? '');
    const caps = { 'openai-chat': 'max_completion_tokens', 'openai-responses': 'max_output_tokens' };
    expect(seen).toHaveProperty(model === 'anthropic-messages' ? 'max_tokens' : caps[model], 50);
  });

  it('streams the events of Responses', async () => {
    const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'openai-chat', input: 'Hello', stream: true }),
    });
    expect(await answer.text()).toMatch(/event: response\.created\n[^]*event: response\.completed\n/);
  });

  it.each([
    ['messages', { messages: [] }],
    ['store', { store: false }],
    ['tools', { tools: [{ type: 'web_search' }] }],
  ])('is refused with %s named', async (param, more) => {
    await expect(post({ model: 'openai-responses', input: 'Hello', ...more })).rejects.toMatchObject({
      ...{ status: 400, type: 'invalid-request', param },
    });
  });

  it('goes on from a former response only where a Responses target is', async () => {
    const first = (await post({ model: 'openai-responses', input: 'Hello' })) as { readonly id: string };
    const next = { input: 'And now?', previous_response_id: first.id };
    expect(await post({ model: 'openai-responses', ...next })).toMatchObject({ object: 'response' });
    await expect(post({ model: 'openai-chat', ...next })).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});
