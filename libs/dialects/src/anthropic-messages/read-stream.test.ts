import type { ReadContext } from '../dialect.js';
import { readJson } from '../json/json-text.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { readReply } from './read-reply.js';
import { openReader } from './read-stream.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const context: ReadContext = {
  issuer: 'anthropic',
  toolNames: new Map([
    ['wx__get', { name: 'get', namespace: 'wx' }],
    ['patch', { name: 'patch', form: 'custom' }],
  ]),
};

const frames = (...events: readonly object[]): string =>
  events.map((event) => `event: ${String(Object.values(event)[0])}\ndata: ${JSON.stringify(event)}\n\n`).join('');

function readAll(text: string, cut = text.length): readonly NeutralEvent[] {
  const reader = openReader(context);
  const bytes = encode(text);
  return [...reader.push(bytes.subarray(0, cut)), ...reader.push(bytes.subarray(cut)), ...reader.end()];
}

const usage = {
  input_tokens: 25,
  cache_read_input_tokens: 10,
  cache_creation_input_tokens: 7,
  cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 3 },
  output_tokens: 1,
};
const start = { type: 'message_start', message: { id: 'msg_1', type: 'message', model: 'claude', content: [], usage } };
const open = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, value: object) => ({ type: 'content_block_delta', index, delta: value });
const close = (index: number) => ({ type: 'content_block_stop', index });
const finish = (stop_reason: string, fields: object = {}) => ({
  type: 'message_delta',
  delta: { stop_reason, stop_sequence: null, ...fields },
  usage: { output_tokens: 15 },
});
const stop = { type: 'message_stop' };

const recording = frames(
  start,
  { type: 'ping' },
  open(0, { type: 'thinking', thinking: '', signature: '' }),
  delta(0, { type: 'thinking_delta', thinking: 'Größe?' }),
  delta(0, { type: 'signature_delta', signature: 'EqQB' }),
  close(0),
  open(1, { type: 'redacted_thinking', data: 'sealed' }),
  close(1),
  open(2, { type: 'text', text: '' }),
  delta(2, { type: 'text_delta', text: 'It is ' }),
  delta(2, { type: 'text_delta', text: '5 m. 🙂' }),
  close(2),
  open(3, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }),
  delta(3, { type: 'input_json_delta', partial_json: '{"query":"x"}' }),
  close(3),
  open(4, { type: 'tool_use', id: 'toolu_1', name: 'wx__get', input: {} }),
  delta(4, { type: 'input_json_delta', partial_json: '' }),
  delta(4, { type: 'input_json_delta', partial_json: '{"city":' }),
  delta(4, { type: 'input_json_delta', partial_json: '"Oslo"}' }),
  close(4),
  open(5, { type: 'tool_use', id: 'toolu_2', name: 'now', input: {} }),
  close(5),
  { type: 'a_new_event' },
  finish('tool_use'),
  stop,
);

const proof = { issuer: 'anthropic', dialect: 'anthropic-messages' } as const;
const tokens = { input: 25, cachedInput: 10, cacheWrite5m: 4, cacheWrite1h: 3, output: 15 };

