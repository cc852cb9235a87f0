import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { PublishedDialect } from './exchanges.laws.js';

/** What an official SDK made of an answer, in no dialect. */
export interface Told {
  readonly text: string;
  /** Name and input of each call; the input is parsed where it is JSON. */
  readonly calls: readonly (readonly [name: string, input: unknown])[];
  /** All of the input, cached or not; `undefined` when nobody counted. */
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** How an answer came. */
export type AnswerForm = 'whole' | 'streamed';

type Reader = (body: Uint8Array, form: AnswerForm) => Promise<Told>;

const messages = [{ role: 'user' as const, content: 'hello' }];

/** Reads an answer with the official SDK of its dialect; throws what the SDK throws. */
export const officialReaders: Readonly<Record<PublishedDialect, Reader>> = {
  'openai-chat': async (body, form) => {
    const { chat } = new OpenAI({ apiKey: 'k', fetch: answering(body, form), maxRetries: 0 });
    if (form === 'whole') return tellChat(await chat.completions.create({ model: 'group', messages }));
    return tellChat(await chat.completions.stream({ model: 'group', messages }).finalChatCompletion());
  },
  'openai-responses': async (body, form) => {
    const { responses } = new OpenAI({ apiKey: 'k', fetch: answering(body, form), maxRetries: 0 });
    if (form === 'whole') return tellResponse(await responses.create({ model: 'group', input: 'hello' }));
    return tellResponse(await responses.stream({ model: 'group', input: 'hello' }).finalResponse());
  },
  'anthropic-messages': async (body, form) => {
    const client = new Anthropic({ apiKey: 'k', fetch: answering(body, form), maxRetries: 0 });
    const ask = { model: 'group', max_tokens: 100, messages };
    return tellMessage(
      form === 'whole' ? await client.messages.create(ask) : await client.messages.stream(ask).finalMessage(),
    );
  },
};

function answering(body: Uint8Array, form: AnswerForm): typeof fetch {
  const type = form === 'streamed' ? 'text/event-stream' : 'application/json';
  return () => Promise.resolve(new Response(Buffer.from(body), { headers: { 'content-type': type } }));
}

function tellChat({ choices, usage }: OpenAI.Chat.ChatCompletion): Told {
  const message = choices[0]?.message;
  const legacy = message?.function_call;
  const calls = [
    ...(legacy ? [[legacy.name, parsedInput(legacy.arguments)] as const] : []),
    ...(message?.tool_calls ?? []).map((call) =>
      call.type === 'function'
        ? ([call.function.name, parsedInput(call.function.arguments)] as const)
        : ([call.custom.name, call.custom.input] as const),
    ),
  ];
  const text = `${message?.content ?? ''}${message?.refusal ?? ''}`;
  return { text, calls, inputTokens: usage?.prompt_tokens, outputTokens: usage?.completion_tokens };
}

function tellResponse({ output, usage }: OpenAI.Responses.Response): Told {
  const texts = output.flatMap((item) =>
    item.type === 'message' ? item.content.map((part) => (part.type === 'refusal' ? part.refusal : part.text)) : [],
  );
  const calls = output.flatMap((item) => {
    if (item.type === 'custom_tool_call') return [[item.name, item.input] as const];
    return item.type === 'function_call' ? [[item.name, parsedInput(item.arguments)] as const] : [];
  });
  return { text: texts.join(''), calls, inputTokens: usage?.input_tokens, outputTokens: usage?.output_tokens };
}

function tellMessage({ content, usage }: Anthropic.Message): Told {
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls: content.flatMap((block) => (block.type === 'tool_use' ? [[block.name, block.input] as const] : [])),
    inputTokens: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
  };
}

/** Arguments as a value, text where they are no JSON; calls without arguments say `{}` or nothing. */
export function parsedInput(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return text;
  }
}
