import { once } from 'node:events';
import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { waitFor } from '@smart-router/dev-services';
import { context, policyAt, portOf, question, startService, type PolicyService } from './policy-service.laws.js';

type Answer = Parameters<typeof startService>[0];

const decision = JSON.stringify({ target: 1, classLabel: 'small' });
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function service(answer: Answer): Promise<PolicyService> {
  const started = await startService(answer);
  closing.push(() => started.close());
  return started;
}

function client(...parts: Parameters<typeof policyAt>): ReturnType<typeof policyAt> {
  const policy = policyAt(...parts);
  closing.push(() => policy.close());
  return policy;
}

const agrees: Answer = (response) => void response.end(decision);

describe('a question to a policy service', () => {
  it('is the context with the names of its form and of the request, and its answer is handed on as it is', async () => {
    const { url, asked } = await service(agrees);
    const answer = await client(`${url}?tenant=a`).decide(question());
    expect(answer).toMatchObject({ ok: true, decision: { target: 1, classLabel: 'small' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: '/route?tenant=a',
      headers: { authorization: 'Bearer planted', 'content-type': 'application/json', 'accept-encoding': 'identity' },
      body: { schema: 'smart-router.route.v1', requestId: 'req_1', ...context },
    });
    expect(asked[0]?.body).not.toHaveProperty('requestBody');
  });

  it('holds the body of the request only where the configuration says so, and of a long one that it was left out', async () => {
    const { url, asked } = await service(agrees);
    await client(url, { include_request: true }).decide(question());
    await client(url, { include_request: true, max_request_bytes: 99 }).decide(question());
    expect(asked.map(({ body }) => body)).toEqual([
      expect.objectContaining({ requestBody: { model: 'chat', seed: expect.any(Number) } }),
      expect.not.objectContaining({ requestBody: expect.anything() }),
    ]);
    expect(asked[1]?.body).toMatchObject({ requestBodyLeftOut: true });
  });

  it('is asked over connections that stay', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await service((response) => {
      ports.add(response.socket?.remotePort);
      response.end(decision);
    });
    const policy = client(url);
    for (let asked = 0; asked < 20; asked += 1) await policy.decide(question());
    expect(ports.size).toBeLessThan(4);
  });

  it('is asked again at once when the connection had been closed since', async () => {
    const { url } = await service((response) => {
      response.end(decision);
      response.once('finish', () => setImmediate(() => response.socket?.destroy()));
    });
    const policy = client(url);
    for (let asked = 0; asked < 20; asked += 1) expect(await policy.decide(question())).toMatchObject({ ok: true });
  });
});