describe('the stream reader', () => {
  const events = readAll(recording);

  it('gives strictly sequential blocks, with proofs, restored names and all usage', () => {
    expect(events).toEqual([
      { kind: 'begin', id: 'msg_1', model: 'claude' },
      { kind: 'block-start', index: 0, block: { kind: 'reasoning' } },
      { kind: 'block-delta', index: 0, text: 'Größe?' },
      { kind: 'block-end', index: 0, proof: { ...proof, form: 'signature', value: 'EqQB' } },
      { kind: 'block-start', index: 1, block: { kind: 'reasoning' } },
      { kind: 'block-end', index: 1, proof: { ...proof, form: 'redacted', value: 'sealed' } },
      { kind: 'block-start', index: 2, block: { kind: 'text' } },
      { kind: 'block-delta', index: 2, text: 'It is ' },
      { kind: 'block-delta', index: 2, text: '5 m. 🙂' },
      { kind: 'block-end', index: 2 },
      { kind: 'block-start', index: 3, block: { kind: 'web-search', id: 'srvtoolu_1', query: 'x' } },
      { kind: 'block-end', index: 3 },
      { kind: 'block-start', index: 4, block: { kind: 'tool-call', id: 'toolu_1', name: 'get', namespace: 'wx' } },
      { kind: 'block-delta', index: 4, text: '{"city":' },
      { kind: 'block-delta', index: 4, text: '"Oslo"}' },
      { kind: 'block-end', index: 4 },
      { kind: 'block-start', index: 5, block: { kind: 'tool-call', id: 'toolu_2', name: 'now' } },
      { kind: 'block-delta', index: 5, text: '{}' },
      { kind: 'block-end', index: 5 },
      { kind: 'finish', reason: 'tool-calls' },
      { kind: 'usage', tokens },
    ]);
  });

  it('gives the same events wherever the bytes are cut', () => {
    for (let cut = 0; cut <= encode(recording).length; cut += 1) expect(readAll(recording, cut)).toEqual(events);
  });

  it('reads CRLF, comments, and events without a name', () => {
    const odd = recording.replaceAll(/event: .*\n/g, ': hi\n').replaceAll('\n', '\r\n');
    expect(readAll(odd)).toEqual(events);
  });

  it('takes a stream that finished without its terminal event for complete', () => {
    expect(readAll(recording.replace(/event: message_stop[^]*$/, ''))).toEqual(events);
  });

  it('reports a stream that closed before it finished, without closing a cut call', () => {
    const cut = readAll(recording.slice(0, recording.indexOf('\\"Oslo') - 40));
    expect(cut.slice(-3)).toEqual([
      { kind: 'block-delta', index: 4, text: '{"city":' },
      { kind: 'usage', tokens: { ...tokens, output: 1 } },
      { kind: 'fault', fault: expect.objectContaining({ type: 'incomplete-stream' }) },
    ]);
  });

  it('reports a frame that is no JSON, once, and nothing after it', () => {
    const broken = readAll(frames(start) + 'data: {"type":\n\n' + frames(finish('end_turn'), stop));
    expect(broken.filter(({ kind }) => kind === 'fault')).toHaveLength(1);
    expect(broken.at(-1)).toMatchObject({ kind: 'fault', fault: { status: undefined, type: 'invalid-frame' } });
  });

  it('reports an error event in the words of the provider', () => {
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    const events = readAll(frames(start, { type: 'error', error }, stop));
    expect(events.at(-1)).toMatchObject({ kind: 'fault', fault: { type: 'overloaded_error', message: 'Overloaded' } });
  });

  it('hydrates a call whose input only stands in its start, number for number', () => {
    const whole = `${frames(start)}data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{"n":12345678901234567890}}}\n\n`;
    const events = readAll(whole + frames(close(0), finish('tool_use'), stop));
    expect(events).toContainEqual({ kind: 'block-delta', index: 0, text: '{"n":12345678901234567890}' });
  });

  it('unwraps the free text of a custom tool while it is written', () => {
    const pieces = ['{"in', 'put": "a\\', 'nb \\ud83d', '\\ude42 \\"', 'c"', '}'];
    const deltas = pieces.map((partial_json) => delta(0, { type: 'input_json_delta', partial_json }));
    const events = readAll(
      frames(
        start,
        open(0, { type: 'tool_use', id: 'a', name: 'patch', input: {} }),
        ...deltas,
        close(0),
        finish('tool_use'),
        stop,
      ),
    );
    expect(events[1]).toMatchObject({ block: { kind: 'tool-call', name: 'patch', form: 'custom' } });
    const texts = events.flatMap((event) => (event.kind === 'block-delta' ? [event.text] : []));
    expect(texts).toEqual(['a', '\nb ', '🙂 "', 'c']);
  });

  it.each([
    ['end_turn', {}, { reason: 'stop' }],
    ['stop_sequence', { stop_sequence: 'END' }, { reason: 'stop-sequence', stopSequence: 'END' }],
    ['max_tokens', {}, { reason: 'length' }],
    ['model_context_window_exceeded', {}, { reason: 'context-length' }],
    ['refusal', {}, { reason: 'refusal' }],
    ['pause_turn', {}, { reason: 'pause' }],
    ['tool_use', {}, { reason: 'stop' }],
    ['something_new', {}, { reason: 'unknown' }],
  ])('reads the stop reason %s', (word, fields, expected) => {
    const events = readAll(frames(start, finish(word, fields), stop));
    expect(events.filter(({ kind }) => kind === 'finish')).toEqual([{ kind: 'finish', ...expected }]);
  });
});

describe('readReply', () => {
  const body = {
    id: 'msg_1',
    type: 'message',
    model: 'claude',
    content: [
      { type: 'thinking', thinking: 'Größe?', signature: 'EqQB' },
      { type: 'redacted_thinking', data: 'sealed' },
      { type: 'text', text: 'It is 5 m. 🙂' },
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
      { type: 'tool_use', id: 'toolu_1', name: 'wx__get', input: { city: 'Oslo' } },
      { type: 'tool_use', id: 'toolu_2', name: 'now', input: {} },
    ],
    stop_reason: 'tool_use',
    stop_sequence: null,
    usage: { ...usage, output_tokens: 15 },
  };
  const eventsOf = (value: object): readonly NeutralEvent[] => {
    const read = readJson(encode(JSON.stringify(value)), 64);
    if (!read.ok) throw new Error(read.fault.message);
    return readReply(read.value, context);
  };

  it('folds to the same as the stream of the same reply', () => {
    expect(foldEvents(eventsOf(body))).toEqual(foldEvents(readAll(recording)));
  });

  it('reports an error body and a body that is no reply', () => {
    const error = { type: 'error', error: { type: 'api_error', message: 'Internal' } };
    expect(eventsOf(error)).toMatchObject([{ kind: 'fault', fault: { type: 'api_error', message: 'Internal' } }]);
    expect(eventsOf({})).toMatchObject([{ kind: 'fault', fault: { type: 'invalid-reply' } }]);
  });
});
