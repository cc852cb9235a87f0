import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { laneConfig, laneDialects, type LaneDialect } from './lane-config.js';
import { simulatorKey, startStackWith, type StackPlaces, type Stack } from './start-stack.js';

const faulty = ['sim-503-lasting', 'sim-reset', 'sim-404-model', 'sim-400', 'sim-pace-20'];

/** All targets count, but for `sim-pace-20`; the group `retry` has a broken one before a sound one. */
function countConfig(places: StackPlaces): string {
  const counting = laneConfig({ ...places, models: faulty }).replaceAll(
    'honors_max_tokens: true }',
    'honors_max_tokens: true, count_tokens: true }',
  );
  return `${counting.replaceAll(/(sim-pace-20:\n[^}]*}[^}]*count_tokens: )true/g, '$1false')}
  retry:
    strategy: failover
    targets:
      - { provider: sim-anthropic-messages, model: sim-503-lasting }
      - { provider: sim-anthropic-messages, model: sim-ok }
`;
}

let stack: Stack;

beforeAll(async () => {
  stack = await startStackWith(countConfig);
});
afterAll(() => stack.close());
beforeEach(() => stack.provider.reset());
const messages = [{ role: 'user' as const, content: 'How many tokens are there in this sentence?' }];

const anthropic = (token = stack.token) =>
  new Anthropic({ baseURL: stack.gateway.url, apiKey: token, authToken: null, maxRetries: 0 });
const openai = (token = stack.token) =>
  new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: token, maxRetries: 0 });

/** Who counted, and the number. */
async function countMessages(model: string) {
  const { data, response } = await anthropic().messages.countTokens({ model, messages }).withResponse();
  return { by: response.headers.get('x-router-token-count'), data };
}

async function countResponses(model: string) {
  const { data, response } = await openai().responses.inputTokens.count({ model, input: messages }).withResponse();
  return { by: response.headers.get('x-router-token-count'), data };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
const estimated = expect.stringMatching(/^estimate; method=[a-z-]+; version=\d+$/) as string;
const some = expect.any(Number) as number;
const refOf: Readonly<Record<'messages' | 'responses', LaneDialect>> = {
  messages: 'anthropic-messages',
  responses: 'openai-responses',
};

describe('a count of tokens', () => {
  it.each(laneDialects)(
    'in Messages over a group of %s targets has the shape and name of its method',
    async (group) => {
      const by = group === refOf.messages ? 'native' : estimated;
      expect(await countMessages(group)).toEqual({ by, data: { input_tokens: some } });
      expect(stack.provider.requests()).toHaveLength(by === 'native' ? 1 : 0);
    },
  );

  it.each(laneDialects)(
    'in Responses over a group of %s targets has the shape and name of its method',
    async (group) => {
      const by = group === refOf.responses ? 'native' : estimated;
      const data = { object: 'response.input_tokens', input_tokens: some };
      expect(await countResponses(group)).toEqual({ by, data });
      expect(stack.provider.requests()).toHaveLength(by === 'native' ? 1 : 0);
    },
  );

  it('reaches the provider with the bytes it came in, but for the model, and with our key', async () => {
    const body = `{ "messages":[{"role":"user","content":"caf\\u00e9 \\u2603"}],\n "model" : "anthropic-messages", "x_new": 1.0 }`;
    const response = await fetch(`${stack.gateway.url}/anthropic/v1/messages/count_tokens?beta=true`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-api-key': stack.token },
        'anthropic-beta': 'token-counting-2024-11-01',
      },
      body,
    });
    expect(response.status).toBe(200);
    const [seen] = stack.provider.requests();
    expect(seen?.path).toBe('/v1/messages/count_tokens');
    expect(seen?.body.toString()).toBe(body.replace('"anthropic-messages"', '"sim-ok"'));
    expect(seen?.headers).toMatchObject({ 'x-api-key': simulatorKey, 'anthropic-beta': 'token-counting-2024-11-01' });
  });

  it('is an estimate where the target does not say that it counts', async () => {
    expect(await countMessages('anthropic-messages:sim-pace-20')).toMatchObject({ by: estimated });
    expect(stack.provider.requests()).toEqual([]);
  });

  it.each(['sim-503-lasting', 'sim-reset', 'sim-404-model'])(
    'is an estimate when the provider fails with %s',
    async (model) => {
      expect(await countMessages(`anthropic-messages:${model}`)).toMatchObject({ by: estimated });
      expect(await countResponses(`openai-responses:${model}`)).toMatchObject({ by: estimated });
    },
  );

  it('is asked of one other target when the first fails', async () => {
    expect(await countMessages('retry')).toMatchObject({ by: 'native' });
    expect(stack.provider.requests().map(({ model }) => model)).toEqual(['sim-503-lasting', 'sim-ok']);
  });

  it('may be asked for 25 times at once, more often than the key may ask for answers', async () => {
    const token = await stack.issue({ user: 'bob', allow: ['*'], limits: { rpm: 2, concurrent: 2 } });
    while ((await reasonOf(anthropic(token).models.list())) !== undefined);
    const counts = Array.from({ length: 25 }, () =>
      anthropic(token).messages.countTokens({ model: 'anthropic-messages', messages }),
    );
    for (const { input_tokens } of await Promise.all(counts)) expect(input_tokens).toBeGreaterThan(5);
  });
});

