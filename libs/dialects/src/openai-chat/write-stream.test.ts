import { fault } from '@smart-router/core';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions/completions';
import { Stream } from 'openai/streaming';
import type { StreamWriter } from '../dialect.js';
import { plainAsk, writeContext } from '../generated.laws.js';
import type { BlockStart, FinishReason, NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

const begin: NeutralEvent = { kind: 'begin', id: 'upstream', model: 'm' };
const finish = (reason: FinishReason): NeutralEvent => ({ kind: 'finish', reason });
const usage: NeutralEvent = {
  kind: 'usage',
  tokens: { input: 6, cachedInput: 4, cacheWrite1h: 5, output: 7, reasoning: 3 },
};
const block = (index: number, start: BlockStart, ...texts: readonly string[]): readonly NeutralEvent[] => [
  { kind: 'block-start', index, block: start },
  ...texts.map((text) => ({ kind: 'block-delta', index, text }) as const),
  { kind: 'block-end', index },
];
const answer: readonly NeutralEvent[] = [
  begin,
  ...block(0, { kind: 'reasoning' }, 'hm'),
  ...block(1, { kind: 'text' }, 'a', 'b'),
  ...block(2, { kind: 'tool-call', id: 'c1', name: 'weather' }, '{"a"', ':1}'),
  ...block(3, { kind: 'tool-call', id: 'c2', name: 'now' }),
  usage,
  finish('tool-calls'),
];

const writerFor = (includeUsage: boolean): StreamWriter => openWriter(writeContext({ ...plainAsk, includeUsage }));
const write = (writer: StreamWriter, events: readonly NeutralEvent[]): string =>
  `${events.map((event) => writer.push(event)).join('')}${writer.end()}`;

/** What the official client makes of a stream. */
async function consume(text: string): Promise<readonly ChatCompletionChunk[]> {
  const chunks: ChatCompletionChunk[] = [];
  for await (const chunk of Stream.fromSSEResponse<ChatCompletionChunk>(new Response(text), new AbortController()))
    chunks.push(chunk);
  return chunks;
}

describe('writing a Chat stream', () => {
  it('gives the official client chunks with all their fields', async () => {
    const chunks = await consume(write(writerFor(true), answer));
    for (const chunk of chunks) {
      expect(chunk).toMatchObject({
        id: `chatcmpl-${'0'.repeat(31)}1`,
        object: 'chat.completion.chunk',
        created: 1_700_000_000,
        model: 'm',
      });
    }
    expect(chunks.map((chunk) => chunk.choices[0]?.delta ?? chunk.usage)).toEqual([
      { role: 'assistant', content: '' },
      { reasoning_content: 'hm' },
      { content: 'a' },
      { content: 'b' },
      { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'weather', arguments: '' } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ':1}' } }] },
      { tool_calls: [{ index: 1, id: 'c2', type: 'function', function: { name: 'now', arguments: '' } }] },
      { tool_calls: [{ index: 1, function: { arguments: '{}' } }] },
      {},
      {
        prompt_tokens: 15,
        completion_tokens: 7,
        total_tokens: 22,
        prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 5 },
        completion_tokens_details: { reasoning_tokens: 3 },
      },
    ]);
    expect(chunks.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([
      ...Array<null>(9).fill(null),
      'tool_calls',
      undefined,
    ]);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it('says nothing of usage to callers who did not ask, nor when it is unknown', () => {
    expect(write(writerFor(false), answer)).not.toContain('usage');
    expect(write(writerFor(true), [begin, finish('stop')])).not.toContain('prompt_tokens');
  });

  it('ends with the sentinel once, and only after a finish', () => {
    const writer = writerFor(false);
    expect(write(writer, answer)).toMatch(/data: \[DONE\]\n\n$/);
    expect(writer.end() + writer.push(finish('stop'))).toBe('');
    expect(write(writerFor(false), [begin])).not.toContain('[DONE]');
  });

  it('fails with an error the official client throws, and without the sentinel', async () => {
    const writer = writerFor(true);
    const text = `${writer.push(begin)}${writer.fail(fault('upstream-failed', 'it broke'))}${writer.end()}`;
    expect(text).not.toContain('[DONE]');
    await expect(consume(text)).rejects.toMatchObject({ message: expect.stringContaining('it broke') });
  });

  it.each<readonly [FinishReason, string]>([
    ['stop', 'stop'],
    ['stop-sequence', 'stop'],
    ['length', 'length'],
    ['context-length', 'length'],
    ['content-filter', 'content_filter'],
    ['refusal', 'content_filter'],
    ['tool-calls', 'stop'],
    ['pause', 'stop'],
    ['unknown', 'stop'],
  ])('writes the finish %s of a text as %s', (reason, word) => {
    expect(write(writerFor(false), [begin, finish(reason)])).toContain(`"finish_reason":"${word}"`);
  });

  it('writes words of refusal in their own place', () => {
    const events = [begin, ...block(0, { kind: 'refusal' }, 'no'), finish('refusal')];
    const text = write(writerFor(false), events);
    expect(text).toContain('"delta":{"refusal":"no"}');
    expect(text).toContain('"finish_reason":"stop"');
  });

  it('writes a custom call as one', () => {
    const events = [
      begin,
      ...block(0, { kind: 'tool-call', id: 'a', name: 'patch', form: 'custom' }, '*** x'),
      finish('tool-calls'),
    ];
    const text = write(writerFor(false), events);
    expect(text).toContain('"type":"custom","custom":{"name":"patch","input":""}');
    expect(text).toContain('{"index":0,"custom":{"input":"*** x"}}');
  });
});

describe('writing a whole Chat reply', () => {
  it('has all fields, and nothing else', () => {
    expect(writeReply(foldEvents(answer), { ...writeContext(plainAsk), model: 'group' })).toEqual({
      id: `chatcmpl-${'0'.repeat(31)}1`,
      object: 'chat.completion',
      created: 1_700_000_000,
      model: 'group',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'ab',
            refusal: null,
            reasoning_content: 'hm',
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"a":1}' } },
              { id: 'c2', type: 'function', function: { name: 'now', arguments: '{}' } },
            ],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: expect.objectContaining({ prompt_tokens: 15, total_tokens: 22 }),
    });
  });

  it('says null for content there is none of', () => {
    const reply = foldEvents([begin, ...block(0, { kind: 'refusal' }, 'no'), finish('refusal')]);
    expect(writeReply(reply, writeContext(plainAsk))).toMatchObject({
      choices: [{ message: { content: null, refusal: 'no' }, finish_reason: 'stop' }],
    });
  });
});
