import fc from 'fast-check';
import type { Capabilities, Result } from '@smart-router/core';
import type { ReadContext, WriteContext, WriteTarget } from './dialect.js';
import { readJson, type JsonText } from './json/json-text.js';
import type { NeutralAsk, Tool } from './neutral/ask.js';
import type { BlockStart, FinishReason } from './neutral/events.js';
import type { Block, MediaBlock, TextBlock, ToolCallBlock, Turn } from './neutral/message.js';
import type { NeutralReply, ReplyBlock } from './neutral/reply.js';

/** A model that can do everything. */
export const ableCapabilities: Capabilities = {
  inputModalities: ['text', 'image', 'file', 'audio'],
  outputModalities: ['text'],
  tools: true,
  toolChoice: true,
  parallelToolCalls: true,
  structuredOutputs: true,
  reasoning: undefined,
  prefill: true,
  systemMessages: 'any',
  countTokens: false,
  hostedTools: [],
  maxOutputTokens: undefined,
  minOutputTokens: undefined,
  honorsMaxTokens: true,
  outputTokenField: undefined,
  unsupportedFeatures: [],
};

/** The target asks are written for. */
export const writeTarget: WriteTarget = {
  model: 'target-model',
  issuer: 'issuer',
  capabilities: ableCapabilities,
  defaultMaxTokens: 4096,
};

/** How answers are read. */
export const readContext: ReadContext = { issuer: 'issuer', toolNames: new Map() };

/** How answers to an ask are written. */
export function writeContext(ask: NeutralAsk): WriteContext {
  return { requestId: `req_${'0'.repeat(31)}1`, model: undefined, createdSeconds: 1_700_000_000, ask };
}

/** A smallest ask, for answers that need one. */
export const plainAsk: NeutralAsk = {
  from: 'openai-chat',
  stream: true,
  includeUsage: true,
  turns: [{ role: 'user', blocks: [{ kind: 'text', text: 'hello' }] }],
  tools: [],
  toolChoice: undefined,
  parallelToolCalls: undefined,
  outputCap: undefined,
  temperature: undefined,
  topP: undefined,
  stop: undefined,
  reasoning: undefined,
  format: undefined,
  notes: [],
  vendor: {},
};

/** A JSON text as a value of its own. */
export function jsonText(text: string): JsonText {
  return valueOf(readJson(new TextEncoder().encode(text), 64));
}

