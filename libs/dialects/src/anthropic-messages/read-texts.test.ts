import type { ReadContext } from '../dialect.js';
import { messagesStreams } from '../__fixtures__/messages-streams.js';
import { readJson } from '../json/json-text.js';
import type { NeutralEvent } from '../neutral/events.js';
import { foldEvents } from '../neutral/fold.js';
import { readReply } from './read-reply.js';
import { openReader } from './read-stream.js';

const encode = (words: string): Uint8Array => new TextEncoder().encode(words);
const context: ReadContext = { issuer: 'anthropic', toolNames: new Map() };

function readStream(name: string): readonly NeutralEvent[] {
  const reader = openReader(context);
  return [...reader.push(encode(messagesStreams[name] ?? '')), ...reader.end()];
}

function readWhole(content: readonly object[]): readonly NeutralEvent[] {
  const body = readJson(encode(JSON.stringify({ id: 'msg_1', content, stop_reason: 'end_turn' })), 64);
  if (!body.ok) throw new Error(body.fault.message);
  return readReply(body.value, context);
}

const textsOf = (events: readonly NeutralEvent[]) =>
  foldEvents(events).blocks.flatMap(({ start, text }) => (start.kind === 'text' ? [text] : []));

describe('the texts of an answer', () => {
  it('are one where the API splits them at their sources, each source with its range', () => {
    const { blocks } = foldEvents(readStream('a web search with its sources'));
    expect(blocks.map(({ start, text }) => [start.kind, text])).toEqual([
      ['text', 'I will look.'],
      ['web-search', ''],
      ['text', 'It says: the Danube 🌊 is 2,850 km long.'],
    ]);
    expect(blocks[1]?.start).toEqual({ kind: 'web-search', id: 'srvtoolu_01', query: 'length of the Danube' });
    const [citation] = blocks[2]?.citations ?? [];
    expect(citation).toMatchObject({ url: 'https://example.com/danube', title: 'The Danube' });
    const { start, end } = citation?.range ?? { start: 0, end: 0 };
    expect(blocks[2]?.text.slice(start, end)).toBe('the Danube 🌊 is 2,850 km long');
  });

  it('say the same whole as streamed', () => {
    const citation = { type: 'web_search_result_location', url: 'https://a.org', title: null, cited_text: 'x' };
    const events = readWhole([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b', citations: [citation] },
      { type: 'text', text: 'c' },
      { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} },
      { type: 'text', text: 'd' },
      { type: 'text', text: 'e' },
    ]);
    expect(textsOf(events)).toEqual(['abc', 'd', 'e']);
    expect(foldEvents(events).blocks[0]?.citations).toEqual([
      { url: 'https://a.org', title: undefined, quote: 'x', range: { start: 1, end: 2 } },
    ]);
  });

  it('keep sources that a caller itself sent, where they are addresses', () => {
    const cited = (source: string) => ({
      type: 'text',
      text: 'b',
      citations: [{ type: 'search_result_location', source, title: 't', cited_text: 'x' }],
    });
    expect(foldEvents(readWhole([cited('https://a.org')])).blocks[0]?.citations).toHaveLength(1);
    const events = readWhole([cited('handbook, page 3')]);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'foreign', name: 'search_result_location' }));
    expect(textsOf(events)).toEqual(['b']);
  });

  it.each([
    ['sources in documents', ['char_location']],
    ['a refusal', ['stop_details']],
    ['a search that failed', ['web_search_tool_result']],
    [
      'a compaction, and blocks and deltas nobody knows yet',
      ['compaction_delta', 'compaction', 'tomorrow_delta', 'tomorrow'],
    ],
  ])('come with what has no neutral words as foreign: %s', (name, foreign) => {
    const events = readStream(name);
    expect(events.flatMap((event) => (event.kind === 'foreign' ? [event.name] : []))).toEqual(foreign);
  });

  it.each([
    ['a turn that is to go on', 'pause'],
    ['a refusal', 'refusal'],
    ['a full context window', 'context-length'],
    ['arguments streamed as they come, cut by the cap', 'length'],
    ['a stop sequence', 'stop-sequence'],
  ])('end as the API says: %s', (name, finish) => {
    expect(foldEvents(readStream(name)).finish).toBe(finish);
  });
});
