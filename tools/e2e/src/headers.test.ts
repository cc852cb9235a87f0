import { request, type IncomingHttpHeaders } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { callerRequests } from './caller-requests.js';
import { laneConfig, laneDialects, type LaneDialect } from './lane-config.js';
import { simulatorKey, startStackWith, type Stack } from './start-stack.js';

const unsupported = 'unsupported_features: ["beta:context-1m-2025-08-07"], prefill: true';

let stack: Stack;

beforeAll(async () => {
  stack = await startStackWith((places) => laneConfig(places).replaceAll('prefill: true', unsupported));
});
afterAll(() => stack.close());
beforeEach(() => stack.provider.reset());

/** Everything a client may send that is no provider's business. */
const stopping: Readonly<Record<string, string>> = {
  ...{ cookie: 'session=abc', forwarded: 'for=10.0.0.1', 'x-forwarded-for': '10.0.0.1', 'x-real-ip': '10.0.0.1' },
  ...{ 'x-stainless-retry-count': '1', 'x-codex-turn-metadata': '{}', 'x-claude-code-session-id': 'abc' },
  ...{ 'openai-organization': 'org-mine', 'openai-project': 'proj-mine', 'proxy-authorization': 'Basic abc' },
  ...{ te: 'trailers', traceparent: '00-1-1-00', 'x-api-key': 'sk-of-the-caller', 'x-unheard-of': 'yes' },
};

