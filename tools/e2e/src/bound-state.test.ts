import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { startStackWith, type Stack } from './start-stack.js';
import { groupAt, groupOfBoth, stateConfig } from './state-config.js';

let stack: Stack;
let owner: OpenAI;
let stranger: OpenAI;

beforeAll(async () => {
  stack = await startStackWith(stateConfig);
  owner = clientOf(stack.token);
  stranger = clientOf(await stack.issue({ user: 'mallory', allow: ['*'] }));
  await untilAllowed(stranger);
});
afterAll(() => stack.close());

const clientOf = (apiKey: string) => new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey, maxRetries: 0 });

const east = groupAt('east', 'openai-responses');
const both = groupOfBoth('openai-responses');

type ResponsesAsk = OpenAI.Responses.ResponseCreateParamsNonStreaming;

/** The account that answers, told by its model; the western one is first in every group of both. */
async function answeredBy(client: OpenAI, ask: ResponsesAsk): Promise<string | undefined> {
  const { model } = await client.responses.create(ask);
  return /issuer-(\w+)/.exec(model)?.[1];
}

/** How an ask was refused. */
async function refusalOf(client: OpenAI, ask: ResponsesAsk) {
  const error: unknown = await client.responses.create(ask).catch((reason: unknown) => reason);
  if (!(error instanceof OpenAI.BadRequestError)) throw new Error('should have been refused');
  return { param: error.param, message: error.message };
}

describe('a stored response', () => {
  it.each([
    ['whole', false],
    ['streamed', true],
  ] as const)('is gone on from by its own key and refused to another one, %s', async (_name, stream) => {
    const first = stream
      ? await owner.responses.stream({ model: east, input: 'Remember this.' }).finalResponse()
      : await owner.responses.create({ model: east, input: 'Remember this.' });
    const more = { model: both, input: 'And?', previous_response_id: first.id };
    expect(await answeredBy(owner, more)).toBe('east');
    const error: unknown = await stranger.responses.create(more).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ code: 'previous_response_not_found', param: 'previous_response_id' });
  });

  it('we never saw goes to the only issuer of a group, and is refused where there are several', async () => {
    const more = { input: 'Hi', previous_response_id: 'resp_elsewhere' };
    expect(await answeredBy(owner, { ...more, model: east })).toBe('east');
    const refusal = await refusalOf(owner, { ...more, model: both });
    expect(refusal.param).toBe('previous_response_id');
    const first = await owner.responses.create({ model: east, input: 'Remember this.' });
    const theft = await refusalOf(stranger, { model: east, input: 'And?', previous_response_id: first.id });
    expect(theft).toEqual(refusal);
  });
});

describe('state kept at a provider', () => {
  it('as a conversation binds a request to its issuer and its key', async () => {
    await owner.responses.create({ model: east, input: 'Hi', conversation: 'conv_1' });
    const more: ResponsesAsk = { model: both, input: 'And?', conversation: { id: 'conv_1' } };
    expect(await answeredBy(owner, more)).toBe('east');
    expect(await refusalOf(stranger, more)).toMatchObject({ param: 'conversation' });
  });

  it('as an item of a stored response binds a request to its issuer and its key', async () => {
    const { output } = await owner.responses.create({ model: east, input: 'Hi' });
    const reference = { type: 'item_reference' as const, id: output[0]?.id ?? '' };
    const more: ResponsesAsk = { model: both, input: [reference, { role: 'user', content: 'And?' }] };
    expect(await answeredBy(owner, more)).toBe('east');
    expect(await refusalOf(stranger, more)).toMatchObject({ param: 'input[0].id' });
  });

  it('at two issuers cannot be served by either', async () => {
    const far = await owner.responses.create({ model: east, input: 'Hi' });
    await owner.responses.create({
      model: groupAt('west', 'openai-responses'),
      input: 'Hi',
      conversation: 'conv_west',
    });
    const torn: ResponsesAsk = {
      ...{ model: both, previous_response_id: far.id, conversation: 'conv_west' },
      input: 'And?',
    };
    expect(await refusalOf(owner, torn)).toMatchObject({ param: 'conversation' });
  });

  it('as a file that was stored past the router is taken for one of the only issuer, in every dialect', async () => {
    const chat = (model: string) =>
      owner.chat.completions.create({
        model,
        messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file_1' } }] }],
      });
    await expect(chat(groupAt('east', 'openai-chat'))).resolves.toMatchObject({ object: 'chat.completion' });
    await expect(chat(groupOfBoth('openai-chat'))).rejects.toMatchObject({
      status: 400,
      param: 'messages[0].content[0].file.file_id',
    });
    const file: ResponsesAsk['input'] = [{ role: 'user', content: [{ type: 'input_file', file_id: 'file_1' }] }];
    expect(await answeredBy(owner, { model: east, input: file })).toBe('east');
    expect(await refusalOf(owner, { model: both, input: file })).toMatchObject({
      param: 'input[0].content[0].file_id',
    });
  });

  it('as a container of Messages is bound too', async () => {
    const client = new Anthropic({ baseURL: stack.gateway.url, apiKey: stack.token, maxRetries: 0 });
    const ask = (model: string) =>
      client.messages.create({
        ...{ model, max_tokens: 100, container: 'container_1' },
        messages: [{ role: 'user', content: 'Go on.' }],
      });
    await expect(ask(groupAt('east', 'anthropic-messages'))).resolves.toMatchObject({ type: 'message' });
    await expect(ask(groupOfBoth('anthropic-messages'))).rejects.toThrow(
      'container should name a container of this key, and none is known',
    );
  });

  it('is looked up within bounds', async () => {
    const input = Array.from({ length: 4097 }, (_, index) => ({ type: 'item_reference' as const, id: `msg_${index}` }));
    expect((await refusalOf(owner, { model: east, input })).message).toContain('at most 4096 pieces');
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
