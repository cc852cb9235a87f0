import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { ReadContext } from '../dialect.js';
import { jsonText, readContext } from '../generated.laws.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { formatEvent } from '../sse/format.js';
import { expectOrder } from '../streams.laws.js';
import { readOutcome, readReply } from './read-reply.js';
import { openReader } from './read-stream.js';

interface WireEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const streamOf = (events: readonly WireEvent[]): string =>
  events.map((event) => formatEvent(event.type, JSON.stringify(event))).join('');

function read(events: readonly WireEvent[], context: ReadContext = readContext): readonly NeutralEvent[] {
  const bytes = encode(streamOf(events));
  const reader = openReader(context);
  const whole = [...reader.push(bytes), ...reader.end()];
  expectOrder(whole);
  for (let cut = 0; cut < bytes.length; cut += 7) {
    const again = openReader(context);
    expect([...again.push(bytes.subarray(0, cut)), ...again.push(bytes.subarray(cut)), ...again.end()]).toEqual(whole);
  }
  return whole;
}

const blocksOf = (events: readonly NeutralEvent[]) =>
  foldEvents(events).blocks.map(({ start, text }) => ({ ...start, text }));

const created: WireEvent = { type: 'response.created', response: { id: 'resp_1', model: 'm', status: 'in_progress' } };
const added = (output_index: number, item: object): WireEvent => ({
  type: 'response.output_item.added',
  output_index,
  item,
});
const done = (output_index: number, item: object): WireEvent => ({
  type: 'response.output_item.done',
  output_index,
  item,
});
const completed = (fields: object = {}): WireEvent => ({
  type: 'response.completed',
  response: { id: 'resp_1', status: 'completed', output: [], ...fields },
});
const textDelta = (output_index: number, delta: string): WireEvent => ({
  type: 'response.output_text.delta',
  output_index,
  content_index: 0,
  delta,
});
const argumentsDelta = (output_index: number, delta: string): WireEvent => ({
  type: 'response.function_call_arguments.delta',
  output_index,
  delta,
});
const call = (id: string, input = '') => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: id,
  name: 'weather',
  arguments: input,
});
const weather = (id: string, text: string) => ({ kind: 'tool-call', id, name: 'weather', text });

type Failing = 'error' | 'response.failed' | 'response.incomplete';

/** All events the API may send, but for those that end an answer in another way. */
const eventTypes = Object.keys({
  'response.audio.delta': true,
  'response.audio.done': true,
  'response.audio.transcript.delta': true,
  'response.audio.transcript.done': true,
  'response.code_interpreter_call.completed': true,
  'response.code_interpreter_call.in_progress': true,
  'response.code_interpreter_call.interpreting': true,
  'response.code_interpreter_call_code.delta': true,
  'response.code_interpreter_call_code.done': true,
  'response.completed': true,
  'response.content_part.added': true,
  'response.content_part.done': true,
  'response.created': true,
  'response.custom_tool_call_input.delta': true,
  'response.custom_tool_call_input.done': true,
  'response.file_search_call.completed': true,
  'response.file_search_call.in_progress': true,
  'response.file_search_call.searching': true,
  'response.function_call_arguments.delta': true,
  'response.function_call_arguments.done': true,
  'response.image_generation_call.completed': true,
  'response.image_generation_call.generating': true,
  'response.image_generation_call.in_progress': true,
  'response.image_generation_call.partial_image': true,
  'response.in_progress': true,
  'response.mcp_call.completed': true,
  'response.mcp_call.failed': true,
  'response.mcp_call.in_progress': true,
  'response.mcp_call_arguments.delta': true,
  'response.mcp_call_arguments.done': true,
  'response.mcp_list_tools.completed': true,
  'response.mcp_list_tools.failed': true,
  'response.mcp_list_tools.in_progress': true,
  'response.output_item.added': true,
  'response.output_item.done': true,
  'response.output_text.annotation.added': true,
  'response.output_text.delta': true,
  'response.output_text.done': true,
  'response.queued': true,
  'response.reasoning_summary_part.added': true,
  'response.reasoning_summary_part.done': true,
  'response.reasoning_summary_text.delta': true,
  'response.reasoning_summary_text.done': true,
  'response.reasoning_text.delta': true,
  'response.reasoning_text.done': true,
  'response.refusal.delta': true,
  'response.refusal.done': true,
  'response.web_search_call.completed': true,
  'response.web_search_call.in_progress': true,
  'response.web_search_call.searching': true,
} satisfies Record<Exclude<ResponseStreamEvent['type'], Failing>, true>);

