import { connect } from 'node:net';
import { startSimulatedProvider, type SeenRequest, type SimulatedProvider } from '../index.js';

let provider: SimulatedProvider;

beforeAll(async () => {
  provider = await startSimulatedProvider();
});
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const post = (body: string, signal?: AbortSignal) =>
  fetch(`${provider.url}/v1/messages?beta=true`, {
    method: 'POST',
    body,
    headers: { 'x-mine': 'yes' },
    signal: signal ?? null,
  });

const askFor = (model: string, stream = false) =>
  JSON.stringify({ model, stream, max_tokens: 100, messages: [{ role: 'user', content: 'Tōkyō' }] });

const ended = async (): Promise<SeenRequest> => {
  for (;;) {
    const seen = provider.requests()[0];
    if (seen?.endedAtMs !== undefined) return seen;
    await new Promise((next) => setTimeout(next, 5));
  }
};

test('keeps the bytes, the headers, the times and the status of every request', async () => {
  const body = askFor('sim-ok');
  await (await post(body)).text();
  const seen = await ended();
  expect(seen).toMatchObject({
    ...{ dialect: 'anthropic-messages', path: '/v1/messages', url: '/v1/messages?beta=true', model: 'sim-ok' },
    ...{ status: 200, aborted: false },
  });
  expect(seen.body.toString()).toBe(body);
  expect(seen.headers['x-mine']).toBe('yes');
  expect(seen.bodyAtMs).toBeGreaterThanOrEqual(seen.atMs);
  expect(seen.endedAtMs).toBeGreaterThanOrEqual(seen.bodyAtMs ?? 0);
});

test('lists them to other processes, without what was in them', async () => {
  await (await post(askFor('sim-ok'))).text();
  await ended();
  const list = async (query = ''): Promise<unknown> =>
    (await fetch(`${provider.url}/simulated/requests${query}`)).json() as Promise<unknown>; // whatever it says
  const { headers: _headers, body: _body, ...listed } = await ended();
  expect(await list()).toEqual({ requests: [listed] });
  expect(await list('?label=m-o')).toEqual({ requests: [listed] });
  expect(await list('?label=mine')).toEqual({ requests: [] });
});

test.each([
  ['before headers', 'sim-silence', false],
  ['in the middle of a stream', 'sim-stall-for-ever', true],
])('notes that a client went away %s', async (_when, model, stream) => {
  const leaving = new AbortController();
  const answer = post(askFor(model, stream), leaving.signal);
  answer.catch(() => undefined);
  if (stream) await answer;
  while (provider.requests()[0]?.bodyAtMs === undefined) await new Promise((next) => setTimeout(next, 5));
  leaving.abort();
  expect((await ended()).aborted).toBe(true);
});

test('notes that a client went away during its upload', async () => {
  const socket = connect(provider.port, '127.0.0.1');
  socket.write('POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"model":');
  while (provider.requests().length === 0) await new Promise((next) => setTimeout(next, 5));
  socket.destroy();
  expect(await ended()).toMatchObject({ aborted: true, status: undefined, bodyAtMs: expect.any(Number) as number });
});

test('does not call it the client’s doing when the provider itself breaks off', async () => {
  await expect((await post(askFor('sim-die-mid-stream', true))).text()).rejects.toThrow();
  expect((await ended()).aborted).toBe(false);
  provider.reset();
  await expect(post(askFor('sim-reset'))).rejects.toThrow();
  expect(await ended()).toMatchObject({ aborted: false, status: undefined });
});

test('paces tokens as the model name says', async () => {
  const started = performance.now();
  await (await post(askFor('sim-ok:tokens-5:pace-20', true))).text();
  expect(performance.now() - started).toBeGreaterThan(95);
});
