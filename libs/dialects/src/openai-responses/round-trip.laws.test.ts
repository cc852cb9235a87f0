import fc from 'fast-check';
import { jsonText, plainAsk, readContext, words, writeContext } from '../generated.laws.js';
import { flawOfStream } from '../grammar/flaw-of-stream.laws.js';
import { writeJson } from '../json/write-json.js';
import type { BlockStart, Citation } from '../neutral/events.js';
import { foldEvents, unfoldReply } from '../neutral/fold.js';
import type { NeutralReply, ReplyBlock } from '../neutral/reply.js';
import { readStream, writeStream } from '../streams.laws.js';
import { openaiResponses } from './index.js';

const url = fc.constantFrom('https://a.example', 'https://b.example/ü?q=1#f');

const citations = (text: string): fc.Arbitrary<readonly Citation[]> =>
  fc.array(
    fc.record({
      url,
      title: fc.option(words, { nil: undefined }),
      quote: fc.option(words, { nil: undefined }),
      range: fc.option(
        fc.nat(text.length).map((end) => ({ start: 0, end })),
        { nil: undefined },
      ),
    }),
    { maxLength: 3 },
  );

const cited: fc.Arbitrary<ReplyBlock> = words.chain((text) =>
  citations(text).map((found) => ({
    start: { kind: 'text' },
    text,
    proof: undefined,
    ...(found.length > 0 && { citations: found }),
  })),
);

const start = (block: BlockStart) => words.map((text): ReplyBlock => ({ start: block, text, proof: undefined }));

const search: fc.Arbitrary<ReplyBlock> = words.map((query) => ({
  start: { kind: 'web-search', id: 'upstream', query },
  text: '',
  proof: undefined,
}));

const searchForTools: fc.Arbitrary<ReplyBlock> = words.map((query) => ({
  start: { kind: 'tool-call', id: 'call_s', name: 'tool_search', form: 'tool-search' },
  text: JSON.stringify({ query, limit: 3 }),
  proof: undefined,
}));

const replies: fc.Arbitrary<NeutralReply> = fc
  .array(
    fc.oneof(
      cited,
      search,
      searchForTools,
      start({ kind: 'refusal' }),
      start({ kind: 'reasoning' }),
      start({ kind: 'tool-call', id: 'call_p', name: 'apply_patch', form: 'custom' }),
      start({ kind: 'tool-call', id: 'call_n', name: 'get', namespace: 'mcp__wx' }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((blocks) => ({
    id: 'upstream-id',
    model: 'upstream-model',
    blocks,
    tokens: { input: 1, output: 2 },
    finish: 'stop',
    stopSequence: undefined,
    fault: undefined,
  }));

/** What the API keeps of a block: each source has a title and a place, none a quote, and items have ids of ours. */
function kept({ start: block, text, citations: found }: ReplyBlock): object {
  const sources = found?.map((source) => ({
    ...source,
    title: source.title ?? source.url,
    quote: undefined,
    range: source.range ?? { start: 0, end: text.length },
  }));
  return { block: block.kind === 'web-search' ? { ...block, id: undefined } : block, text, sources };
}

const keptOf = ({ blocks }: NeutralReply): readonly object[] => blocks.map(kept);

describe('every kind of block in a Responses answer', () => {
  it('comes back as it was written, whole and streamed, in the order the API demands', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const stream = writeStream(openaiResponses, unfoldReply(reply));
        expect(flawOfStream('openai-responses', stream, 'router')).toBeUndefined();
        const streamed = foldEvents(readStream(openaiResponses, [new TextEncoder().encode(stream)]));
        expect(keptOf(streamed)).toEqual(keptOf(reply));
        const body = jsonText(writeJson(openaiResponses.writeReply(reply, writeContext(plainAsk))));
        expect(keptOf(foldEvents(openaiResponses.readReply(body, readContext)))).toEqual(keptOf(reply));
      }),
    );
  });
});
