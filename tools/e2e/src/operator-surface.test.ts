import { request } from 'node:http';
import { createKeyAdmin, type TokenOrder } from '@smart-router/usage-storage';
import { waitFor } from '@smart-router/dev-services';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;
let scraper: string;
let narrow: string;

beforeAll(async () => {
  stack = await startStack({ serverLines: '  admin_listen: 127.0.0.1:0\n  owned_by: acme-router' });
  scraper = await issueScraper();
  narrow = await stack.issue({ user: 'bob', allow: ['openai-chat'] });
  await waitFor(async () => (await get('/v1/models', { authorization: `Bearer ${narrow}` })).ok);
});
afterAll(() => stack.close());

async function issueScraper(): Promise<string> {
  const order: TokenOrder = {
    ...{
      organization: 'acme',
      user: 'prometheus',
      project: 'web',
      environment: 'test',
      allow: ['none'],
      grants: ['metrics'],
    },
    ...{ labels: [], expiresAt: undefined, limits: undefined, shape: undefined, owners: 'create' },
  };
  const issued = await createKeyAdmin(stack.database).issue(order, { actor: 'e2e' });
  if (!issued.ok) throw new Error(issued.fault.message);
  return issued.value.token;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${stack.gateway.url}${path}`, { headers });
const admin = (path: string): Promise<Response> => fetch(`${stack.gateway.adminUrl}${path}`);
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const anthropic = (token: string): Record<string, string> => ({
  'x-api-key': token,
  'anthropic-version': '2023-06-01',
});

describe('probes', () => {
  it.each(['/healthz', '/health'])('%s tells that the process lives and which version it is', async (path) => {
    for (const answer of [await get(path), await admin(path)]) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ status: 'ok', version: 'dev' });
    }
  });

  it('/readyz tells that requests are taken and that nothing is missing', async () => {
    for (const answer of [await get('/readyz'), await admin('/readyz')]) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        ...{ status: 'ready', draining: false, degraded: [] },
        dependencies: {
          redis: { state: 'unused' },
          postgres: { state: 'up', keys: { state: 'current' }, usage: { state: 'stored', failed_attempts: 0 } },
          spool: { state: 'ok', records: 0, dropped_records: 0 },
          key_snapshot: { state: 'none' },
        },
      });
    }
  });

  it('/version tells the build', async () => {
    expect(await (await get('/version')).json()).toEqual({ version: 'dev', node: process.version });
  });

  it.each(['/', '/api/hello'])('HEAD %s is answered to clients that look whether somebody is there', async (path) => {
    const answer = await fetch(`${stack.gateway.url}${path}`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });
});

describe('models', () => {
  it('are listed in OpenAI’s shape, and only those the token may use', async () => {
    const all = await get('/v1/models', bearer(stack.token));
    expect(await all.json()).toMatchObject({
      data: [{ id: 'openai-chat' }, { id: 'openai-responses' }, { id: 'anthropic-messages' }],
    });
    expect(await (await get('/v1/models', bearer(narrow))).json()).toEqual({
      object: 'list',
      data: [{ id: 'openai-chat', object: 'model', created: 1_700_000_000, owned_by: 'acme-router' }],
    });
  });

  it('are listed in Anthropic’s shape to a client that says its version', async () => {
    const model = {
      type: 'model',
      id: 'openai-chat',
      display_name: 'openai-chat',
      created_at: '2023-11-14T22:13:20.000Z',
    };
    expect(await (await get('/v1/models', anthropic(narrow))).json()).toEqual({
      data: [model],
      has_more: false,
      first_id: 'openai-chat',
      last_id: 'openai-chat',
    });
    expect(await (await get('/v1/models/openai-chat', anthropic(narrow))).json()).toEqual(model);
  });

  it('can be asked for one by one; another’s group does not exist', async () => {
    expect(await (await get('/v1/models/openai-chat', bearer(narrow))).json()).toMatchObject({ id: 'openai-chat' });
    const foreign = await get('/v1/models/anthropic-messages', bearer(narrow));
    expect(foreign.status).toBe(404);
    expect(await foreign.json()).toMatchObject({ error: { type: 'not-found' } });
  });

  it('are told to nobody without a token', async () => {
    const answer = await get('/v1/models');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { type: 'unauthorized' } });
  });
});

describe('metrics', () => {
  it('are for tokens with the grant', async () => {
    expect((await get('/metrics')).status).toBe(401);
    const refused = await get('/metrics', bearer(stack.token));
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { type: 'metrics-forbidden' } });
    const scraped = await get('/metrics', bearer(scraper));
    expect(scraped.status).toBe(200);
    expect(scraped.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it('need no token on the admin listener, and count requests', async () => {
    const asked = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...bearer(stack.token), 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'openai-chat', messages: [{ role: 'user', content: 'Hello' }] }),
    });
    expect(asked.status).toBe(200);
    await stack.usageRows(1);
    const text = await (await admin('/metrics')).text();
    expect(text).toMatch(
      /^smart_router_requests_total\{dialect="openai-chat",group="openai-chat",.*status="200"\} 1$/m,
    );
    expect(text).toMatch(/^smart_router_in_flight 0$/m);
    expect(text).not.toContain(stack.token);
  });

  it('on the admin listener stand beside no model endpoint', async () => {
    const answer = await fetch(`${stack.gateway.adminUrl}/v1/chat/completions`, { method: 'POST' });
    expect(answer.status).toBe(404);
  });
});

describe('a path where nothing is', () => {
  it('is told in OpenAI’s words, with the path and a request id', async () => {
    const answer = await get('/v1/nothing-here');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-should-retry')).toBe('false');
    expect(await answer.json()).toMatchObject({
      error: { type: 'not-found', message: 'there is nothing at GET /v1/nothing-here' },
    });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });

  it('is told in Anthropic’s words to a client of theirs', async () => {
    const answer = await get('/v1/nothing-here', anthropic(narrow));
    expect(await answer.json()).toMatchObject({
      type: 'error',
      error: { type: 'not-found' },
      request_id: answer.headers.get('x-request-id'),
    });
  });
});

it('a WebSocket upgrade is answered 426, so that clients fall back to HTTP at once', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const client = request(`${stack.gateway.url}/v1/responses`, {
      headers: {
        ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        ...{ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...bearer(stack.token) },
      },
    });
    client.on('response', (response) => resolve(response.resume().statusCode));
    client.on('upgrade', () => reject(new Error('it was upgraded')));
    client.on('error', reject);
    client.end();
  });
  expect(status).toBe(426);
});
