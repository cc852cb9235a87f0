import Anthropic from '@anthropic-ai/sdk';
import { fault } from '@smart-router/core';
import type { WriteContext } from '../dialect.js';
import { writeJson } from '../json/write-json.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents, unfoldReply } from '../neutral/fold.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { unwrapProof } from '../neutral/wrap-proof.js';
import { openReader } from './read-stream.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

const context: WriteContext = {
  requestId: 'req_0190',
  model: 'group',
  createdSeconds: 0,
  ask: {
    from: 'anthropic-messages',
    stream: true,
    includeUsage: true,
    turns: [],
    tools: [],
    toolChoice: undefined,
    parallelToolCalls: undefined,
    outputCap: 100,
    temperature: undefined,
    topP: undefined,
    stop: undefined,
    reasoning: undefined,
    format: undefined,
    notes: [],
    vendor: {},
  },
};

const block = (start: ReplyBlock['start'], text: string, proof?: ReplyBlock['proof']): ReplyBlock => ({
  start,
  text,
  proof,
});
const replyOf = (blocks: readonly ReplyBlock[], fields: Partial<NeutralReply> = {}): NeutralReply => ({
  id: 'up_1',
  model: 'upstream',
  blocks,
  tokens: { input: 20, cachedInput: 5, cacheWrite5m: 2, cacheWrite1h: 3, output: 9, reasoning: 4 },
  finish: 'stop',
  stopSequence: undefined,
  fault: undefined,
  ...fields,
});

function write(events: readonly NeutralEvent[]): string {
  const writer = openWriter(context);
  return events.map((event) => writer.push(event)).join('') + writer.end();
}

/** What the official client makes of a body it is answered with. */
function clientOf(body: string, contentType: string): Anthropic {
  const respond = () => Promise.resolve(new Response(body, { headers: { 'content-type': contentType } }));
  return new Anthropic({ apiKey: 'none', fetch: respond, maxRetries: 0 });
}

const request = { model: 'group', max_tokens: 100, messages: [{ role: 'user', content: 'q' }] } as const;
const streamedBy = (stream: string) =>
  clientOf(stream, 'text/event-stream')
    .messages.stream({ ...request, messages: [...request.messages] })
    .finalMessage();

const foreignProof = {
  issuer: 'openai',
  dialect: 'openai-responses',
  form: 'encrypted',
  value: 'gAAA',
  itemId: 'rs_1',
} as const;
const ownProof = { issuer: 'anthropic', dialect: 'anthropic-messages' } as const;

const everything = replyOf(
  [
    block({ kind: 'reasoning' }, 'Let me see', foreignProof),
    block({ kind: 'reasoning' }, '', { ...ownProof, form: 'redacted', value: 'sealed' }),
    block({ kind: 'text' }, ''),
    block({ kind: 'text' }, 'It is 5 m. 🙂'),
    block({ kind: 'tool-call', id: 'call_1', name: 'get' }, '{"city":"Oslo"}'),
    block({ kind: 'tool-call', id: 'functions.now:0', name: 'now' }, '{}'),
  ],
  { finish: 'tool-calls' },
);

