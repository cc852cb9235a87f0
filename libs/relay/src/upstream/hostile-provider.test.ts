import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Capabilities } from '@smart-router/core';
import { parseAsk, prepareLane, type PreparedLane } from '@smart-router/dialects';
import type { AnswerSink } from '../answer-sink.js';
import { StreamStage } from '../stream-stage.js';
import type { Exchange } from './exchange.js';
import { exchangeStream } from './exchange-stream.js';
import { exchangeWhole } from './exchange-whole.js';
import { readWireFault } from './read-wire-fault.js';
import { openUpstreamPools } from './upstream-pools.js';

const megabyte = Buffer.alloc(1 << 20, 'a');
const bomb = gzipSync(Buffer.alloc(300 << 20));
const streamHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n';

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const answered = `${chunk({ role: 'assistant', content: 'hi' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`;

describe('a hostile provider', () => {
  const pools = openUpstreamPools();
  let server: Server;
  let play: (socket: Socket) => void;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => play(socket));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    await pools.close();
    server.close();
  });

  it.each([
    ['a line that never ends', streamHead + 'data: ', () => megabyte],
    ['comments without end', streamHead, () => ': nothing\n\n'.repeat(50_000)],
    ['openings without content', streamHead, () => chunk({ role: 'assistant', content: '' }, null).repeat(5000)],
  ])('breaks a stream of %s', async (_name, head, more) => {
    play = (socket) => flood(socket, head, more);
    expect(await stream()).toMatchObject({ kind: 'failed', failure: { errorClass: 'broken_stream' } });
  });

  it('is listened to only so long after the end of its answer', async () => {
    play = (socket) => flood(socket, streamHead + answered, () => chunk({ content: 'y' }, null).repeat(5000));
    const result = await stream();
    expect(result).toMatchObject({ kind: 'streamed', broken: undefined, outcome: { complete: true } });
  });

  it('breaks a packed answer that unpacks to too much', async () => {
    play = (socket) => flood(socket, 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n', () => bomb);
    expect(await exchangeWhole(exchange())).toMatchObject({ kind: 'failed', failure: { errorClass: 'broken_stream' } });
  });

  it.each([
    ['whole', () => exchangeWhole(exchange())],
    ['streamed', () => stream()],
  ])('fails at once with an endless error body where a %s answer was asked for', async (_name, ask) => {
    play = (socket) => flood(socket, 'HTTP/1.1 400 Bad\r\n\r\n', () => megabyte);
    expect(await ask()).toMatchObject({ kind: 'failed', failure: { errorClass: 'caller_fault', status: 400 } });
  });

  it('may name a packing after what every object has, and is read as it is', async () => {
    const body = JSON.stringify({
      id: 'c',
      model: 'm',
      choices: [{ index: 0, message: { content: 'hi' }, finish_reason: 'stop' }],
    });
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: constructor\r\ncontent-length: ${body.length}\r\n\r\n`;
    play = (socket) => void socket.end(head + body);
    expect(await exchangeWhole(exchange())).toMatchObject({ kind: 'whole' });
  });

  function exchange(): Exchange {
    const { port } = server.address() as AddressInfo; // a TCP server's address
    return {
      pools,
      lane: lane(),
      timeouts: { connectMs: 5000, firstByteMs: 0, firstTokenMs: 0, reasoningFirstTokenMs: 0, idleMs: 0, totalMs: 0 },
      firstTokenMs: 0,
      request: {
        origin: `http://127.0.0.1:${port}`,
        path: '/chat/completions',
        headers: {},
        body: new Uint8Array(2),
        connectMs: 5000,
      },
      answerHeaders: () => ({}),
      readFault: (status, body) => readWireFault('openai-chat', status, body),
      now: () => Date.now(),
      whenGone: () => undefined,
    };
  }

  function stream() {
    const stage = new StreamStage({ sink, headers: {}, keepaliveIntervalMs: 60_000, now: () => Date.now() });
    return exchangeStream(exchange(), {
      stage,
      sink,
      commitAfterMs: 60_000,
      stream: lane().openStream(),
      release: 'at-once',
    }).finally(() => stage.close());
  }
});

const capabilities: Capabilities = {
  inputModalities: ['text'],
  outputModalities: ['text'],
  tools: true,
  toolChoice: true,
  parallelToolCalls: true,
  structuredOutputs: true,
  reasoning: undefined,
  prefill: true,
  systemMessages: 'any',
  countTokens: false,
  hostedTools: [],
  maxOutputTokens: undefined,
  minOutputTokens: undefined,
  honorsMaxTokens: true,
  outputTokenField: undefined,
  unsupportedFeatures: [],
};

const sink: AnswerSink = {
  gone: false,
  whenGone: () => undefined,
  whole: () => undefined,
  begin: () => undefined,
  write: () => true,
  whenDrained: (listener) => listener(),
  end: () => undefined,
};

function flood(socket: Socket, head: string, more: () => Buffer | string): void {
  const go = (): void => {
    while (!socket.destroyed && socket.write(more()));
  };
  socket.on('drain', go);
  socket.write(head);
  go();
}

function lane(): PreparedLane {
  const body = { model: 'g', stream: true, messages: [{ role: 'user', content: 'hi' }] };
  const ask = parseAsk('openai-chat', Buffer.from(JSON.stringify(body)), { maxDepth: 64 });
  if (!ask.ok) throw new Error(ask.fault.message);
  const prepared = prepareLane(ask.value, {
    dialect: 'openai-chat',
    model: 'm',
    issuer: 'i',
    capabilities,
    defaultMaxTokens: 10,
    strict: false,
    requestId: 'req_1',
    showModel: undefined,
    createdSeconds: 1,
  });
  if (!prepared.ok) throw new Error(prepared.fault.message);
  return prepared.value;
}