describe('reading a Responses stream', () => {
  it('puts interleaved items one after the other, in the order they started', () => {
    const events = read([
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
    for (const events of streams) expect(blocksOf(read(events))).toEqual(expected);
  });

  it('reads items that were never announced, and calls that share an index', () => {
    expect(blocksOf(read([created, textDelta(0, 'hi'), completed()]))).toEqual([{ kind: 'text', text: 'hi' }]);
    const shared = [
      created,
      added(0, call('a')),
      argumentsDelta(0, '{}'),
      added(0, call('b')),
      argumentsDelta(0, '[]'),
      completed(),
    ];
    expect(blocksOf(read(shared))).toEqual([weather('a', '{}'), weather('b', '[]')]);
  });

  it('reads reasoning with its proof, its paragraphs kept apart, and no block for an empty item', () => {
    const summary = (summary_index: number, delta: string): WireEvent => ({
      type: 'response.reasoning_summary_text.delta',
      output_index: 0,
      summary_index,
      delta,
    });
    const events = read([
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
    const events = read(
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
    const events = read([created, { type: `response.${response.status}`, response }]);
    expect(foldEvents(events).finish).toBe(finish);
  });

  it('counts cached and written tokens apart from the rest of the input', () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 40, cache_write_tokens: 10 },
      output_tokens: 9,
      output_tokens_details: { reasoning_tokens: 4 },
    };
    expect(foldEvents(read([created, completed({ usage })])).tokens).toEqual({
      input: 50,
      cachedInput: 40,
      cacheWrite5m: 10,
      output: 9,
      reasoning: 4,
    });
    expect(foldEvents(read([created, completed({ usage: null })])).tokens).toEqual({});
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
    const events = read([created, textDelta(0, 'hi'), event, { type: 'response.failed', response: {} }, completed()]);
    expect(events.at(-1)).toMatchObject({ kind: 'fault', fault });
  });

  it('reads a search of the web when it is done, and keeps other work of the provider as foreign events', () => {
    const search = (action: object) => ({ type: 'web_search_call', id: 'ws_1', status: 'completed', action });
    const sources = [{ type: 'url', url: 'https://a.example' }];
    const events = read([
      created,
      added(0, { type: 'web_search_call', id: 'ws_1' }),
      { type: 'response.web_search_call.searching', item_id: 'ws_1', output_index: 0 },
      done(0, search({ type: 'search', queries: ['a', 'b'], sources })),
      done(1, { ...search({ type: 'open_page', url: 'https://a.example' }), id: 'ws_2' }),
      done(2, { type: 'image_generation_call', id: 'ig_1', result: 'AAAA' }),
      done(3, { type: 'tool_search_call', id: 'ts_1', call_id: null, execution: 'server', arguments: {} }),
      completed(),
    ]);
    expect(blocksOf(events)).toEqual([{ kind: 'web-search', id: 'ws_1', query: 'a, b', text: '' }]);
    expect(events.flatMap((event) => (event.kind === 'foreign' ? event.name : []))).toEqual([
      'web_search_call.action.sources',
      'web_search_call.open_page',
      'image_generation_call',
      'tool_search_call',
    ]);
    expect(foldEvents(events).finish).toBe('stop');
  });

  it('reads the sources of a text once, whether they came alone, with the text, or both', () => {
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 2 };
    const later = { ...annotation, url: 'https://b.example', title: '', start_index: -1 };
    const file = { type: 'file_citation', file_id: 'f', filename: 'a', index: 0 };
    const message = (annotations: readonly object[]) => ({
      type: 'message',
      id: 'msg_1',
      content: [{ type: 'output_text', text: 'hi', annotations }],
    });
    const alone = { type: 'response.output_text.annotation.added', output_index: 0, content_index: 0, annotation };
    const streams = [
      [created, completed({ output: [message([annotation, later, file])] })],
      [
        created,
        added(0, message([])),
        textDelta(0, 'hi'),
        alone,
        done(0, message([annotation, later, file])),
        completed(),
      ],
    ];
    for (const stream of streams) {
      const events = read(stream);
      expect(foldEvents(events).blocks.map(({ citations }) => citations)).toEqual([
        [
          { url: 'https://a.example', title: 'A', quote: undefined, range: { start: 0, end: 2 } },
          { url: 'https://b.example', title: undefined, quote: undefined, range: undefined },
        ],
      ]);
      expect(events).toContainEqual({ kind: 'foreign', owner: 'openai-responses', name: 'file_citation', value: file });
    }
  });

  it('reads a search for tools that the caller runs as a call of its own form', () => {
    const search = {
      type: 'tool_search_call',
      id: 'ts_1',
      call_id: 'c',
      execution: 'client',
      arguments: { query: 'x' },
    };
    const events = read([created, added(0, { ...search, arguments: {} }), done(0, search), completed()]);
    expect(blocksOf(events)).toEqual([
      { kind: 'tool-call', id: 'c', name: 'tool_search', form: 'tool-search', text: '{"query":"x"}' },
    ]);
    expect(foldEvents(events).finish).toBe('tool-calls');
  });

  it('tells once of each thing nobody else has a place for', () => {
    const logprobs = [{ token: 'h', logprob: 0 }];
    const part = { type: 'output_text', text: 'hi', logprobs };
    const events = read([
      created,
      { ...textDelta(0, 'h'), logprobs },
      { ...textDelta(0, 'i'), logprobs },
      done(0, { type: 'message', phase: 'commentary', content: [part, { type: 'output_audio', data: '' }] }),
      { type: 'response.audio.delta', delta: 'AAAA' },
      { type: 'response.audio.transcript.delta', delta: 'a' },
      completed(),
    ]);
    expect(events.flatMap((event) => (event.kind === 'foreign' ? event.name : []))).toEqual([
      'logprobs',
      'output_audio',
      'phase',
      'audio',
    ]);
  });

  it('takes every event of the API without a fault, whatever it says', () => {
    for (const type of eventTypes) {
      const events = read([created, { type }, { type, output_index: 0, item_id: 'x', item: {} }, completed()]);
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

describe('reading a whole response', () => {
  const outcome = (body: object) =>
    readOutcome(jsonText(JSON.stringify({ id: 'resp_1', model: 'm', output: [], ...body })));

  it('gives the events of its stream', () => {
    const body = {
      id: 'resp_1',
      model: 'm',
      status: 'completed',
      output: [call('a', '{}')],
      usage: { input_tokens: 3, output_tokens: 2 },
    };
    expect(readReply(jsonText(JSON.stringify(body)), readContext)).toEqual([
      { kind: 'begin', id: 'resp_1', model: 'm' },
      { kind: 'block-start', index: 0, block: { kind: 'tool-call', id: 'a', name: 'weather' } },
      { kind: 'block-delta', index: 0, text: '{}' },
      { kind: 'block-end', index: 0 },
      { kind: 'finish', reason: 'tool-calls' },
      { kind: 'usage', tokens: { input: 3, output: 2 } },
    ]);
  });

  it('tells what became of it, failed and background ones included', () => {
    expect(outcome({ status: 'completed' })).toMatchObject({ finish: 'stop', complete: true });
    expect(outcome({ status: 'failed', error: { code: 'server_error', message: 'boom' } })).toMatchObject({
      complete: false,
      fault: { message: 'boom' },
    });
    expect(outcome({ status: 'queued' })).toMatchObject({
      id: 'resp_1',
      finish: undefined,
      fault: undefined,
      complete: true,
    });
    expect(readReply(jsonText('{"status":"queued","output":[]}'), readContext).at(-1)?.kind).toBe('fault');
  });
});
