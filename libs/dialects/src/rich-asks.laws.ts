import fc from 'fast-check';
import { jsonText, plainAsk, words } from './generated.laws.js';
import type { NeutralAsk, Tool, ToolForm, WebSearch } from './neutral/ask.js';
import type { Block, MediaBlock, TextBlock, ToolCallBlock, ToolResultBlock, Turn } from './neutral/message.js';

const text: fc.Arbitrary<TextBlock> = words.map((said) => ({ kind: 'text', text: said }));

/** Images and documents, inline and by address. */
const media: fc.Arbitrary<MediaBlock> = fc.constantFrom<MediaBlock>(
  mediaOf('image', 'image/png', { kind: 'base64', data: 'iVBORw0KGgo=' }),
  mediaOf('image', undefined, { kind: 'url', url: 'https://example.com/a.png' }),
  { ...mediaOf('file', 'application/pdf', { kind: 'base64', data: 'JVBERi0=' }), name: 'a.pdf' },
);

function mediaOf(kind: MediaBlock['media'], mediaType: string | undefined, source: MediaBlock['source']): MediaBlock {
  return { kind: 'media', media: kind, mediaType, source, name: undefined, detail: undefined };
}

/** Names and ids every caller may send and some targets refuse: too long, with odd letters, alike once they are cleaned. */
const oddWords = ['weather', 'wätter', 'wetter!', 'wetter?', 'x'.repeat(70), `${'x'.repeat(69)}y`] as const;
const namespaces = [undefined, 'mcp__files'] as const;
const forms: readonly [ToolForm, ...ToolForm[]] = ['function', 'custom'];

const schema = jsonText(
  '{"type":"object","properties":{"10":{"type":"integer","maximum":12345678901234567890},"2":{"type":"string"}},"required":["2"]}',
);

/** One tool of each odd name, each with and without a namespace, every third a custom one. */
const tools: readonly Tool[] = namespaces.flatMap((namespace, row) =>
  oddWords.map((name, at) => {
    const form = forms[(at + row) % 3 === 0 ? 1 : 0] ?? 'function';
    return {
      form,
      name,
      namespace,
      description: `does ${at}`,
      schema: form === 'function' ? schema : undefined,
      strict: undefined,
      grammar: undefined,
    };
  }),
);

interface Answered {
  readonly call: ToolCallBlock;
  readonly result: ToolResultBlock;
}

const answered: fc.Arbitrary<Answered> = fc
  .record({
    tool: fc.constantFrom(...tools),
    id: fc.constantFrom(...oddWords),
    said: text,
    picture: fc.boolean(),
    isError: fc.boolean(),
  })
  .map(({ tool: { name, namespace, form }, id, said, picture, isError }) => ({
    call: {
      kind: 'tool-call',
      id,
      name,
      namespace,
      form,
      input: form === 'custom' ? 'ls -l "ü"\n' : '{"10":12345678901234567890,"2":"ü"}',
    },
    result: {
      kind: 'tool-result',
      callId: id,
      content: [said, ...(picture ? [mediaOf('image', 'image/png', { kind: 'base64', data: 'iVBORw0KGgo=' })] : [])],
      isError,
      form,
    },
  }));

const exchange: fc.Arbitrary<readonly Turn[]> = fc
  .record({
    question: fc.array(fc.oneof(text, media), { minLength: 1, maxLength: 3 }),
    rank: fc.constantFrom(undefined, 'system' as const, 'developer' as const),
    order: text,
    thought: fc.constantFrom<readonly Block[]>(...thoughts()),
    preamble: fc.option(text),
    calls: fc.array(answered, { maxLength: 3 }),
    behind: fc.option(text),
    answer: text,
  })
  .map(({ question, rank, order, thought, preamble, calls, behind, answer }): readonly Turn[] => [
    { role: 'user', blocks: question },
    ...(rank === undefined ? [] : [{ role: rank, blocks: [order] }]),
    {
      role: 'assistant',
      blocks: [
        ...thought,
        ...(preamble === null && calls.length > 0 ? [] : [preamble ?? answer]),
        ...calls.map(({ call }) => call),
      ],
    },
    ...(calls.length === 0
      ? []
      : [
          {
            role: 'user' as const,
            blocks: [...calls.map(({ result }) => result), ...(behind === null ? [] : [behind])],
          },
          { role: 'assistant' as const, blocks: [answer] },
        ]),
  ]);

/** Thinking of the target's own issuer, of another one, sealed, and without a proof. */
function thoughts(): readonly [readonly Block[], ...(readonly Block[])[]] {
  const proof = { issuer: 'issuer', dialect: 'anthropic-messages', form: 'signature', value: 'EqQBCkgIARAB' } as const;
  return [
    [],
    [{ kind: 'reasoning', text: 'xhm', proof }],
    [{ kind: 'reasoning', text: 'xhm', proof: { ...proof, issuer: 'another' } }],
    [{ kind: 'reasoning', text: '', proof: { ...proof, dialect: 'openai-responses', form: 'encrypted' } }],
    [{ kind: 'reasoning', text: 'xhm', proof: undefined }],
  ];
}

const webSearch: fc.Arbitrary<WebSearch | undefined> = fc.constantFrom(
  undefined,
  {},
  { maxUses: 3, allowedDomains: ['example.com'] },
  { location: { country: 'DE', city: 'Ulm' }, contextSize: 'low' },
);

/** Conversations with whatever the neutral form knows, ids unique in each exchange. */
export const richAsks: fc.Arbitrary<NeutralAsk> = fc
  .record({
    system: fc.option(text),
    exchanges: fc.array(exchange, { maxLength: 3 }),
    last: fc.array(fc.oneof(text, media), { minLength: 1, maxLength: 2 }),
    searches: webSearch,
    stop: fc.constantFrom(undefined, ['END']),
    outputCap: fc.constantFrom(undefined, 500),
    toolChoice: fc.constantFrom<NeutralAsk['toolChoice']>(
      undefined,
      { kind: 'auto' },
      { kind: 'none' },
      { kind: 'required' },
      { kind: 'named', name: 'wetter!' },
    ),
  })
  .map(({ system, exchanges, last, searches, ...fields }) => ({
    ...plainAsk,
    ...fields,
    ...(searches !== undefined && { webSearch: searches }),
    tools,
    turns: [
      ...(system === null ? [] : [{ role: 'system', blocks: [system] } as const]),
      ...exchanges.flatMap((turns, index) => uniqueIds(turns, index)),
      { role: 'user', blocks: last } as const,
    ],
  }));

/** Ids of one conversation differ; odd ones stay odd. */
function uniqueIds(turns: readonly Turn[], exchangeIndex: number): readonly Turn[] {
  return turns.map((turn) => {
    let calls = 0;
    const rename = (id: string): string => `${id}_${exchangeIndex}_${calls++}`;
    const blocks = turn.blocks.map((block): Block => {
      if (block.kind === 'tool-call') return { ...block, id: rename(block.id) };
      return block.kind === 'tool-result' ? { ...block, callId: rename(block.callId) } : block;
    });
    return { ...turn, blocks };
  });
}
