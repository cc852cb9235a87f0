import { parseAsk, parseCountAsk } from '../parse-ask.js';
import { estimateOf } from './measure-error.laws.js';

const encode = (body: object): Uint8Array => new TextEncoder().encode(JSON.stringify(body));

function countOf(body: object): number {
  const ask = parseCountAsk('anthropic-messages', encode({ model: 'm', ...body }), { maxDepth: 64 });
  if (!ask.ok) throw new Error(ask.fault.message);
  return ask.value.facts.estimatedInputTokens;
}

function countOfAsk(dialect: 'openai-chat' | 'openai-responses', body: object): number {
  const ask = parseAsk(dialect, encode({ model: 'm', ...body }), { maxDepth: 64 });
  if (!ask.ok) throw new Error(ask.fault.message);
  return ask.value.facts.estimatedInputTokens;
}

const text = 'Please tell me which of the three suppliers delivered late most often, and why that may be.';
const alone = estimateOf(text);

describe('the estimate of an ask', () => {
  it('is that of the text for a single one, whichever dialect and form it is sent in', () => {
    expect(countOf({ messages: [{ role: 'user', content: [{ type: 'text', text }] }] })).toBe(alone);
    expect(countOfAsk('openai-chat', { messages: [{ role: 'user', content: text }] })).toBe(alone);
    expect(countOfAsk('openai-responses', { input: text })).toBe(alone);
    const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
    expect(countOfAsk('openai-responses', { input: [item], temperature: 0.5, stream: true })).toBe(alone);
  });

  it('adds three tokens for each further turn', () => {
    const turns = [0, 1, 2].map((index) => ({ role: index === 1 ? 'assistant' : 'user', content: text }));
    expect(Math.abs(countOf({ messages: turns }) - (3 * alone + 6))).toBeLessThanOrEqual(1);
  });

  it('counts instructions, tools and schemas, and no settings', () => {
    const messages = [{ role: 'user', content: text }];
    expect(countOf({ messages, system: text })).toBeGreaterThan(1.9 * alone);
    expect(
      countOf({ messages, tools: [{ name: 'look_up', description: text, input_schema: { type: 'object' } }] }),
    ).toBeGreaterThan(2 * alone);
    const settings = { stop_sequences: ['END'], metadata: { user_id: 'u'.repeat(60) }, temperature: 1 };
    expect(countOf({ messages, ...settings })).toBe(alone);
  });

  it('counts calls, their input and their results, but not their ids', () => {
    const call = (id: string, input: object) => ({
      messages: [
        { role: 'assistant', content: [{ type: 'tool_use', id, name: 'f', input }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] },
      ],
    });
    expect(countOf(call('toolu_1', {}))).toBe(countOf(call('toolu_0123456789abcdefABCDEF', {})));
    expect(countOf(call('toolu_1', { query: text })) - countOf(call('toolu_1', {}))).toBeGreaterThanOrEqual(alone);
    expect(countOf(call('toolu_1', {}))).toBeGreaterThan(alone);
  });

  it('leaves no place to hide text: long marks, unknown keys and unknown members count', () => {
    const long = text.repeat(20);
    const message = (more: object) => ({ messages: [{ role: 'user', content: [{ type: 'text', text, ...more }] }] });
    expect(countOf(message({ id: long }))).toBeGreaterThan(15 * alone);
    expect(countOf(message({ [long]: 1 }))).toBeGreaterThan(15 * alone);
    expect(countOf(message({ status: { deep: long } }))).toBeGreaterThan(15 * alone);
    expect(countOf({ ...message({}), preamble: long })).toBeGreaterThan(15 * alone);
  });

  it('counts thinking once, and what only the provider can read by its size', () => {
    const thinking = (signature: string) => ({
      messages: [{ role: 'assistant', content: [{ type: 'thinking', thinking: text, signature }] }],
    });
    expect(countOf(thinking('A'.repeat(4000)))).toBe(countOf(thinking('A')));
    const sealed = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'B'.repeat(6000) };
    const found = countOfAsk('openai-responses', { input: [sealed] });
    expect(found).toBeGreaterThan(900);
    expect(found).toBeLessThan(1100);
  });

  it('counts an image by its size and not by its bytes', () => {
    const png = Buffer.alloc(30_000);
    png.writeUInt32BE(0x89504e47, 0);
    png.writeUInt32BE(600, 16);
    png.writeUInt32BE(400, 20);
    const source = { type: 'base64', media_type: 'image/png', data: png.toString('base64') };
    const image = { type: 'image', source };
    const inMessages = countOf({ messages: [{ role: 'user', content: [{ type: 'text', text }, image] }] });
    expect(inMessages).toBe(alone + (600 * 400) / 750);
    const url = `data:image/png;base64,${source.data}`;
    const content = [
      { type: 'text', text },
      { type: 'image_url', image_url: { url } },
    ];
    expect(countOfAsk('openai-chat', { messages: [{ role: 'user', content }] })).toBe(alone + 85 + 2 * 170);
  });
});