describe('the stream writer', () => {
  it('writes what the official client reads, equal to the whole reply', async () => {
    const streamed = await streamedBy(write(unfoldReply(everything)));
    const whole: unknown = JSON.parse(writeJson(writeReply(everything, context)));
    const { usage, ...message } = streamed;
    expect(JSON.parse(JSON.stringify({ ...message, usage: { ...usage } }))).toMatchObject({
      ...(whole as object),
      usage: { input_tokens: 20, output_tokens: 9, cache_read_input_tokens: 5, cache_creation_input_tokens: 5 },
    });
    expect(whole).toMatchObject({
      id: 'msg_0190',
      model: 'group',
      stop_reason: 'tool_use',
      stop_sequence: null,
      content: [
        { type: 'thinking', thinking: 'Let me see' },
        { type: 'redacted_thinking', data: 'sealed' },
        { type: 'text', text: 'It is 5 m. 🙂' },
        { type: 'tool_use', id: 'call_1', name: 'get', input: { city: 'Oslo' } },
        { type: 'tool_use', id: expect.stringMatching(/^functions_now_0_[0-9a-f]{8}$/), name: 'now', input: {} },
      ],
    });
    const [thinking] = streamed.content;
    expect(thinking?.type === 'thinking' && unwrapProof(thinking.signature)).toEqual(foreignProof);
  });

  it('opens one block at a time, with contiguous indices and no empty text', () => {
    const events = [...write(unfoldReply(everything)).matchAll(/^data: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? '') as { readonly type: string; readonly index?: number },
    );
    let next = 0;
    let opened: number | undefined;
    for (const { type, index } of events) {
      if (type === 'content_block_start') expect([opened, index]).toEqual([undefined, next]);
      if (type === 'content_block_start') opened = index;
      if (type === 'content_block_delta') expect(index).toBe(opened);
      if (type === 'content_block_stop') expect(index).toBe(opened);
      if (type !== 'content_block_stop') continue;
      opened = undefined;
      next += 1;
    }
    expect(next).toBe(5);
    expect(events.map(({ type }) => type).filter((type) => type.startsWith('message_'))).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ]);
  });

  it('marks thinking without a proof, and shows sealed reasoning of others as a block of its own', () => {
    const wire = write(
      unfoldReply(replyOf([block({ kind: 'reasoning' }, 'hm'), block({ kind: 'reasoning' }, '', foreignProof)])),
    );
    expect(wire).toContain('{"type":"signature_delta","signature":"rtp1.none"}');
    expect(wire).toMatch(/"content_block":\{"type":"redacted_thinking","data":"rtp1\.[\w-]+"\}/);
  });

  it('takes usage that comes after the finish', () => {
    const wire = write([
      { kind: 'begin', id: undefined, model: 'm' },
      { kind: 'finish', reason: 'length' },
      { kind: 'usage', tokens: { input: 3, output: 4 } },
    ]);
    expect(wire).toMatch(/"stop_reason":"max_tokens".*"usage":\{"input_tokens":3,.*"output_tokens":4/);
    expect(wire.endsWith('event: message_stop\ndata: {"type":"message_stop"}\n\n')).toBe(true);
  });

  it.each([
    ['a refusal', [block({ kind: 'refusal' }, 'No.')], 'stop', 'refusal'],
    ['a filter', [block({ kind: 'text' }, 'No.')], 'content-filter', 'refusal'],
    [
      'calls the model merely stopped after',
      [block({ kind: 'tool-call', id: 'a', name: 'f' }, '{}')],
      'stop',
      'tool_use',
    ],
    ['a tool finish without calls', [block({ kind: 'text' }, 'No.')], 'tool-calls', 'end_turn'],
    ['a pause', [], 'pause', 'pause_turn'],
    ['a full context', [], 'context-length', 'model_context_window_exceeded'],
  ] as const)('tells the stop reason of %s', (_title, blocks, finish, expected) => {
    const reply = replyOf(blocks, { finish });
    expect(write(unfoldReply(reply))).toContain(`"stop_reason":"${expected}"`);
    expect(writeReply(reply, context)).toMatchObject({ stop_reason: expected });
  });

  it.each([
    ['in pieces', ['a\n"b"', ' \ud83d', '\ude42']],
    ['without any text', []],
  ])('writes a call of a custom tool %s as one object, while it comes', (_title, pieces) => {
    const wire = write([
      { kind: 'block-start', index: 0, block: { kind: 'tool-call', id: 'a', name: 'patch', form: 'custom' } },
      ...pieces.map((text) => ({ kind: 'block-delta', index: 0, text }) as const),
      { kind: 'block-end', index: 0 },
      { kind: 'finish', reason: 'tool-calls' },
    ]);
    const deltas = [...wire.matchAll(/"partial_json":("(?:[^"\\]|\\.)*")/g)].map(([, json]) =>
      String(JSON.parse(json ?? '')),
    );
    expect(deltas).toHaveLength(pieces.length + 1);
    expect(JSON.parse(deltas.join(''))).toEqual({ input: pieces.join('') });
  });

  it('fails with one error event, in the place of the terminal ones', async () => {
    const writer = openWriter(context);
    const begun = unfoldReply(everything)
      .slice(0, 3)
      .map((event) => writer.push(event))
      .join('');
    const failed = writer.fail(fault('upstream-failed', 'broken'));
    expect(failed).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"upstream-failed","message":"broken","details":{"request_id":"req_0190"}},"request_id":"req_0190"}\n\n',
    );
    expect([writer.end(), writer.fail(fault('upstream-failed', 'again'))]).toEqual(['', '']);
    await expect(streamedBy(begun + failed)).rejects.toThrow('broken');
  });

  it('has nothing to say at the end of a stream that never finished', () => {
    expect(write([{ kind: 'begin', id: undefined, model: 'm' }])).not.toContain('message_stop');
  });

  it('is read back as what was written', () => {
    const reply = replyOf(
      [
        block({ kind: 'reasoning' }, 'Let me see', { ...ownProof, form: 'signature', value: 'EqQB' }),
        block({ kind: 'reasoning' }, '', { ...ownProof, form: 'redacted', value: 'sealed' }),
        block({ kind: 'reasoning' }, 'no proof'),
        block({ kind: 'text' }, 'Hello'),
        block({ kind: 'tool-call', id: 'call_1', name: 'get' }, '{"city":"Oslo"}'),
      ],
      { id: 'msg_0190', model: 'group', finish: 'tool-calls' },
    );
    const reader = openReader({ issuer: 'anthropic', toolNames: new Map() });
    const events = [...reader.push(new TextEncoder().encode(write(unfoldReply(reply)))), ...reader.end()];
    const { tokens, ...rest } = foldEvents(events);
    expect(rest).toEqual({ ...reply, tokens: undefined });
    expect(tokens).toEqual(reply.tokens);
  });
});