/** The value of a success; a refusal fails the law with its message. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`should succeed, was refused: ${result.fault.message}`);
  return result.value;
}

/** Visible text, never empty and never only white space, which no dialect keeps apart from nothing. */
export const words = fc
  .string({
    unit: fc.constantFrom('a', 'Z', '7', ' ', '\n', '"', '\\', '{', 'ü', '🙂', '\u2028'),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => `x${text}y`);

const textBlock: fc.Arbitrary<TextBlock> = words.map((text) => ({ kind: 'text', text }));

const image: fc.Arbitrary<MediaBlock> = fc
  .constantFrom<MediaBlock['source']>(
    { kind: 'base64', data: 'iVBORw0KGgo=' },
    { kind: 'url', url: 'https://example.com/a.png' },
  )
  .map((source) => ({
    kind: 'media',
    media: 'image',
    mediaType: source.kind === 'base64' ? 'image/png' : undefined,
    source,
    name: undefined,
    detail: undefined,
  }));

/** Arguments as models write them: numbers beyond 2^53, odd key order, duplicate keys. */
const argumentsText = fc.constantFrom(
  '{}',
  '{"b":1,"a":[true,null]}',
  '{"n":12345678901234567890,"10":1,"2":"ü"}',
  '{"a":1,"a":2}',
);

const toolNames = ['weather', 'read_file', 'a-b_C9'] as const;

const calls: fc.Arbitrary<readonly ToolCallBlock[]> = fc
  .array(fc.record({ name: fc.constantFrom(...toolNames), input: argumentsText }), { minLength: 1, maxLength: 3 })
  .map((found) =>
    found.map(({ name, input }, index) => ({
      kind: 'tool-call',
      id: `call_${index}_${name}`,
      name,
      namespace: undefined,
      form: 'function',
      input,
    })),
  );

const exchange: fc.Arbitrary<readonly Turn[]> = fc.oneof(
  fc
    .record({ question: fc.array(fc.oneof(textBlock, image), { minLength: 1, maxLength: 3 }), answer: textBlock })
    .map(({ question, answer }): readonly Turn[] => [
      { role: 'user', blocks: question },
      { role: 'assistant', blocks: [answer] },
    ]),
  fc
    .record({
      question: textBlock,
      preamble: fc.option(textBlock, { nil: undefined }),
      calls,
      results: fc.array(words, { minLength: 3, maxLength: 3 }),
    })
    .chain(({ question, preamble, calls: made, results }) =>
      textBlock.map((answer): readonly Turn[] => [
        { role: 'user', blocks: [question] },
        { role: 'assistant', blocks: [...(preamble === undefined ? [] : [preamble]), ...made] },
        { role: 'user', blocks: made.map((call, index) => resultOf(call, results[index] ?? 'none')) },
        { role: 'assistant', blocks: [answer] },
      ]),
    ),
);

function resultOf(call: ToolCallBlock, text: string): Block {
  return { kind: 'tool-result', callId: call.id, content: [{ kind: 'text', text }], isError: false, form: 'function' };
}

/** Conversations every dialect can carry, ids made unique, the last turn the user's. */
export const conversations: fc.Arbitrary<readonly Turn[]> = fc
  .record({
    system: fc.option(textBlock, { nil: undefined }),
    exchanges: fc.array(exchange, { maxLength: 3 }),
    last: fc.array(fc.oneof(textBlock, image), { minLength: 1, maxLength: 2 }),
  })
  .map(({ system, exchanges, last }) => [
    ...(system === undefined ? [] : [{ role: 'system', blocks: [system] } as const]),
    ...exchanges.flatMap((turns, index) => turns.map((turn) => withIdSuffix(turn, `_${index}`))),
    { role: 'user', blocks: last },
  ]);

function withIdSuffix(turn: Turn, suffix: string): Turn {
  const blocks = turn.blocks.map((block): Block => {
    if (block.kind === 'tool-call') return { ...block, id: `${block.id}${suffix}` };
    return block.kind === 'tool-result' ? { ...block, callId: `${block.callId}${suffix}` } : block;
  });
  return { ...turn, blocks };
}

const schema = jsonText(
  '{"type":"object","properties":{"city":{"type":"string","maxLength":12345678901234567890}},"required":["city"],"additionalProperties":false}',
);

const tools: readonly Tool[] = toolNames.map((name) => ({
  form: 'function',
  name,
  namespace: undefined,
  description: `does ${name}`,
  schema,
  strict: undefined,
  grammar: undefined,
}));

/** Asks every dialect can carry whole. */
export const asks: fc.Arbitrary<NeutralAsk> = fc
  .record({
    stream: fc.boolean(),
    turns: conversations,
    toolChoice: fc.constantFrom<NeutralAsk['toolChoice']>(
      undefined,
      { kind: 'auto' },
      { kind: 'none' },
      { kind: 'required' },
      { kind: 'named', name: 'weather' },
    ),
    parallelToolCalls: fc.constantFrom(undefined, false),
    outputCap: fc.integer({ min: 1, max: 100_000 }),
    temperature: fc.constantFrom(undefined, 0, 0.5, 1),
    topP: fc.constantFrom(undefined, 0.9),
    format: fc.constantFrom<NeutralAsk['format']>(undefined, {
      kind: 'json-schema',
      name: 'answer',
      description: undefined,
      schema,
      strict: true,
    }),
  })
  .map((fields) => ({ ...plainAsk, ...fields, tools }));

const finishes: fc.Arbitrary<FinishReason> = fc.constantFrom('stop', 'length', 'content-filter');

/** Replies every dialect can carry whole, but for proofs. */
export const replies: fc.Arbitrary<NeutralReply> = fc
  .record({ reasoning: fc.option(words), text: fc.option(words), calls: fc.option(calls), finish: finishes })
  .filter(({ text, calls: made }) => text !== null || made !== null)
  .map(({ reasoning, text, calls: made, finish }) => ({
    id: 'upstream-id',
    model: 'upstream-model',
    blocks: [
      ...(reasoning === null ? [] : [replyBlock({ kind: 'reasoning' }, reasoning)]),
      ...(text === null ? [] : [replyBlock({ kind: 'text' }, text)]),
      ...(made ?? []).map(({ id, name, input }) => replyBlock({ kind: 'tool-call', id, name }, input)),
    ],
    tokens: { input: 10, cachedInput: 4, output: 7, reasoning: reasoning === null ? 0 : 3 },
    finish: made === null ? finish : 'tool-calls',
    stopSequence: undefined,
    fault: undefined,
  }));

function replyBlock(start: BlockStart, text: string): ReplyBlock {
  return { start, text, proof: undefined };
}
