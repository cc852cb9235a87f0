import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { callerRequests } from './caller-requests.js';
import { laneDialects } from './lane-config.js';
import { startStack, type Stack } from './start-stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const modelPaths = Object.values(callerRequests).map(({ path }) => path);
const fetchPath = (path: string, init: RequestInit = {}) => fetch(`${stack.gateway.url}${path}`, init);

describe('a model endpoint', () => {
  it.each(
    laneDialects.flatMap((dialect) => {
      const { path } = callerRequests[dialect];
      const short = path.replace('/v1', '');
      const ways = [
        `${path}?beta=true&api-version=2`,
        `${path}/`,
        `//v1/${short}`,
        `/v1${path}`,
        short,
        `${short}/?a=b`,
      ];
      return ways.map((way) => [way, dialect] as const);
    }),
  )('is found at %s', async (way, dialect) => {
    const answer = await fetchPath(way, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stack.token}` },
      body: JSON.stringify({ ...callerRequests[dialect].body, model: dialect }),
    });
    expect(answer.status).toBe(200);
  });

  it('is found by the official clients whatever their base URL ends with', async () => {
    for (const end of ['', '/', '/v1', '/v1/']) {
      const shared = { baseURL: `${stack.gateway.url}${end}`, apiKey: stack.token, maxRetries: 0 };
      const openai = new OpenAI(shared);
      const anthropic = new Anthropic(shared);
      await openai.responses.create({ model: 'openai-chat', input: 'Hello' });
      await anthropic.messages.create({
        ...{ model: 'openai-chat', max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] },
      });
    }
  });

  it.each(['/v1/%6dessages', '/v1/../v1/messages/x', '/V1/messages', '/v2/messages', '/v1/chat'])(
    'is not found at %s, with or without a token',
    async (path) => {
      for (const headers of [{}, { authorization: `Bearer ${stack.token}` }]) {
        const answer = await fetchPath(path, { method: 'POST', headers, body: '{}' });
        expect(answer.status).toBe(404);
        expect(await answer.json()).toMatchObject({ error: { type: 'not-found' } });
      }
    },
  );

  it.each(modelPaths.flatMap((path) => ['GET', 'PUT', 'DELETE', 'PATCH'].map((method) => [method, path] as const)))(
    'refuses %s %s with the methods it has, in its dialect',
    async (method, path) => {
      const answer = await fetchPath(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST, HEAD');
      expect(answer.headers.get('x-should-retry')).toBe('false');
      const body = (await answer.json()) as Record<string, unknown>;
      expect(body['error']).toMatchObject({ type: 'method-not-allowed' });
      expect(body['type']).toBe(path.includes('messages') ? 'error' : undefined);
    },
  );

  it('is what a HEAD looks for, and nothing else that is posted to', async () => {
    for (const path of modelPaths) expect((await fetchPath(path, { method: 'HEAD' })).status).toBe(200);
    for (const method of ['HEAD', 'GET', 'PUT']) {
      const answer = await fetchPath('/v1/route/explain', { method });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it.each(['/v1/models', '/v1/models/openai-chat', '/v1/codex/models.json'])(
    'is not mistaken for a list: POST %s',
    async (path) => {
      const answer = await fetchPath(path, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET, HEAD');
    },
  );
});

describe('a client that offers HTTP/2 with its request', () => {
  it.each(laneDialects)('is answered as if it had not: %s', async (dialect) => {
    const { path, body } = callerRequests[dialect];
    const headers = {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${stack.token}` },
      ...{
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      },
    };
    const sent = request(`${stack.gateway.url}${path}`, { method: 'POST', headers });
    sent.end(JSON.stringify({ ...body, model: dialect, user: 'u'.repeat(200_000) }));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // what the event carries
    answer.resume();
    expect(answer.statusCode).toBe(200);
  });

  it('is still one request when it has thousands of headers before its length', async () => {
    const { hostname, port } = new URL(stack.gateway.url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    const hidden = 'GET /healthz HTTP/1.1\r\nhost: router\r\n\r\n';
    const head = ['POST /nothing HTTP/1.1', 'host: router', 'connection: upgrade', 'upgrade: h2c'];
    const headers = [...head, ...Array.from({ length: 3000 }, () => 'a:'), `content-length: ${hidden.length}`];
    const last = 'GET /readyz HTTP/1.1\r\nhost: router\r\nconnection: close\r\n\r\n';
    socket.write(`${headers.join('\r\n')}\r\n\r\n${hidden}${last}`);
    let answers = '';
    for await (const text of socket) answers += String(text);
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['404', '200']);
  });
});

describe('a probe', () => {
  it.each(['/', '/api/hello', ...modelPaths, '/anthropic/v1/messages?beta=true'])(
    'with HEAD at %s finds somebody there, without a token and without a body',
    async (path) => {
      const answer = await fetchPath(path, { method: 'HEAD' });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(answer.headers.get('x-powered-by')).toBeNull();
    },
  );

  it.each(['/v1/responses', '/responses', '/v1/realtime'])(
    'for a WebSocket at %s learns at once that there is none',
    async (path) => {
      const { hostname, port } = new URL(stack.gateway.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: router\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n` +
          `sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nopenai-beta: responses_websockets=2026-02-06\r\n\r\n`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer]; // a socket without an encoding yields Buffers
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
      socket.destroy();
    },
  );
});
