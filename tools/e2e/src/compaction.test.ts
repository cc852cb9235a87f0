import OpenAI from 'openai';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;
let openai: OpenAI;

beforeAll(async () => {
  stack = await startStack();
  openai = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: stack.token, maxRetries: 0 });
});
afterAll(() => stack.close());

describe('a compaction', () => {
  it('is made by a Responses target, governed and recorded like any model request', async () => {
    const compacted = await openai.responses.compact({ model: 'openai-responses', input: 'A long story [[say:x]]' });
    expect(compacted).toMatchObject({ object: 'response.compaction', output: [{ type: 'compaction' }] });
    expect(stack.provider.requests()[0]).toMatchObject({ path: '/v1/responses/compact', model: 'sim-ok' });
    expect(await stack.usageRow('openai-responses')).toMatchObject({
      ...{ status: 200, attempt_count: 1, inbound_dialect: 'openai-responses', error_type: null },
      ...{ output_tokens: BigInt(compacted.usage.output_tokens) },
    });
    const { output } = compacted;
    // what the API gives back is what it takes
    const input = [...output, { role: 'user', content: 'Go on' }] as OpenAI.Responses.ResponseInput;
    const next = await openai.responses.create({ model: 'openai-responses', input });
    expect(next.status).toBe('completed');
  });

  it.each(['openai-chat', 'anthropic-messages'])('has nobody to make it in the group %s', async (model) => {
    const refused: unknown = await openai.responses
      .compact({ model, input: 'A story' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OpenAI.NotFoundError);
    expect(refused).toMatchObject({ type: 'not-found' });
    expect(String(refused)).toContain('a target that speaks Responses');
    expect(await stack.usageRow(model)).toMatchObject({ status: 404, attempt_count: 0 });
  });

  it('needs a token', async () => {
    expect((await fetch(`${stack.gateway.url}/v1/responses/compact`, { method: 'POST', body: '{}' })).status).toBe(401);
  });
});
