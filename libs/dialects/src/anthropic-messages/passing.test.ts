import { fault, type Capabilities } from '@smart-router/core';
import { applyPatches } from '../apply-patches.js';
import { readJson, type JsonText } from '../json/json-text.js';
import { anthropicMessages } from './index.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function jsonText(text: string): JsonText {
  const read = readJson(encode(text), 64);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

function patched(text: string): string {
  // A patch of this dialect looks at no capability.
  const body = jsonText(text);
  return decode(
    applyPatches(body.bytes, anthropicMessages.patch(body, { model: 'claude', capabilities: {} as Capabilities })),
  );
}

describe('patch', () => {
  it('replaces the model and not one other byte', () => {
    const body =
      ' {"max_tokens": 1e2,"model" : "group" ,"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"a","signature":""}]}], "new":12345678901234567890}';
    expect(patched(body)).toBe(body.replace('"group"', '"claude"'));
  });

  it('adds a model where none was', () => {
    expect(patched('{"max_tokens":1}')).toBe('{"model":"claude","max_tokens":1}');
    expect(patched('{}')).toBe('{"model":"claude"}');
  });

  it('takes thinking out that targets of other dialects left in the history', () => {
    const sealed = '{"type":"thinking","thinking":"a","signature":"rtp1.none"}';
    const body = (...contents: readonly string[]) =>
      `{"model":"claude","messages":[${contents.map((content) => `{"role":"assistant","content":[${content}]}`).join(', ')}]}`;
    const text = '{"type":"text","text":"b"}';
    expect(patched(body(`${sealed}, ${text}`))).toBe(body(text));
    expect(patched(body(`${text}, ${sealed},${sealed} `))).toBe(body(`${text} `));
    expect(patched(body(`${sealed},${sealed},${text},${sealed},${text}`))).toBe(body(`${text},${text}`));
    expect(patched(body(sealed, text, '{"type":"redacted_thinking","data":"rtp1.abc"}'))).toBe(body(text));
  });
});

describe('patch, where a provider of another dialect searched the web', () => {
  const said = (content: string) => `{"model":"claude","messages":[{"role":"assistant","content":[${content}]}]}`;
  const text = (citations: string) => `{"type":"text","text":"b","citations":${citations}}`;
  const search = '{"type":"server_tool_use","id":"srvtoolu_rtp1_a","name":"web_search","input":{}}';
  const found = '{"type":"web_search_tool_result","tool_use_id":"srvtoolu_rtp1_a","content":[]}';
  const source = '{"type":"web_search_result_location","url":"https://a.org","encrypted_index":"rtp1.none"}';
  const own = '{"type":"web_search_result_location","url":"https://b.org","encrypted_index":"Eo8B"}';

  it('takes out the search and its sources, which the API would not know', () => {
    expect(patched(said(`${search},${found},${text(`[${source}]`)}`))).toBe(said(text('null')));
    expect(patched(said(text(`[${source}, ${own},${source}]`)))).toBe(said(text(`[${own}]`)));
  });

  it('leaves those of the API itself as they are', () => {
    const body = said(`${search.replace('rtp1_a', '01')},${text(`[ ${own} ]`)}`);
    expect(patched(body)).toBe(body);
  });
});

