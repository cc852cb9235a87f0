import { jsonText, readContext } from '../generated.laws.js';
import { foldEvents } from '../neutral/fold.js';
import type { NeutralEvent } from '../neutral/events.js';
import type { ReadContext } from '../dialect.js';
import { readReply } from './read-reply.js';
import { openReader } from './read-stream.js';

const encode = (text: string) => new TextEncoder().encode(text);

function read(text: string, context: ReadContext = readContext): readonly NeutralEvent[] {
  const reader = openReader(context);
  return [...reader.push(encode(text)), ...reader.end()];
}

/** A stream of deltas; a string is a finish word, an object with `raw` a whole chunk. */
function stream(...items: readonly (string | object)[]): string {
  const chunks = items.map((item) => {
    if (typeof item === 'object' && 'raw' in item) return item.raw;
    const choice = typeof item === 'string' ? { delta: {}, finish_reason: item } : { delta: item, finish_reason: null };
    return { id: 'chatcmpl-7', model: 'm', choices: [{ index: 0, ...choice }] };
  });
  return `${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
}

const calls = (...fragments: readonly object[]) => ({ tool_calls: fragments });
const blocksOf = (events: readonly NeutralEvent[]) =>
  foldEvents(events).blocks.map(({ start, text }) => ({ ...start, text }));
const weather = (id: string, text: string) => ({ kind: 'tool-call', id, name: 'weather', text });

describe('reading a Chat stream', () => {
  it('streams arguments as they come', () => {
    const events = read(
      stream(
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '' } }),
        calls({ index: 0, function: { arguments: '{"city":' } }),
        calls({ index: 0, function: { arguments: '"Ulm"}' } }),
        'tool_calls',
      ),
    );
    expect(events.map((event) => (event.kind === 'block-delta' ? event.text : event.kind))).toEqual([
      'begin',
      'block-start',
      '{"city":',
      '"Ulm"}',
      'block-end',
      'finish',
    ]);
  });

  it.each<readonly [string, readonly object[]]>([
    [
      'late',
      [
        calls({ index: 0, function: { arguments: '{"a"' } }),
        calls({ index: 0, function: { name: 'weather' } }),
        calls({ index: 0, id: 'a', function: { arguments: ':1}' } }),
      ],
    ],
    [
      'empty first',
      [
        calls({ index: 0, id: '', function: { name: '', arguments: '' } }),
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '{"a":1}' } }),
      ],
    ],
    [
      'repeated',
      [
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '{"a"' } }),
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: ':1}' } }),
      ],
    ],
    [
      'null later',
      [
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '{"a"' } }),
        calls({ index: 0, id: null, function: { name: null, arguments: ':1}' } }),
      ],
    ],
    [
      'without an index',
      [calls({ id: 'a', function: { name: 'weather', arguments: '{"a"' } }), calls({ function: { arguments: ':1}' } })],
    ],
    ['as an object', [calls({ index: 0, id: 'a', function: { name: 'weather', arguments: { a: 1 } } })]],
    [
      'by the legacy field',
      [{ function_call: { name: 'weather', arguments: '{"a"' } }, { function_call: { arguments: ':1}' } }],
    ],
  ])('reads a call whose parts come %s', (title, fragments) => {
    const id = title === 'by the legacy field' ? 'call_chatcmpl7_0' : 'a';
    expect(blocksOf(read(stream(...fragments, 'tool_calls')))).toEqual([weather(id, '{"a":1}')]);
  });

  it('makes an id for a call that never gets one, the same every time', () => {
    const text = stream(calls({ index: 0, function: { name: 'weather', arguments: '{}' } }), 'stop');
    expect(blocksOf(read(text))).toEqual([weather('call_chatcmpl7_0', '{}')]);
    expect(read(text)).toEqual(read(text));
    expect(foldEvents(read(text)).finish).toBe('tool-calls');
  });

  it.each<readonly [string, readonly object[]]>([
    [
      'with sparse indices',
      [
        calls({ index: 3, id: 'a', function: { name: 'weather', arguments: '{}' } }),
        calls({ index: 7, id: 'b', function: { name: 'weather', arguments: '{"b":1}' } }),
      ],
    ],
    [
      'all with index 0',
      [
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '{}' } }),
        calls({ index: 0, id: 'b', function: { name: 'weather', arguments: '{"b":1}' } }),
      ],
    ],
    [
      'without indices',
      [
        calls(
          { id: 'a', function: { name: 'weather', arguments: '{}' } },
          { id: 'b', function: { name: 'weather', arguments: '{"b":1}' } },
        ),
      ],
    ],
    [
      'announced first and interleaved',
      [
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '' } }),
        calls({ index: 1, id: 'b', function: { name: 'weather', arguments: '' } }),
        calls({ index: 1, function: { arguments: '{"b"' } }),
        calls({ index: 0, function: { arguments: '{' } }, { index: 1, function: { arguments: ':1}' } }),
        calls({ index: 0, function: { arguments: '}' } }),
      ],
    ],
  ])('tells parallel calls %s apart and keeps their order', (_title, fragments) => {
    expect(blocksOf(read(stream(...fragments, 'tool_calls')))).toEqual([weather('a', '{}'), weather('b', '{"b":1}')]);
  });

  it('keeps text, thinking and calls in their order', () => {
    const events = read(
      stream(
        { role: 'assistant', content: '', reasoning: 'hm' },
        { content: 'first ' },
        calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '{}' } }),
        { content: 'then' },
        'tool_calls',
      ),
    );
    expect(blocksOf(events)).toEqual([
      { kind: 'reasoning', text: 'hm' },
      { kind: 'text', text: 'first ' },
      weather('a', '{}'),
      { kind: 'text', text: 'then' },
    ]);
  });

  it('restores renamed, namespaced and custom tools, custom ones while they stream', () => {
    const toolNames: ReadContext['toolNames'] = new Map([
      ['mcp__wx__get', { name: 'get', namespace: 'mcp__wx' }],
      ['apply_patch', { name: 'apply_patch', form: 'custom' }],
    ]);
    const events = read(
      stream(
        calls({ index: 0, id: 'a', function: { name: 'mcp__wx__get', arguments: '{}' } }),
        calls({ index: 1, id: 'b', function: { name: 'apply_patch', arguments: '{ "inp' } }),
        calls({ index: 1, function: { arguments: 'ut": "*** Begin\\' } }),
        calls({ index: 1, function: { arguments: 'n\\u00' } }),
        calls({ index: 1, function: { arguments: 'e4\\"x\\""' } }),
        calls({ index: 1, function: { arguments: '}' } }),
        'tool_calls',
      ),
      { ...readContext, toolNames },
    );
    expect(blocksOf(events)).toEqual([
      { kind: 'tool-call', id: 'a', name: 'get', namespace: 'mcp__wx', text: '{}' },
      { kind: 'tool-call', id: 'b', name: 'apply_patch', form: 'custom', text: '*** Begin\nä"x"' },
    ]);
    expect(events.filter((event) => event.kind === 'block-delta' && event.index === 1).length).toBeGreaterThan(1);
  });

  it('gives usage once, the last that came, and never counts cached tokens twice', () => {
    const usage = (total: number) => ({
      raw: {
        id: 'a',
        choices: [],
        usage: { prompt_tokens: total, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
      },
    });
    const events = read(stream({ content: 'x' }, usage(9), 'stop', usage(10)));
    expect(events.filter(({ kind }) => kind === 'usage')).toEqual([
      { kind: 'usage', tokens: { input: 6, cachedInput: 4, output: 2 } },
    ]);
  });

  it.each([
    ['content_filter', 'content-filter'],
    ['length', 'length'],
    ['tool_calls', 'stop'],
    ['eos', 'stop'],
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
    ['function_call', 'stop'],
    ['SAFETY', 'content-filter'],
    ['odd', 'unknown'],
  ])('reads the finish %s of a text as %s', (word, reason) => {
    expect(foldEvents(read(stream({ content: 'x' }, word))).finish).toBe(reason);
  });

  it('reads a refusal as one', () => {
    const reply = foldEvents(read(stream({ refusal: 'no' }, 'stop')));
    expect(reply).toMatchObject({ finish: 'refusal', blocks: [{ start: { kind: 'refusal' }, text: 'no' }] });
  });

  it('is complete without the sentinel once the finish was seen', () => {
    const events = read(stream({ content: 'x' }, 'stop').replace('data: [DONE]\n\n', ''));
    expect(events.at(-1)).toEqual({ kind: 'finish', reason: 'stop' });
  });

  it('ignores everything behind the sentinel', () => {
    expect(read(stream({ content: 'x' }, 'stop') + stream({ content: 'y' }, 'stop'))).toEqual(
      read(stream({ content: 'x' }, 'stop')),
    );
  });

  it.each([
    ['a closed stream', stream({ content: 'x' }).replace('data: [DONE]\n\n', ''), 'finish_reason'],
    ['a stream cut inside a frame', 'data: {"id":"a","choices":[{"delta":{"content":"x"', 'finish_reason'],
    ['a stream of the sentinel alone', 'data: [DONE]\n\n', 'empty'],
    [
      'an error frame',
      'data: {"error":{"message":"overloaded now","type":"server_error","code":503}}\n\n',
      'overloaded now',
    ],
    ['an error event', 'event: error\ndata: {"message":"overloaded now"}\n\n', 'overloaded now'],
    ['the error of vLLM', 'data: {"object":"error","message":"overloaded now","code":500}\n\n', 'overloaded now'],
    ['an error finish', stream({ content: 'x' }, 'error'), 'error'],
    ['a frame that is no JSON', 'data: {"id":\n\n', 'JSON'],
    ['a frame that is no object', 'data: 7\n\n', 'JSON'],
  ])('reports %s as a fault, once and last', (_title, text, words) => {
    const events = read(text + stream({ content: 'x' }, 'stop').repeat(Number(text.includes('rror"'))));
    expect(events.filter(({ kind }) => kind === 'fault')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ kind: 'fault', fault: { message: expect.stringContaining(words) } });
  });

  it('ignores everything behind a fault', () => {
    const broken = 'data: {"error":{"message":"no"}}\n\n';
    expect(read(broken + stream({ content: 'x' }, 'stop'))).toEqual(read(broken));
  });
});

describe('reading a whole Chat reply', () => {
  const whole = (message: object, rest: object = {}) =>
    readReply(
      jsonText(
        JSON.stringify({
          id: 'chatcmpl-7',
          model: 'm',
          choices: [{ index: 0, message, finish_reason: 'stop' }],
          ...rest,
        }),
      ),
      readContext,
    );

  it('gives what its stream would', () => {
    const call = { id: 'a', type: 'function', function: { name: 'weather', arguments: '{}' } };
    const message = { role: 'assistant', content: 'x', reasoning_content: 'hm', refusal: null, tool_calls: [call] };
    expect(whole(message)).toEqual(
      read(stream({ reasoning_content: 'hm' }, { content: 'x' }, calls({ index: 0, ...call }), 'tool_calls')),
    );
  });

  it('takes every listed call for one of its own', () => {
    const call = { index: 0, function: { name: 'weather', arguments: '' } };
    expect(blocksOf(whole({ content: null, tool_calls: [call, call] }))).toEqual([
      weather('call_chatcmpl7_0', ''),
      weather('call_chatcmpl7_1', ''),
    ]);
  });

  it('reports an error inside a success, and an answer without choices', () => {
    expect(readReply(jsonText('{"error":{"message":"no"}}'), readContext)).toMatchObject([
      { kind: 'fault', fault: { message: 'no' } },
    ]);
    expect(readReply(jsonText('{"id":"a","choices":[]}'), readContext).at(-1)).toMatchObject({ kind: 'fault' });
  });

  it('joins text parts and keeps thinking parts apart', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
      { type: 'text', text: 'hello' },
    ];
    expect(blocksOf(whole({ content }))).toEqual([
      { kind: 'reasoning', text: 'hm' },
      { kind: 'text', text: 'hello' },
    ]);
  });
});
