import OpenAI from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { fault } from '@smart-router/core';
import { flawOfStream } from '../grammar/flaw-of-stream.laws.js';
import { violations } from '../matrix/published-schemas.laws.js';
import { jsonText, readContext, valueOf } from '../generated.laws.js';
import { isRecord } from '../json/guards.js';
import { foldEvents, unfoldReply } from '../neutral/fold.js';
import { unwrapProof } from '../neutral/wrap-proof.js';
import { readAsk } from './read-ask.js';
import { openReader } from './read-stream.js';
import { openWriter } from './write-stream.js';
import { block, context, everything, eventsOf, proof, replyOf, textOf, wholeOf } from './written-replies.laws.js';

/** A client whose requests are all answered with this stream. */
function clientOf(stream: string): OpenAI {
  const answer = (): Promise<Response> =>
    Promise.resolve(new Response(stream, { headers: { 'content-type': 'text/event-stream' } }));
  return new OpenAI({ apiKey: 'none', baseURL: 'http://localhost', maxRetries: 0, fetch: answer });
}

describe('writing a Responses stream', () => {
  it('follows the grammar of events, numbered from 0', () => {
    const events = eventsOf(
      textOf(replyOf([block({ kind: 'text' }, 'hi'), block({ kind: 'tool-call', id: 'a', name: 'f' }, '{}')])),
    );
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_event, index) => index));
    expect(events.map(({ type }) => type.replace('response.', ''))).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
      'completed',
    ]);
    expect(events[4]).toMatchObject({ output_index: 0, content_index: 0, delta: 'hi', logprobs: [] });
    expect(events[10]).toMatchObject({
      output_index: 1,
      name: 'f',
      arguments: '{}',
      item_id: `fc_${'0'.repeat(31)}1_1`,
    });
  });

  it('ends with the response that is the whole reply', () => {
    for (const finish of ['stop', 'length', 'content-filter', 'tool-calls'] as const) {
      const reply = { ...everything, finish };
      expect(eventsOf(textOf(reply)).at(-1)?.['response']).toEqual(wholeOf(reply));
    }
  });

  it('gives the same items in output_item.done as in the end, with namespaces, custom tools and wrapped proofs', () => {
    const events = eventsOf(textOf(everything));
    const items = events.filter(({ type }) => type === 'response.output_item.done').map(({ item }) => item);
    expect(events.at(-1)?.['response']).toMatchObject({ output: items });
    expect(items).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'reasoning', summary: [] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Grüße\n"🙂"', annotations: [] }] },
      { type: 'message', content: [{ type: 'refusal', refusal: 'no' }] },
      {
        type: 'function_call',
        call_id: 'a',
        namespace: 'mcp__wx',
        name: 'get',
        arguments: '{"a":1}',
        status: 'completed',
      },
      { type: 'function_call', call_id: 'b', name: 'now', arguments: '{}' },
      { type: 'custom_tool_call', call_id: 'c', name: 'apply_patch', input: '*** Begin' },
      { type: 'tool_search_call', call_id: 'd', execution: 'client', arguments: { query: 'x' } },
    ]);
    const [first] = items;
    expect(unwrapProof(isRecord(first) ? String(first['encrypted_content']) : '')).toEqual(proof);
  });

  it('tells a search of the web by its events, and the sources of a text before its end', () => {
    const citation = { url: 'https://a.example', title: 'A', quote: 'q', range: { start: 0, end: 2 } };
    const whole = { ...citation, title: undefined, range: undefined };
    const reply = replyOf([
      block({ kind: 'web-search', id: 'srvtoolu_1', query: 'ulm' }, ''),
      { ...block({ kind: 'text' }, 'rain'), citations: [citation, whole] },
    ]);
    const text = textOf(reply);
    expect(flawOfStream('openai-responses', text, 'router')).toBeUndefined();
    const events = eventsOf(text);
    expect(events.map(({ type }) => type.replace('response.', '')).slice(2, -1)).toEqual([
      'output_item.added',
      'web_search_call.in_progress',
      'web_search_call.searching',
      'web_search_call.completed',
      'output_item.done',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.annotation.added',
      'output_text.annotation.added',
      'output_text.done',
      'content_part.done',
      'output_item.done',
    ]);
    const annotation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 2 };
    const annotations = [annotation, { ...annotation, title: 'https://a.example', end_index: 4 }];
    expect(events.slice(10, 12)).toMatchObject(
      annotations.map((written, index) => ({ annotation_index: index, output_index: 1, annotation: written })),
    );
    expect(events.at(-1)?.['response']).toEqual(wholeOf(reply));
    expect(wholeOf(reply)).toMatchObject({
      output: [
        { type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'ulm', queries: ['ulm'] } },
        { type: 'message', content: [{ type: 'output_text', text: 'rain', annotations }] },
      ],
    });
    expect(wholeOf({ ...reply, blocks: reply.blocks.slice(0, 1), finish: 'length' })).toMatchObject({
      status: 'incomplete',
      output: [{ type: 'web_search_call', status: 'completed' }],
    });
  });

  it.each([
    ['{"query":"wx","limit":3}', { query: 'wx', limit: 3 }],
    ['', {}],
    ['{"query":', '{"query":'],
  ])('tells a search for tools with the arguments %j as an item of its own, with no events between', (input, given) => {
    const reply = replyOf([block({ kind: 'tool-call', id: 'c', name: 'tool_search', form: 'tool-search' }, input)]);
    const text = textOf(reply);
    expect(flawOfStream('openai-responses', text, 'router')).toBeUndefined();
    const [, , opened, done, ended, ...rest] = eventsOf(text);
    const item = { type: 'tool_search_call', call_id: 'c', execution: 'client' };
    expect([opened, done, rest]).toMatchObject([
      { type: 'response.output_item.added', item: { ...item, arguments: {}, status: 'in_progress' } },
      { type: 'response.output_item.done', item: { ...item, arguments: given, status: 'completed' } },
      [],
    ]);
    expect(ended?.['response']).toEqual(wholeOf(reply));
  });

  it.each([
    ['length', 'incomplete', { reason: 'max_output_tokens' }],
    ['content-filter', 'incomplete', { reason: 'content_filter' }],
    ['refusal', 'incomplete', { reason: 'content_filter' }],
    ['stop-sequence', 'completed', null],
  ] as const)('ends %s as %s, and so its last item', (finish, status, details) => {
    const last = eventsOf(textOf(replyOf([block({ kind: 'text' }, 'a'), block({ kind: 'text' }, 'b')], finish))).at(-1);
    expect(last).toMatchObject({
      type: `response.${status}`,
      response: { status, incomplete_details: details, output: [{ status: 'completed' }, { status }] },
    });
  });

  it('writes every event and every whole answer as the API publishes them, where its schemas are at hand', () => {
    const citation = { url: 'https://a.example', title: undefined, quote: undefined, range: undefined };
    const searched = replyOf([
      block({ kind: 'web-search', id: undefined, query: undefined }, ''),
      { ...block({ kind: 'text' }, 'rain'), citations: [citation] },
    ]);
    const asked = {
      model: 'group',
      input: 'q',
      reasoning: { effort: 'low', summary: 'auto' },
      max_tool_calls: 2,
      tools: [
        { type: 'tool_search', execution: 'client', description: 'd', parameters: { type: 'object' } },
        { type: 'custom', name: 'apply_patch', format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' } },
        { type: 'namespace', name: 'n', description: 'n', tools: [{ type: 'function', name: 'a' }] },
        { type: 'web_search', filters: { allowed_domains: ['a.example'] } },
      ],
      tool_choice: { type: 'custom', name: 'apply_patch' },
    };
    const writing = { ...context, ask: valueOf(readAsk(jsonText(JSON.stringify(asked)))) };
    for (const reply of [everything, searched, { ...everything, finish: 'length', tokens: {} } as const]) {
      const broken = openWriter(writing);
      const begun = unfoldReply(reply)
        .slice(0, -3)
        .map((event) => broken.push(event));
      const failed = begun.join('') + broken.fail(fault('upstream-failed', 'broke off'));
      const events = [...eventsOf(textOf(reply, writing)), ...eventsOf(failed)];
      expect(events.flatMap((event) => violations('openai-responses', 'event', event))).toEqual([]);
      expect(violations('openai-responses', 'reply', wholeOf(reply, writing))).toEqual([]);
    }
  });

  it('ends with an error and the failed response, and keeps what was whole', () => {
    const writer = openWriter(context);
    const begun = [
      writer.push({ kind: 'begin', id: 'a', model: 'm' }),
      writer.push({ kind: 'block-start', index: 0, block: { kind: 'text' } }),
      writer.push({ kind: 'block-delta', index: 0, text: 'hi' }),
      writer.push({ kind: 'block-end', index: 0 }),
    ].join('');
    const events = eventsOf(begun + writer.fail(fault('upstream-failed', 'broke off')) + writer.end());
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_event, index) => index));
    expect(events.slice(-3)).toMatchObject([
      { type: 'response.output_item.done' },
      { type: 'error', code: 'upstream-failed', message: 'broke off', param: null },
      {
        type: 'response.failed',
        response: {
          status: 'failed',
          error: { code: 'server_error', message: 'broke off' },
          output: [{ status: 'completed' }],
        },
      },
    ]);
  });

  it('is understood by the official client, event by event', async () => {
    const stream = clientOf(textOf(everything)).responses.stream({ model: 'group', input: 'q' });
    const types: ResponseStreamEvent['type'][] = [];
    for await (const event of stream) types.push(event.type);
    const final = await stream.finalResponse();
    expect(types.at(-1)).toBe('response.completed');
    expect(final.output_text).toBe('Grüße\n"🙂"');
    expect(final.output.map(({ type }) => type)).toEqual(
      everything.blocks.map(({ start }) => {
        if (start.kind !== 'tool-call') return start.kind === 'reasoning' ? 'reasoning' : 'message';
        return { function: 'function_call', custom: 'custom_tool_call', 'tool-search': 'tool_search_call' }[
          start.form ?? 'function'
        ];
      }),
    );
  });

  it('is read back as what was written', () => {
    const reader = openReader(readContext);
    const events = [...reader.push(new TextEncoder().encode(textOf(everything))), ...reader.end()];
    expect(foldEvents(events).blocks.map(({ start, text }) => [start, text])).toEqual(
      everything.blocks.map(({ start, text }) => [start, start.kind === 'tool-call' && text === '' ? '{}' : text]),
    );
  });
});
