import { readContext } from '../generated.laws.js';
import { foldEvents } from '../neutral/fold.js';
import { encode } from '../streams.laws.js';
import { eventTypes } from './event-types.laws.js';
import { openReader } from './read-stream.js';
import {
  added,
  argumentsDelta,
  blocksOf,
  call,
  completed,
  created,
  done,
  readEvents,
  streamOf,
  textDelta,
  weather,
  type WireEvent,
} from './response-events.laws.js';

describe('reading a Responses stream', () => {
  it('puts interleaved items one after the other, in the order they started', () => {
    const events = readEvents([
      created,
      added(0, { type: 'message' }),
      textDelta(0, 'lo'),
      added(1, call('a')),
      added(2, call('b')),
      argumentsDelta(2, '{"b":'),
      argumentsDelta(1, '{"a":1}'),
      textDelta(0, 'ok'),
      argumentsDelta(2, '2}'),
      done(2, call('b', '{"b":2}')),
      done(0, { type: 'message', content: [{ type: 'output_text', text: 'look' }] }),
      done(1, call('a', '{"a":1}')),
      completed(),
    ]);
    expect(blocksOf(events)).toEqual([
      { kind: 'text', text: 'look' },
      weather('a', '{"a":1}'),
      weather('b', '{"b":2}'),
    ]);
    expect(foldEvents(events).finish).toBe('tool-calls');
  });

  it('takes arguments, names and texts from whatever event brings them first', () => {
    const message = {
      type: 'message',
      id: 'msg_1',
      content: [
        { type: 'output_text', text: 'hi' },
        { type: 'refusal', refusal: 'no' },
      ],
    };
    const expected = [{ kind: 'text', text: 'hi' }, { kind: 'refusal', text: 'no' }, weather('a', '{"a":1}')];
    const nameless = { type: 'function_call', id: 'fc_a', arguments: '' };
    const streams = [
      [created, completed({ output: [message, call('a', '{"a":1}')] })],
      [created, done(0, message), done(1, call('a', '{"a":1}')), completed()],
      [
        created,
        added(0, message),
        textDelta(0, 'h'),
        added(1, nameless),
        argumentsDelta(1, '{"a"'),
        completed({ output: [message, call('a', '{"a":1}')] }),
      ],
    ];
    for (const events of streams) expect(blocksOf(readEvents(events))).toEqual(expected);
  });

  it('reads items that were never announced, and calls that share an index', () => {
    expect(blocksOf(readEvents([created, textDelta(0, 'hi'), completed()]))).toEqual([{ kind: 'text', text: 'hi' }]);
    const shared = [
      created,
      added(0, call('a')),
      argumentsDelta(0, '{}'),
      added(0, call('b')),
      argumentsDelta(0, '[]'),
      completed(),
    ];
    expect(blocksOf(readEvents(shared))).toEqual([weather('a', '{}'), weather('b', '[]')]);
  });

  it('reads reasoning with its proof, its paragraphs kept apart, and no block for an empty item', () => {
    const summary = (summary_index: number, delta: string): WireEvent => ({
      type: 'response.reasoning_summary_text.delta',
      output_index: 0,
      summary_index,
      delta,
    });
    const events = readEvents([
      created,
      added(0, { type: 'reasoning', id: 'rs_1', summary: [] }),
      summary(0, 'one'),
      summary(1, 'two'),
      done(0, {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ text: 'one' }, { text: 'two' }],
        encrypted_content: 'gAAA',
      }),
      done(1, { type: 'reasoning', id: 'rs_2', summary: [] }),
      done(2, { type: 'reasoning', id: 'rs_3', summary: [], encrypted_content: 'gBBB' }),
      completed(),
    ]);
    const proof = { issuer: 'issuer', dialect: 'openai-responses', form: 'encrypted' };
    expect(foldEvents(events).blocks).toEqual([
      { start: { kind: 'reasoning' }, text: 'one\n\ntwo', proof: { ...proof, value: 'gAAA', itemId: 'rs_1' } },
      { start: { kind: 'reasoning' }, text: '', proof: { ...proof, value: 'gBBB', itemId: 'rs_3' } },
    ]);
  });

  it('restores renamed tools, and keeps namespaces and custom tools', () => {
    const toolNames = new Map([['mcp_wx_1', { name: 'mcp.wx' }]]);
    const events = readEvents(
      [
        created,
        done(0, { ...call('a', '{}'), name: 'mcp_wx_1' }),
        done(1, { ...call('b', '{}'), namespace: 'mcp__wx' }),
        added(2, { type: 'custom_tool_call', call_id: 'c', name: 'apply_patch', input: '' }),
        { type: 'response.custom_tool_call_input.delta', output_index: 2, delta: '*** Begin' },
        { type: 'response.custom_tool_call_input.done', output_index: 2, input: '*** Begin Patch' },
        completed(),
      ],
      { issuer: 'issuer', toolNames },
    );
    expect(blocksOf(events)).toEqual([
      { kind: 'tool-call', id: 'a', name: 'mcp.wx', text: '{}' },
      { kind: 'tool-call', id: 'b', name: 'weather', namespace: 'mcp__wx', text: '{}' },
      { kind: 'tool-call', id: 'c', name: 'apply_patch', form: 'custom', text: '*** Begin Patch' },
    ]);
  });

  it.each([
    [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
    [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content-filter'],
    [{ status: 'incomplete', incomplete_details: null }, 'unknown'],
    [{ status: 'completed', output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'no' }] }] }, 'refusal'],
    [{ status: 'completed' }, 'stop'],
  ])('reads the end %j as %s', (response, finish) => {
    const events = readEvents([created, { type: `response.${response.status}`, response }]);
    expect(foldEvents(events).finish).toBe(finish);
  });

  it('counts cached and written tokens apart from the rest of the input', () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 40, cache_write_tokens: 10 },
      output_tokens: 9,
      output_tokens_details: { reasoning_tokens: 4 },
    };
    expect(foldEvents(readEvents([created, completed({ usage })])).tokens).toEqual({
      input: 50,
      cachedInput: 40,
      cacheWrite5m: 10,
      output: 9,
      reasoning: 4,
    });
    expect(foldEvents(readEvents([created, completed({ usage: null })])).tokens).toEqual({});
  });

  it.each<readonly [string, WireEvent, object]>([
    [
      'an error event',
      { type: 'error', code: 'server_error', message: 'boom', param: null },
      { code: 'server_error', message: 'boom', type: undefined },
    ],
    [
      'a nested error event',
      { type: 'error', error: { type: 'tokens', code: 'rate_limit_exceeded', message: 'slow' } },
      { type: 'tokens', code: 'rate_limit_exceeded', message: 'slow' },
    ],
    [
      'a failed response',
      {
        type: 'response.failed',
        response: { status: 'failed', error: { code: 'context_length_exceeded', message: 'long' } },
      },
      { code: 'context_length_exceeded', message: 'long' },
    ],
    [
      'a cancelled response',
      { type: 'response.cancelled', response: { error: null } },
      { message: 'the provider ended the response with status cancelled' },
    ],
  ])('reports %s once, and nothing after it', (_name, event, fault) => {
    const events = readEvents([
      created,
      textDelta(0, 'hi'),
      event,
      { type: 'response.failed', response: {} },
      completed(),
    ]);
    expect(events.at(-1)).toMatchObject({ kind: 'fault', fault });
  });

  it('takes every event of the API without a fault, whatever it says', () => {
    for (const type of eventTypes) {
      const events = readEvents([created, { type }, { type, output_index: 0, item_id: 'x', item: {} }, completed()]);
      expect([type, foldEvents(events).fault, events.at(-1)?.kind]).toEqual([type, undefined, 'finish']);
    }
  });

  it('passes over a sentinel of another dialect', () => {
    const reader = openReader(readContext);
    const events = [
      ...reader.push(encode(`${streamOf([created, textDelta(0, 'x'), completed()])}data: [DONE]\n\n`)),
      ...reader.end(),
    ];
    expect(events.at(-1)).toEqual({ kind: 'finish', reason: 'stop' });
  });
});