describe('the tap', () => {
  const frame = (event: object): Uint8Array =>
    encode(`event: ${String(Object.values(event)[0])}\ndata: ${JSON.stringify(event)}\n\n`);

  it('tells frames that carry content from those that do not, and gathers the outcome', () => {
    const tap = anthropicMessages.openTap({ removeUsage: false });
    const usage = { input_tokens: 9, output_tokens: 1, cache_creation_input_tokens: 5 };
    const kinds = [
      { type: 'message_start', message: { id: 'msg_1', model: 'claude', usage } },
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'message_stop' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } },
    ].map((event) => tap.see(frame(event)));
    expect(kinds).toEqual(['startup', 'quiet', 'startup', 'content', 'content', 'content', 'content']);
    const seen = { id: 'msg_1', model: 'claude', finish: 'stop', complete: true, fault: undefined };
    expect(tap.outcome).toEqual({ ...seen, tokens: { input: 9, cacheWrite5m: 5, output: 12 } });
    expect(tap.see(frame({ type: 'message_stop' }))).toBe('content');
    expect(tap.see(encode(': keep-alive\n\n'))).toBe('quiet');
  });

  it('counts a tool call as content from its start', () => {
    const tap = anthropicMessages.openTap({ removeUsage: false });
    const block = { type: 'tool_use', id: 'a', name: 'f', input: {} };
    expect(tap.see(frame({ type: 'content_block_start', index: 0, content_block: block }))).toBe('content');
  });

  it('reports an error event, and lets frames pass that are no JSON', () => {
    const tap = anthropicMessages.openTap({ removeUsage: false });
    expect(tap.see(encode('data: {"type":\n\n'))).toBe('content');
    const error = { type: 'overloaded_error', message: 'Overloaded' };
    expect(tap.see(frame({ type: 'error', error }))).toBe('fault');
    expect(tap.outcome).toMatchObject({ complete: false, fault: { type: 'overloaded_error', message: 'Overloaded' } });
    expect(tap.fail(fault('upstream-failed', 'broken'), 'req_1')).toContain('event: error\n');
  });
});

describe('readOutcome', () => {
  it('reads usage and finish of a whole reply', () => {
    const body =
      '{"id":"msg_1","model":"claude","content":[],"stop_reason":"max_tokens","usage":{"input_tokens":3,"output_tokens":0}}';
    expect(anthropicMessages.readOutcome(jsonText(body))).toEqual({
      id: 'msg_1',
      model: 'claude',
      finish: 'length',
      tokens: { input: 3, output: 0 },
      fault: undefined,
      complete: true,
    });
  });
});

describe('errors', () => {
  it.each([
    ['{"type":"error","error":{"type":"rate_limit_error","message":"Slow"}}', 'rate_limit_error', 'Slow'],
    ['{"error":{"type":"invalid","code":40,"message":"Bad"}}', 'invalid', 'Bad'],
    ['{"error":"Bad"}', undefined, 'Bad'],
    ['{"detail":"Not Found"}', undefined, 'Not Found'],
    ['[]', undefined, 'status 500 without an error object'],
  ])('reads %s', (body, type, message) => {
    expect(anthropicMessages.readFault(500, jsonText(body))).toMatchObject({ status: 500, type, message });
  });

  it('reads a body that was no JSON, and bounds what a provider says', () => {
    expect(anthropicMessages.readFault(502, undefined)).toMatchObject({
      status: 502,
      message: expect.stringContaining('502'),
    });
    const long = JSON.stringify({ error: { message: 'x'.repeat(5000) } });
    expect(anthropicMessages.readFault(400, jsonText(long)).message).toHaveLength(2000);
  });

  it('writes the envelope with details, and a code where clients look for it', () => {
    const subject = fault('invalid-request', 'prompt is too long: 9 tokens > 8 maximum', {
      details: { param: 'messages' },
      code: 'too_long',
    });
    expect(anthropicMessages.writeFault(subject, 'req_1')).toEqual({
      type: 'error',
      error: {
        type: 'invalid-request',
        message: 'prompt is too long: 9 tokens > 8 maximum',
        details: { request_id: 'req_1', error_code: 'too_long', param: 'messages' },
      },
      request_id: 'req_1',
    });
  });
});

describe('readUsage', () => {
  it.each([
    [
      { input_tokens: 1, output_tokens: 2 },
      { input: 1, output: 2 },
    ],
    [{ cache_creation_input_tokens: 9, cache_creation: null }, { cacheWrite5m: 9 }],
    [
      {
        cache_creation_input_tokens: 9,
        cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 2 },
      },
      { cacheWrite5m: 7, cacheWrite1h: 2 },
    ],
    [
      { output_tokens: 5, output_tokens_details: { thinking_tokens: 3 } },
      { output: 5, reasoning: 3 },
    ],
    [null, {}],
  ])('of %j is %j', (usage, tokens) => {
    expect(anthropicMessages.readUsage(usage)).toEqual(tokens);
  });
});