describe('a policy service that fails', () => {
  it.each<[string, string, Answer]>([
    [
      'redirects to where clouds keep credentials',
      'bad-status',
      (response) => redirect(response, 'http://169.254.169.254/latest'),
    ],
    ['redirects to itself', 'bad-status', (response) => redirect(response, '/route')],
    ['answers that it failed', 'bad-status', (response) => void response.writeHead(500).end(decision)],
    ['answers that it is not found', 'bad-status', (response) => void response.writeHead(404).end('not found')],
    ['answers nothing', 'bad-answer', (response) => void response.writeHead(204).end()],
    ['answers with no JSON', 'bad-answer', (response) => void response.end('<html>')],
    ['answers with half of its JSON', 'bad-answer', (response) => void response.end(decision.slice(0, 9))],
    ['answers packed', 'bad-answer', (response) => packed(response)],
    ['dies before it answers', 'unreachable', (response) => void response.socket?.destroy()],
    ['dies in the middle of its answer', 'unreachable', (response) => dieMidway(response)],
    ['answers with what is no HTTP', 'unreachable', (response) => void response.socket?.end('SSH-2.0-x\r\n\r\n')],
  ])('which %s: %s', async (_what, error, answer) => {
    const { url } = await service(answer);
    expect(await client(url).decide(question())).toMatchObject({ ok: false, error });
  });

  it.each<[string, Answer]>([
    ['hangs', () => undefined],
    ['sends its headers and hangs', (response) => void response.flushHeaders()],
    ['drips its answer', (response) => drip(response)],
    ['drips an error', (response) => (response.writeHead(200), drip(response))],
  ])('which %s is given up in time', async (_what, answer) => {
    const { url } = await service(answer);
    expect(await client(url, { timeout_ms: 150 }).decide(question())).toMatchObject({ ok: false, error: 'timeout' });
  });

  it('which answers without end is read no further than it may answer', async () => {
    let sent = 0;
    const { url } = await service((response) => {
      const chunk = Buffer.alloc(65_536, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const answer = await client(url, { max_response_bytes: 1_000 }).decide(question());
    expect(answer).toMatchObject({ ok: false, error: 'bad-answer', message: expect.stringContaining('1000 bytes') });
    expect(sent).toBeLessThan(50_000_000);
  });

  it('which takes no connection, or speaks no TLS, is unreachable', async () => {
    const server = createServer((socket) => socket.resume().end('no TLS here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    expect(await client(`https://127.0.0.1:${port}/`).decide(question())).toMatchObject({ error: 'unreachable' });
    await new Promise((closed) => server.close(closed));
    expect(await client(`http://127.0.0.1:${port}/`).decide(question())).toMatchObject({ error: 'unreachable' });
  });

  it('is not reached where its name leads inside, though it did not when the name was looked up before', async () => {
    const { url, asked } = await service(agrees);
    const { port } = new URL(url);
    const found = ['127.0.0.1', '169.254.169.254', '127.0.0.1'];
    const resolve = async () => [{ address: found.shift() ?? '10.0.0.1', family: 4 }];
    const at = `http://policy.localhost:${port}/route`;
    const first = client(at, {}, { resolve });
    expect(await first.decide(question())).toMatchObject({ ok: true });
    const second = client(at, {}, { resolve });
    expect(await second.decide(question())).toMatchObject({ ok: false, error: 'unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('says nothing of its answer in the words for its author', async () => {
    const { url } = await service((response) => void response.writeHead(500).end('a word of a user'));
    const answer = await client(url).decide(question());
    expect(JSON.stringify(answer)).not.toContain('user');
  });
});

it('has answered in time where its answer came while this process was busy', async () => {
  const [asked, may, told] = [0, 1, 2];
  const state = new Int32Array(new SharedArrayBuffer(12));
  const elsewhere = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:http').createServer((request, response) => {
       request.resume().once('end', () => {
         Atomics.store(workerData, ${asked}, 1);
         Atomics.wait(workerData, ${may}, 0);
         response.end('{"target":1}', () => (Atomics.store(workerData, ${told}, 1), Atomics.notify(workerData, ${told})));
       });
     }).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true, workerData: state },
  );
  const [port] = (await once(elsewhere, 'message')) as [number]; // what the worker posts
  closing.push(() => elsewhere.terminate());
  const policy = client(`http://127.0.0.1:${port}/`, { timeout_ms: 1_000 });
  const answer = policy.decide(question());
  const start = performance.now();
  await waitFor(() => state[asked] === 1, { what: 'the service to be asked' });
  // After immediates come timers, and only then what has arrived.
  setImmediate(() => {
    Atomics.store(state, may, 1);
    Atomics.notify(state, may);
    Atomics.wait(state, told, 0);
    while (performance.now() < start + 1_100);
  });
  expect(await answer).toMatchObject({ ok: true });
});

describe('a policy service that has enough', () => {
  it('is asked by no more than may ask at once, and the others are told at once', async () => {
    const waiting: (() => void)[] = [];
    const { url } = await service((response) => void waiting.push(() => response.end(decision)));
    const policy = client(url, { concurrency: 3 });
    const all = Array.from({ length: 10_000 }, () => policy.decide(question()));
    const busy = await Promise.all(all.slice(3));
    expect(busy.every((answer) => !answer.ok && answer.error === 'busy')).toBe(true);
    const drain = setInterval(() => waiting.splice(0).forEach((answer) => answer()), 5);
    expect(await Promise.all(all.slice(0, 3))).toEqual(Array(3).fill(expect.objectContaining({ ok: true })));
    clearInterval(drain);
    const later = policy.decide(question());
    const drainLater = setInterval(() => waiting.splice(0).forEach((answer) => answer()), 5);
    expect(await later).toMatchObject({ ok: true });
    clearInterval(drainLater);
  });

  it('is left alone after failures in a row, and asked again after a while', async () => {
    let failing = true;
    let now = 1_000_000;
    const { url, asked } = await service((response) => void response.writeHead(failing ? 500 : 200).end(decision));
    const policy = client(url, {}, { now: () => now });
    for (let failure = 0; failure < 5; failure += 1)
      expect(await policy.decide(question())).toMatchObject({ error: 'bad-status' });
    expect(await policy.decide(question())).toMatchObject({ error: 'circuit-open', durationMs: 0 });
    expect(asked).toHaveLength(5);
    failing = false;
    now += 60_000;
    expect(await policy.decide(question())).toMatchObject({ ok: true });
    expect(await policy.decide(question())).toMatchObject({ ok: true });
  });

  it('is asked on where it refuses single questions, which a caller may bring about', async () => {
    const { url } = await service((response) => void response.writeHead(422).end());
    const policy = client(url);
    for (let refused = 0; refused < 8; refused += 1)
      expect(await policy.decide(question())).toMatchObject({ error: 'bad-status' });
  });

  it('hears no more of a caller who left, and is not blamed for it', async () => {
    let broken = 0;
    let leaving = new AbortController();
    const { url } = await service((response) => {
      response.socket?.once('close', () => (broken += 1));
      leaving.abort();
    });
    const policy = client(url, { timeout_ms: 10_000 });
    for (let left = 0; left < 6; left += 1) {
      leaving = new AbortController();
      const answer = policy.decide(question({ signal: leaving.signal }));
      expect(await answer).toMatchObject({ ok: false, message: 'the caller left' });
    }
    await waitFor(() => broken === 6, { what: 'the connections of those who left to be closed' });
    expect(await policy.decide(question({ signal: AbortSignal.abort() }))).toMatchObject({
      message: 'the caller left',
    });
  });
});

type Response = Parameters<Answer>[0];

function redirect(response: Response, location: string): void {
  response.writeHead(307, { location }).end();
}

function packed(response: Response): void {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000, '1')));
}

function dieMidway(response: Response): void {
  response.writeHead(200, { 'content-length': decision.length });
  response.write(decision.slice(0, 9), () => response.socket?.destroy());
}

function drip(response: Response): void {
  const timer = setInterval(() => response.write(' '), 10);
  response.once('close', () => clearInterval(timer));
}