describe('a count that is refused', () => {
  it('for asking too often is refused before its body is read', async () => {
    const token = await stack.issue({ user: 'mallory', allow: ['*'] });
    while ((await reasonOf(anthropic(token).models.list())) !== undefined);
    const headers = { 'content-type': 'application/json', 'x-api-key': token };
    const ask = async (): Promise<number> => {
      const answer = await fetch(`${stack.gateway.url}/v1/messages/count_tokens`, {
        method: 'POST',
        headers,
        body: '{',
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    const statuses = new Set<number>();
    for (let round = 0; round < 26; round += 1) {
      for (const status of await Promise.all(Array.from({ length: 50 }, ask))) statuses.add(status);
    }
    expect(statuses).toEqual(new Set([400, 429]));
  });

  it('without a token says so in the caller’s dialect', async () => {
    const ofMessages = await reasonOf(anthropic('rtr_nobody').messages.countTokens({ model: 'retry', messages }));
    expect(ofMessages).toBeInstanceOf(Anthropic.AuthenticationError);
    const ofResponses = await reasonOf(openai('rtr_nobody').responses.inputTokens.count({ model: 'retry' }));
    expect(ofResponses).toBeInstanceOf(OpenAI.AuthenticationError);
  });

  it('for a group that is not there or not allowed says so', async () => {
    expect(await reasonOf(countMessages('nothing'))).toMatchObject({ error: { error: { type: 'model-not-allowed' } } });
    expect(await reasonOf(countResponses('nothing'))).toMatchObject({ error: { type: 'model-not-allowed' } });
  });

  it('for its body names the field', async () => {
    const wrong = { model: 'retry', messages: 'Hello' as never };
    const reason = await reasonOf(anthropic().messages.countTokens(wrong));
    expect(reason).toBeInstanceOf(Anthropic.BadRequestError);
    expect(String(reason)).toContain('messages should be an array');
    expect(stack.provider.requests()).toEqual([]);
  });

  it('by the provider, for what is in the body, is told in the provider’s words', async () => {
    const reason = await reasonOf(countMessages('anthropic-messages:sim-400'));
    expect(reason).toMatchObject({ status: 400, error: { error: { type: 'invalid_request_error' } } });
    const other = await reasonOf(countResponses('openai-responses:sim-400'));
    expect(other).toMatchObject({ status: 400, error: { type: 'invalid_request_error' } });
  });
});

it('leaves no usage record: after all of these, the only one is of the answer asked for at last', async () => {
  await anthropic().messages.create({ model: 'anthropic-messages', messages, max_tokens: 64 });
  expect(await stack.usageRows(1)).toMatchObject([{ resolved_group: 'anthropic-messages', status: 200 }]);
});