const dialectHeaders: Readonly<Record<string, string>> = {
  ...{ 'anthropic-version': '2026-10-21', 'openai-beta': 'responses=experimental', 'x-client-request-id': 'mine-1' },
  ...{ 'session-id': 's-1', session_id: 's-2' },
};

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function post(
  dialect: LaneDialect,
  group: string,
  more: Readonly<Record<string, string | string[]>> = {},
  stream = false,
): Promise<Answered> {
  const { path, body } = callerRequests[dialect];
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${stack.token}`, ...more };
  return new Promise((resolve, reject) => {
    request(`${stack.gateway.url}${path}`, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    })
      .on('error', reject)
      .end(JSON.stringify({ ...body, model: group, stream }));
  });
}

const seen = (): Readonly<Record<string, unknown>> => stack.provider.requests().at(-1)?.headers ?? {};

describe('what a provider sees of a caller’s headers', () => {
  it.each(laneDialects.flatMap((from) => laneDialects.map((to) => [from, to] as const)))(
    'from %s to %s holds the operator’s key, and nothing that stops here',
    async (from, to) => {
      expect(await post(from, to, { ...stopping, ...dialectHeaders })).toMatchObject({ status: 200 });
      const headers = seen();
      const credential = to === 'anthropic-messages' ? headers['x-api-key'] : headers['authorization'];
      expect(String(credential).replace('Bearer ', '')).toBe(simulatorKey);
      expect(JSON.stringify(headers)).not.toContain(stack.token);
      for (const [name, value] of Object.entries(stopping)) expect([name, headers[name]]).not.toEqual([name, value]);
    },
  );

  it('is the caller’s version on the same lane, and ours on another', async () => {
    await post('anthropic-messages', 'anthropic-messages', { 'anthropic-version': '2031-01-01' });
    expect(seen()['anthropic-version']).toBe('2031-01-01');
    await post('openai-chat', 'anthropic-messages', { 'anthropic-version': '2031-01-01' });
    expect(seen()['anthropic-version']).toBe('2023-06-01');
    await post('anthropic-messages', 'openai-chat', { 'anthropic-version': '2031-01-01', 'anthropic-beta': 'a-1' });
    expect(seen()).not.toHaveProperty('anthropic-version');
    expect(seen()).not.toHaveProperty('anthropic-beta');
  });

  it('is one list of betas, without those the target cannot; the caller reads which in a note, streamed or not', async () => {
    const betas = { 'anthropic-beta': ['a-1, context-1m-2025-08-07', 'b-2,a-1'] };
    for (const stream of [false, true]) {
      const answer = await post('anthropic-messages', 'anthropic-messages', betas, stream);
      expect(seen()['anthropic-beta']).toBe('a-1,b-2');
      expect(answer.headers['x-router-notes']).toMatch(/anthropic-beta: dropped, .*context-1m-2025-08-07/);
      expect(answer.headers['x-router-target']).toBe('sim-anthropic-messages/sim-ok');
    }
  });

  it('is the OpenAI family’s own headers on its lanes', async () => {
    await post('openai-responses', 'openai-responses', dialectHeaders);
    expect(seen()).toMatchObject({ 'openai-beta': 'responses=experimental', 'session-id': 's-1', session_id: 's-2' });
    await post('openai-chat', 'openai-chat', dialectHeaders);
    expect(seen()).toMatchObject({ 'openai-beta': 'responses=experimental', 'x-client-request-id': 'mine-1' });
    await post('openai-chat', 'openai-responses', dialectHeaders);
    expect(seen()).not.toHaveProperty('openai-beta');
  });

  it('is a sealed idempotency key, the same for one caller and another for the next', async () => {
    const neighbour = await stack.issue({ user: 'bob', allow: ['*'] });
    while ((await post('openai-chat', 'openai-chat', { authorization: `Bearer ${neighbour}` })).status === 401);
    const keys: unknown[] = [];
    for (const token of [stack.token, stack.token, neighbour]) {
      await post('openai-chat', 'openai-chat', { authorization: `Bearer ${token}`, 'idempotency-key': 'order-17' });
      keys.push(seen()['idempotency-key']);
    }
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});

describe('what a caller sees of a provider’s headers', () => {
  it.each(laneDialects.flatMap((from) => laneDialects.map((to) => [from, to] as const)))(
    'from %s at %s is our request id, and no account',
    async (from, to) => {
      const { headers } = await post(from, to);
      expect(headers['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/);
      expect(headers['request-id']).toBe(from === 'anthropic-messages' ? headers['x-request-id'] : undefined);
      const leaked = Object.keys(headers).filter((name) => /ratelimit|organization|workspace|cookie|^cf-/.test(name));
      expect(leaked).toEqual([]);
    },
  );

  it('is how long an OpenAI provider worked, on its own lane, streamed or not', async () => {
    for (const stream of [false, true]) {
      const own = await post('openai-chat', 'openai-chat', {}, stream);
      expect(own.headers['openai-processing-ms']).toMatch(/^\d+$/);
      expect(own.headers['openai-version']).toBe('2020-10-01');
      const other = await post('anthropic-messages', 'openai-chat', {}, stream);
      expect(other.headers).not.toHaveProperty('openai-processing-ms');
    }
  });
});

describe('the official clients', () => {
  it('of Anthropic, with their newest version and a Bearer key, work on every lane and find the request id', async () => {
    const client = new Anthropic({ baseURL: stack.gateway.url, apiKey: stack.token, maxRetries: 0 });
    for (const model of laneDialects) {
      const messages = [{ role: 'user' as const, content: 'Hello' }];
      const answer = await client.messages.create({ model, max_tokens: 100, messages });
      expect(answer._request_id).toMatch(/^req_[0-9a-f]{32}$/);
      expect(answer.content[0]?.type).toBe('text');
    }
    await client.messages.create({
      ...{ model: 'anthropic-messages', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] },
    });
    expect(seen()['anthropic-version']).toBe('2026-10-21');
    expect(seen()).not.toHaveProperty('authorization');
  });

  it('of OpenAI find the request id of an answer and of an error', async () => {
    const client = new OpenAI({ baseURL: `${stack.gateway.url}/v1`, apiKey: stack.token, maxRetries: 0 });
    const answer = await client.responses.create({ model: 'openai-responses', input: 'Hello' });
    expect(answer._request_id).toMatch(/^req_[0-9a-f]{32}$/);
    const refused = await client.responses.create({ model: 'none', input: 'Hello' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 403, requestID: expect.stringMatching(/^req_[0-9a-f]{32}$/) as string });
  });

  it.each(laneDialects)('of any kind may show the token in either header: %s', async (dialect) => {
    const ways: readonly Readonly<Record<string, string>>[] = [
      { 'x-api-key': stack.token, authorization: '' },
      { 'x-api-key': stack.token, authorization: 'Bearer sk-another' },
      { 'x-api-key': 'sk-another' },
    ];
    for (const headers of ways) expect((await post(dialect, dialect, headers)).status).toBe(200);
  });
});
