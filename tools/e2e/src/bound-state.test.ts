import OpenAI from 'openai';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
}, 60_000);
afterAll(() => stack.close());

const clientOf = (apiKey: string) => new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey, maxRetries: 0 });

describe('a stored response', () => {
  it.each([
    ['whole', false],
    ['streamed', true],
  ] as const)('is gone on from by its own key and refused to another one, %s', async (_name, stream) => {
    const stranger = clientOf(await stack.issue({ user: `mallory-${stream}`, allow: ['*'] }));
    const owner = clientOf(stack.token);
    const first = stream
      ? await owner.responses.stream({ model: 'openai-responses', input: 'Remember this.' }).finalResponse()
      : await owner.responses.create({ model: 'openai-responses', input: 'Remember this.' });
    const more = { model: 'openai-responses', input: 'And?', previous_response_id: first.id };
    await expect(owner.responses.create(more)).resolves.toMatchObject({ status: 'completed' });
    await untilAllowed(stranger);
    const error: unknown = await stranger.responses.create(more).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ code: 'previous_response_not_found', param: 'previous_response_id' });
  });

  it('we never saw goes to the only issuer of the group', async () => {
    const model = 'openai-responses';
    const answer = clientOf(stack.token).responses.create({
      model,
      input: 'Hi',
      previous_response_id: 'resp_elsewhere',
    });
    await expect(answer).resolves.toMatchObject({ status: 'completed' });
  });
});

/** A token issued a moment ago reaches the gateway by notification. */
async function untilAllowed(client: OpenAI): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const known = await client.models.list().then(
      () => true,
      () => false,
    );
    if (known) return;
    await new Promise((next) => setTimeout(next, 20));
  }
}
