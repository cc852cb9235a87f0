import Anthropic from '@anthropic-ai/sdk';
import { dialectNames, fault, type DialectName } from '@smart-router/core';
import OpenAI from 'openai';
import { dialects } from './dialects.js';
import { plainAsk, valueOf, writeContext } from './generated.laws.js';
import { ableTarget } from './grammar/open-lane.laws.js';
import { joinBytes } from './join-bytes.js';
import { writeJson } from './json/write-json.js';
import type { PreparedLane } from './lane.js';
import { prepareLane } from './lanes.js';
import { unfoldReply } from './neutral/fold.js';
import type { NeutralReply } from './neutral/reply.js';
import { parseAsk } from './parse-ask.js';
import { writeStream } from './streams.laws.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const reply: NeutralReply = {
  id: 'upstream-id',
  model: 'upstream-model',
  blocks: [
    { start: { kind: 'reasoning' }, text: 'Let me see.', proof: undefined },
    { start: { kind: 'text' }, text: 'Grüße 🙂', proof: undefined },
    { start: { kind: 'tool-call', id: 'call_1', name: 'weather' }, text: '{"city":"Ulm"}', proof: undefined },
    { start: { kind: 'tool-call', id: 'call_2', name: 'time' }, text: '{"zone":"CET"}', proof: undefined },
  ],
  tokens: { input: 10, cachedInput: 4, output: 7 },
  finish: 'tool-calls',
  stopSequence: undefined,
  fault: undefined,
};

/** What a caller learns from its SDK of any dialect. */
interface Told {
  readonly text: string;
  readonly calls: readonly (readonly [id: string, name: string, input: unknown])[];
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

const told: Told = {
  text: 'Grüße 🙂',
  calls: [
    ['call_1', 'weather', { city: 'Ulm' }],
    ['call_2', 'time', { zone: 'CET' }],
  ],
  inputTokens: 14,
  outputTokens: 7,
};

type Answer = (body: string, stream: boolean) => Uint8Array;

function fetchOf(answer: Answer): typeof fetch {
  return (_url, init) => {
    const body = typeof init?.body === 'string' ? init.body : '{}';
    const stream = (JSON.parse(body) as { readonly stream?: boolean }).stream === true;
    const type = stream ? 'text/event-stream' : 'application/json';
    return Promise.resolve(new Response(Buffer.from(answer(body, stream)), { headers: { 'content-type': type } }));
  };
}

const openai = (answer: Answer) => new OpenAI({ apiKey: 'k', fetch: fetchOf(answer), maxRetries: 0 });
const anthropic = (answer: Answer) => new Anthropic({ apiKey: 'k', fetch: fetchOf(answer), maxRetries: 0 });

const messages = [{ role: 'user' as const, content: 'hello' }];

function tellChat({ choices, usage }: OpenAI.Chat.ChatCompletion): Told {
  const message = choices[0]?.message;
  const calls = (message?.tool_calls ?? []).flatMap((call) =>
    call.type === 'function' ? [[call.id, call.function.name, JSON.parse(call.function.arguments)] as const] : [],
  );
  expect(choices[0]?.finish_reason).toBe('tool_calls');
  return {
    text: message?.content ?? '',
    calls,
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
  };
}

function tellResponse({ output, output_text, status, usage }: OpenAI.Responses.Response): Told {
  const calls = output.flatMap((item) =>
    item.type === 'function_call' ? [[item.call_id, item.name, JSON.parse(item.arguments)] as const] : [],
  );
  expect(status).toBe('completed');
  return { text: output_text, calls, inputTokens: usage?.input_tokens, outputTokens: usage?.output_tokens };
}

function tellMessage({ content, stop_reason, usage }: Anthropic.Message): Told {
  const calls = content.flatMap((block) =>
    block.type === 'tool_use' ? [[block.id, block.name, block.input] as const] : [],
  );
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  expect(stop_reason).toBe('tool_use');
  return {
    text,
    calls,
    inputTokens: usage.input_tokens + (usage.cache_read_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
  };
}

/** A caller's official SDK. */
interface OfficialClient {
  readonly stream: (answer: Answer) => Promise<Told>;
  readonly whole: (answer: Answer) => Promise<Told>;
}

/** How a caller asks with the official SDK of its dialect, streamed and whole; not every dialect has one. */
const clients = {
  'openai-chat': {
    stream: async (answer) =>
      tellChat(
        await openai(answer)
          .chat.completions.stream({ model: 'group', messages, stream_options: { include_usage: true } })
          .finalChatCompletion(),
      ),
    whole: async (answer) => tellChat(await openai(answer).chat.completions.create({ model: 'group', messages })),
  },
  'openai-responses': {
    stream: async (answer) =>
      tellResponse(await openai(answer).responses.stream({ model: 'group', input: 'hello' }).finalResponse()),
    whole: async (answer) => tellResponse(await openai(answer).responses.create({ model: 'group', input: 'hello' })),
  },
  'anthropic-messages': {
    stream: async (answer) =>
      tellMessage(
        await anthropic(answer).messages.stream({ model: 'group', max_tokens: 100, messages }).finalMessage(),
      ),
    whole: async (answer) =>
      tellMessage(await anthropic(answer).messages.create({ model: 'group', max_tokens: 100, messages })),
  },
} satisfies Partial<Record<DialectName, OfficialClient>>;

function prepare(from: DialectName, to: DialectName, body: string): PreparedLane {
  const ask = valueOf(parseAsk(from, encode(body), { maxDepth: 64 }));
  return valueOf(prepareLane(ask, ableTarget(to)));
}

// The literal has exactly these keys.
const official = Object.keys(clients) as readonly (keyof typeof clients)[];
const pairs = official.flatMap((from) => dialectNames.map((to) => [from, to] as const));

describe.each(pairs)('the official client of %s at a target of %s', (from, to) => {
  const target = dialects[to];

  const answer: Answer = (body, stream) => {
    const lane = prepare(from, to, body);
    if (!stream)
      return valueOf(lane.readWhole(encode(writeJson(target.writeReply(reply, writeContext(plainAsk)))))).body;
    const passing = lane.openStream();
    const pieces = [...passing.push(encode(writeStream(target, unfoldReply(reply)))), ...passing.end()];
    return joinBytes(pieces.map(({ bytes }) => bytes));
  };

  it('understands a stream', async () => {
    expect(await clients[from].stream(answer)).toEqual(told);
  });

  it('understands a whole reply', async () => {
    expect(await clients[from].whole(answer)).toEqual(told);
  });

  it('throws at a stream that broke off', async () => {
    const breakOff: Answer = (body) => {
      const passing = prepare(from, to, body).openStream();
      const events = unfoldReply(reply).slice(0, 6);
      const pieces = passing.push(encode(writeStream(target, events)));
      return joinBytes([...pieces.map(({ bytes }) => bytes), passing.fail(fault('upstream-failed', 'broke off'))]);
    };
    // The Responses client rejects with the error event itself, which is no Error.
    await expect(clients[from].stream(breakOff)).rejects.toMatchObject({
      message: expect.stringContaining('broke off') as string,
    });
  });
});
