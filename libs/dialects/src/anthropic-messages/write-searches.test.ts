import Anthropic from '@anthropic-ai/sdk';
import type { WriteContext } from '../dialect.js';
import { plainAsk } from '../generated.laws.js';
import { writeJson } from '../json/write-json.js';
import type { NeutralEvent } from '../neutral/events.js';
import { unfoldReply } from '../neutral/fold.js';
import type { NeutralReply } from '../neutral/reply.js';
import { isRouterMade } from './router-made.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

const context: WriteContext = { requestId: 'req_0190', model: 'group', createdSeconds: 0, ask: plainAsk };

const citation = { url: 'https://a.org', title: 'A', quote: 'words', range: { start: 0, end: 2 } };
const proof = undefined;
const reply: NeutralReply = {
  id: 'up_1',
  model: 'upstream',
  blocks: [
    { start: { kind: 'web-search', id: 'ws_1', query: 'Ulm' }, text: '', proof },
    { start: { kind: 'web-search', id: undefined, query: undefined }, text: '', proof },
    { start: { kind: 'text' }, text: 'It is so.', proof, citations: [citation, { ...citation, url: 'https://b.org' }] },
  ],
  tokens: { input: 20, output: 9 },
  finish: 'stop',
  stopSequence: undefined,
  fault: undefined,
};

function write(events: readonly NeutralEvent[]): string {
  const writer = openWriter(context);
  return events.map((event) => writer.push(event)).join('') + writer.end();
}

function finalMessage(body: string): Promise<Anthropic.Message> {
  const respond = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const client = new Anthropic({ apiKey: 'none', fetch: respond, maxRetries: 0 });
  return client.messages
    .stream({ model: 'group', max_tokens: 100, messages: [{ role: 'user', content: 'q' }] })
    .finalMessage();
}

describe('searches and sources of other providers', () => {
  it('reach the official client as the blocks of this dialect, streamed as whole', async () => {
    const whole: unknown = JSON.parse(writeJson(writeReply(reply, context)));
    expect(whole).toMatchObject({
      content: [
        { type: 'server_tool_use', name: 'web_search', input: { query: 'Ulm' } },
        { type: 'web_search_tool_result', content: [] },
        { type: 'server_tool_use', name: 'web_search', input: {} },
        { type: 'web_search_tool_result', content: [] },
        {
          type: 'text',
          text: 'It is so.',
          citations: [
            { type: 'web_search_result_location', url: 'https://a.org', title: 'A', cited_text: 'words' },
            { type: 'web_search_result_location', url: 'https://b.org' },
          ],
        },
      ],
      usage: { server_tool_use: { web_search_requests: 2 } },
    });
    const { content, usage } = await finalMessage(write(unfoldReply(reply)));
    expect(JSON.parse(JSON.stringify(content))).toEqual((whole as { readonly content: unknown }).content);
    expect(usage.server_tool_use).toMatchObject({ web_search_requests: 2 });
  });

  it('bear the mark of the router, and ids the API would take', () => {
    const { content } = JSON.parse(writeJson(writeReply(reply, context))) as { content: Record<string, unknown>[] };
    expect(content.slice(0, 4).every(isRouterMade)).toBe(true);
    const ids = content.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^srvtoolu_[a-zA-Z0-9_]+$/);
  });

  it('wait for the text they belong to, and are left out where there is none', () => {
    const events = (text: string): readonly NeutralEvent[] => [
      { kind: 'block-start', index: 0, block: { kind: 'text' } },
      { kind: 'citation', index: 0, citation },
      ...(text === '' ? [] : [{ kind: 'block-delta', index: 0, text } as const]),
      { kind: 'block-end', index: 0 },
      { kind: 'finish', reason: 'stop' },
    ];
    expect(write(events(''))).not.toContain('content_block');
    expect(write(events('a'))).toMatch(/content_block_start[^]*citations_delta[^]*text_delta[^]*content_block_stop/);
  });
});

describe('the stream writer', () => {
  it('sends a ping early, as the API does', () => {
    const types = [...write(unfoldReply(reply)).matchAll(/^event: (.*)$/gm)].map(([, type]) => type);
    expect(types.slice(0, 2)).toEqual(['message_start', 'ping']);
  });

  it('says of a refusal that it is one', () => {
    const refused: NeutralReply = { ...reply, blocks: [], finish: 'refusal' };
    const details = { type: 'refusal', category: null, explanation: null };
    expect(writeReply(refused, context)).toMatchObject({ stop_reason: 'refusal', stop_details: details });
    expect(write(unfoldReply(refused))).toContain(`"stop_details":${JSON.stringify(details)}`);
    expect(writeReply(reply, context)).toMatchObject({ stop_details: null });
  });
});
