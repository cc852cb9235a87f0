import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Agent } from 'undici';
import { openEgressAgent } from './egress-agent.js';
import { fetchJson, type JsonCall } from './fetch-json.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const json = (response: ServerResponse, value: unknown, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const redirect =
  (location: string, status = 302): Handler =>
  (_request, response) =>
    void response.writeHead(status, { location }).end();

const handlers: Readonly<Record<string, Handler>> = {
  '/ok': (_request, response) => json(response, { a: 1 }),
  '/refused': (_request, response) => json(response, { why: 'no' }, 403),
  '/broken': (_request, response) => void response.writeHead(500, { 'content-type': 'text/html' }).end('<p>no'),
  '/html': (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>yes'),
  '/long': (_request, response) => json(response, 'x'.repeat(2_000)),
  '/endless': (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write('          '), 5);
    response.on('close', () => clearInterval(timer));
  },
  '/gzip': (_request, response) =>
    void response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync('x'.repeat(1e6))),
  '/silent': () => undefined,
  '/echo': (request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => json(response, { method: request.method, headers: request.headers, body }));
  },
  '/metadata': redirect('http://169.254.169.254/latest/meta-data/'),
  '/elsewhere': redirect('https://example.com/'),
  '/file': redirect('file:///etc/passwd'),
  '/again': redirect('/again'),
  '/once': redirect('/echo'),
  '/kept': redirect('/echo', 307),
};

let server: Server;
let base: string;
let agent: Agent;
beforeAll(async () => {
  server = createServer((request, response) => handlers[request.url ?? '']?.(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  agent = openEgressAgent({ rules: egress, connections: 4, connectTimeoutMs: 5_000 });
});
afterAll(async () => {
  await agent.destroy();
  server.closeAllConnections();
  server.close();
});

const egress = { allowHosts: ['127.0.0.1'], allowHttp: false, allowPrivateAddresses: false };

function call(path: string, more: Partial<JsonCall> = {}, timeoutMs = 20_000, signal = new AbortController().signal) {
  const rules = { agent, egress, timeoutMs, maxResponseBytes: 1_000 };
  const asked = {
    url: path.startsWith('/') ? base + path : path,
    method: 'GET',
    headers: {},
    body: undefined,
    ...more,
  };
  return fetchJson(rules, asked, signal);
}

it('gives the text of a JSON answer, and its status', async () => {
  expect(await call('/ok')).toEqual({ ok: true, status: 200, body: '{"a":1}' });
  expect(await call('/refused')).toEqual({ ok: true, status: 403, body: '{"why":"no"}' });
  expect(await call('/broken')).toEqual({ ok: true, status: 500, body: undefined });
});

it.each<[string, string, Partial<JsonCall>]>([
  ['should be JSON', '/html', {}],
  ['not compressed', '/gzip', {}],
  ['at most 1000 bytes', '/long', {}],
  ['at most 1000 bytes', '/endless', {}],
  ['allow_hosts', '/metadata', {}],
  ['allow_hosts', '/elsewhere', {}],
  ['should be https', '/file', {}],
  ['more than 3 times', '/again', {}],
  ['allow_hosts', 'http://169.254.169.254/latest/meta-data/', {}],
  ['should be absolute', 'ok', {}],
  ['GET or POST', '/ok', { method: 'DELETE' }],
  ['no body', '/ok', { body: '1' }],
  ['Content-Type or X-*, got "Authorization"', '/ok', { headers: { Authorization: 'Bearer x' } }],
  ['Content-Type or X-*, got "Host"', '/ok', { headers: { Host: 'example.com' } }],
  ['invalid', '/ok', { headers: { 'x-a': 'a\r\nhost: b' } }],
])('refuses: %s, at %s', async (why, path, more) => {
  expect(await call(path, more)).toEqual({ ok: false, message: expect.stringContaining(why) });
});

it('ends a call that is not answered in time, or whose run is over', async () => {
  const late = { ok: false, message: 'it did not answer in time' };
  expect(await call('/silent', {}, 50)).toEqual(late);
  expect(await call('/silent', {}, 20_000, AbortSignal.timeout(50))).toEqual(late);
});

it('posts, and follows redirects as browsers do', async () => {
  const post = { method: 'post', body: '{"b":2}', headers: { 'X-Key': 'k' } };
  const echoed = async (path: string) => {
    const answer = await call(path, post);
    return answer.ok ? (JSON.parse(answer.body ?? '') as { readonly headers: object }) : answer;
  };
  const headers = expect.objectContaining({ 'x-key': 'k', 'accept-encoding': 'identity' });
  expect(await echoed('/echo')).toMatchObject({ method: 'POST', body: '{"b":2}', headers });
  expect(await echoed('/kept')).toMatchObject({ method: 'POST', body: '{"b":2}', headers });
  expect(await echoed('/once')).toMatchObject({ method: 'GET', body: '' });
});

it.each<[string, unknown]>([
  ['nothing', {}],
  ['a number', 5],
  ['no headers', { url: 'https://policy.example/', method: 'GET', headers: null }],
  ['a URL that is no text', { url: 5, method: 'GET', headers: {} }],
])('does not throw whatever it is asked: %s', async (_what, asked) => {
  const rules = { agent, egress, timeoutMs: 20_000, maxResponseBytes: 1_000 };
  // What comes from a sandbox is only said to be a call.
  expect(await fetchJson(rules, asked as JsonCall, new AbortController().signal)).toMatchObject({ ok: false });
});
