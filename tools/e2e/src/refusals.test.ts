import { request } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { waitFor } from '@smart-router/dev-services';
import { sql } from 'kysely';
import { startStack, type Stack, type UsageRow } from './start-stack.js';

let stack: Stack;
let rows = 0;

beforeAll(async () => {
  stack = await startStack({ serverLines: '  request_limits: { body_timeout_ms: 3000 }' });
});
afterAll(() => stack.close());
beforeEach(() => stack.provider.reset());
afterEach(() => expect(stack.provider.requests()).toEqual([]));

/** The rows a test added; fails when there is one too many or too few. */
const newRows = async (count: number): Promise<readonly UsageRow[]> => {
  rows += count;
  const all = await stack.usageRows(rows);
  expect(all).toHaveLength(rows);
  return all.slice(-count);
};
const newRow = async (): Promise<UsageRow | undefined> => (await newRows(1))[0];

const post = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${stack.token}`, ...headers },
    body,
  });

const errorOf = async (response: Response): Promise<Record<string, unknown>> => {
  const body = (await response.json()) as { error: Record<string, unknown> };
  return body.error;
};

const ask = { model: 'openai-chat', messages: [{ role: 'user', content: 'Hello' }] };
const pictureField = 'messages[0].content[0].image_url.url';
const withPicture = (url: string) => ({
  ...ask,
  messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
});
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );

describe('a hostile or broken body', () => {
  it.each([
    ['two top-level models', '{"model":"openai-chat","messages":[],"model":"anthropic-messages"}', 'model'],
    ['two top-level models, one of them escaped', '{"model":"openai-chat","messages":[],"mod\\u0065l":"x"}', 'model'],
    ['a base_url', JSON.stringify({ ...ask, base_url: 'http://169.254.169.254' }), 'base_url'],
    ['a key of an upstream', JSON.stringify({ ...ask, api_key: 'sk-mine' }), 'api_key'],
    ['a picture inside a network', JSON.stringify(withPicture('http://0x7f.1:8080/a.png')), pictureField],
    ['a picture that holds keys', JSON.stringify(withPicture('http://metadata.google.internal./')), pictureField],
    ['a picture that is a file', JSON.stringify(withPicture('file:///etc/passwd')), pictureField],
    ['messages of the wrong type', '{"model":"openai-chat","messages":"Hello"}', 'messages'],
    ['a stream flag of the wrong type', JSON.stringify({ ...ask, stream: 'yes' }), 'stream'],
  ])('with %s is refused with the field named', async (_name, body, param) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ type: 'invalid-request', param });
    expect(await newRow()).toMatchObject({ status: 400, error_type: 'invalid-request', attempt_count: 0 });
  });

  it('with a field that no target of the group can take is refused with the field named', async () => {
    const response = await post(JSON.stringify({ ...ask, model: 'anthropic-messages', n: 2 }));
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ type: 'unsupported-parameter', param: 'n' });
    expect(await newRow()).toMatchObject({ status: 400, error_type: 'unsupported-parameter', attempt_count: 0 });
  });

  it('that is not JSON is refused', async () => {
    const response = await post('{"model":');
    expect(response.status).toBe(400);
    expect((await errorOf(response))['message']).toMatch(/not valid JSON/);
    await newRow();
  });

  it('with 10,000 levels of nesting is refused before it is parsed', async () => {
    const response = await post(`{"model":"openai-chat","messages":${'['.repeat(10_000)}${']'.repeat(10_000)}}`);
    expect(response.status).toBe(400);
    expect((await errorOf(response))['message']).toMatch(/nest at most 64 levels, got 10001/);
    await newRow();
  });

  it('of 40 MB is refused by its length, and memory stays flat', async () => {
    const body = Buffer.alloc(40_000_000, 32);
    const before = process.memoryUsage();
    const response = await post(body);
    expect(response.status).toBe(413);
    expect(await errorOf(response)).toMatchObject({ type: 'request-too-large' });
    const after = process.memoryUsage();
    // the client in this process holds its own copy at most once
    expect(after.rss - before.rss).toBeLessThan(100_000_000);
    await newRow();
  });

  it('of 40 MB in chunks without a length is refused as soon as it is too large', async () => {
    const status = await sendSlowly({ chunk: Buffer.alloc(1_000_000, 32), times: 40, everyMs: 0 });
    expect(status).toBe(413);
    await newRow();
  });

  it('that arrives too slowly is refused', async () => {
    const status = await sendSlowly({ chunk: Buffer.from(' '), times: 600, everyMs: 100 });
    expect(status).toBe(408);
    await newRow();
  });

  it('of Responses is refused at the Chat endpoint, with the way out', async () => {
    const response = await post(JSON.stringify({ model: 'openai-chat', input: 'Hello' }));
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({
      ...{
        type: 'responses-body-on-chat-endpoint-disabled',
        message: expect.stringMatching(/\/v1\/responses/) as string,
      },
    });
    expect(await newRow()).toMatchObject({ status: 400, inbound_dialect: 'openai-chat' });
  });

  it('of another media type is refused', async () => {
    const response = await post('model=x', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(response.status).toBe(415);
    await newRow();
  });
});

describe('a caller', () => {
  it('without the group gets 403 model-not-allowed as the SDK’s own class', async () => {
    const token = await stack.issue({ user: 'bob', allow: ['openai-chat'] });
    const openai = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: token, maxRetries: 0 });
    const anthropic = new Anthropic({ baseURL: stack.gateway.url, apiKey: token, maxRetries: 0 });
    await untilKnown(token);
    const errors = [
      await reasonOf(
        openai.chat.completions.create({ model: 'anthropic-messages', messages: [{ role: 'user', content: 'Hi' }] }),
      ),
      await reasonOf(openai.responses.create({ model: 'anthropic-messages', input: 'Hi' })),
      await reasonOf(
        anthropic.messages.create({
          model: 'anthropic-messages',
          max_tokens: 10,
          messages: [{ role: 'user', content: 'Hi' }],
        }),
      ),
    ];
    expect(errors[0]).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect(errors[1]).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect(errors[2]).toBeInstanceOf(Anthropic.PermissionDeniedError);
    for (const error of errors)
      expect(String(error)).toMatch(/a group this token may use, got .?.?"anthropic-messages/);
    for (const row of await newRows(3)) {
      expect(row).toMatchObject({ status: 403, error_type: 'model-not-allowed', caller_user: 'bob', attempt_count: 0 });
    }
  });

  it('with an unknown token leaves an event of access: where it came from, and nothing of the token', async () => {
    const token = 'smr_acme_eve_web_prod_nobodyknowsthistoken';
    const answer = await post(JSON.stringify(ask), {
      authorization: `Bearer ${token}`,
      'x-forwarded-for': '203.0.113.1',
    });
    expect(answer.status).toBe(401);
    const events = sql<Readonly<Record<string, unknown>>>`select * from security_access_events
      where request_id = ${answer.headers.get('x-request-id')}`;
    const [event] = await waitFor(async () => {
      const { rows: found } = await events.execute(stack.database);
      return found.length > 0 && found;
    });
    expect(event).toMatchObject({
      ...{ surface: 'gateway', event_type: 'token', outcome: 'failed', reason_code: 'unauthorized' },
      ...{ address: '127.0.0.1', subject: null, token_id: null },
    });
    expect(JSON.stringify({ ...event, event_count: 1 })).not.toContain('nobodyknows');
    await fetch(`${stack.gateway.url}/v1/models`, { headers: { authorization: `Bearer ${token}` } });
    const listed = sql`select reason_code, http_method from security_access_events where path_template = '/v1/models'`;
    const asked = await waitFor(async () => {
      const { rows: found } = await listed.execute(stack.database);
      return found.length > 0 && found;
    });
    expect(asked).toContainEqual({ reason_code: 'unauthorized', http_method: 'GET' });
  });

  it('with an unknown token gets 401 as the SDK’s own class, at once, and leaves no row', async () => {
    const token = `${stack.token.slice(0, -1)}${stack.token.endsWith('x') ? 'y' : 'x'}`;
    const openai = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: token, maxRetries: 5 });
    const anthropic = new Anthropic({ baseURL: stack.gateway.url, apiKey: token, maxRetries: 5 });
    expect(await reasonOf(openai.responses.create({ model: 'x', input: 'Hi' }))).toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    expect(await reasonOf(openai.chat.completions.create({ model: 'x', messages: [] }))).toBeInstanceOf(
      OpenAI.AuthenticationError,
    );
    expect(await reasonOf(anthropic.messages.create({ model: 'x', max_tokens: 1, messages: [] }))).toBeInstanceOf(
      Anthropic.AuthenticationError,
    );
    expect(await stack.usageRows(rows)).toHaveLength(rows);
  });

  it('with a bad body gets 400 naming the field as the SDK’s own class', async () => {
    const anthropic = new Anthropic({ baseURL: stack.gateway.url, apiKey: stack.token, maxRetries: 0 });
    const body = { model: 'anthropic-messages', messages: [] } as unknown as Anthropic.MessageCreateParamsNonStreaming;
    const error = await reasonOf(anthropic.messages.create(body));
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(String(error)).toMatch(/max_tokens/);
    await newRow();
  });

  it('over its rpm gets 429 with Retry-After as the SDK’s own class', async () => {
    const token = await stack.issue({ user: 'carol', allow: ['*'], limits: { rpm: 1 } });
    await untilKnown(token);
    const send = () => post(JSON.stringify({ ...ask, model: 'no-such-group' }), { authorization: `Bearer ${token}` });
    expect((await send()).status).toBe(403);
    await newRow();
    const openai = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: token, maxRetries: 0 });
    await openai.chat.completions.create({ ...ask, messages: [{ role: 'user', content: 'Hello' }] });
    await newRow();
    const error = await reasonOf(
      openai.chat.completions.create({ ...ask, messages: [{ role: 'user', content: 'Hello' }] }),
    );
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({ type: 'rpm-exceeded' });
    const retryAfter = error instanceof OpenAI.RateLimitError ? Number(error.headers.get('retry-after')) : 0;
    expect(retryAfter).toBeGreaterThan(0);
    expect(await newRow()).toMatchObject({ status: 429, error_type: 'rpm-exceeded' });
    stack.provider.reset();
  });
});

/** A token issued a moment ago reaches the gateway by notification. */
async function untilKnown(token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await waitFor(async () => (await fetch(`${stack.gateway.url}/v1/models`, { headers })).ok, {
    what: 'the gateway to learn the token',
  });
}

/** Uploads in chunks, without a length; resolves with the status of the answer. */
function sendSlowly(upload: {
  readonly chunk: Buffer;
  readonly times: number;
  readonly everyMs: number;
}): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL(`${stack.gateway.url}/v1/chat/completions`);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${stack.token}` };
    let answered = false;
    const client = request(url, { method: 'POST', headers }, (response) => {
      answered = true;
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    client.on('error', (error) => (answered ? undefined : reject(error)));
    const send = async (): Promise<void> => {
      for (let sent = 0; sent < upload.times && !answered; sent += 1) {
        await new Promise((next) => client.write(upload.chunk, next));
        if (upload.everyMs > 0) await new Promise((next) => setTimeout(next, upload.everyMs));
      }
      client.end();
    };
    send().catch(reject);
  });
}
