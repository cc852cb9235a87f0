import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { LaneDialect } from './lane-config.js';
import type { SdkAddress } from './sdk-driver.js';

/** What is asked through a helper. */
export interface Wish {
  readonly text: string;
  readonly model?: string;
  /** Whether the weather tool is declared. */
  readonly tool?: 'yes';
  /** JSON Schema of a structured answer. */
  readonly schema?: Record<string, unknown>;
  readonly outputCap?: number;
}

/** What a helper yields in the end, in no dialect. */
export interface HelperAnswer {
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly finish: string | null | undefined;
  readonly inputTokens: number | undefined;
  readonly cachedTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** The helpers of an official SDK for its dialect, and the plain call beside them. */
export interface SdkHelpers {
  whole(wish: Wish): Promise<HelperAnswer>;
  streamed(wish: Wish): Promise<HelperAnswer>;
  /** Asks, runs the weather tool, and asks on, all by the SDK itself; absent where the SDK has no such helper. */
  readonly runTools?: (wish: Wish, weather: (input: unknown) => string) => Promise<string>;
}

/** The helpers of the SDK that speaks a dialect. */
export function helpersOf(dialect: LaneDialect, address: SdkAddress): SdkHelpers {
  return makers[dialect](address);
}

const makers: Readonly<Record<LaneDialect, (address: SdkAddress) => SdkHelpers>> = {
  'openai-chat': chatHelpers,
  'openai-responses': responsesHelpers,
  'anthropic-messages': messagesHelpers,
};

const weatherSchema = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

function chatHelpers({ url, token }: SdkAddress): SdkHelpers {
  const { completions } = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 }).chat;
  return {
    whole: async (wish) => tellChat(await completions.create(chatBody(wish))),
    streamed: async (wish) => {
      const body = { ...chatBody(wish), stream_options: { include_usage: true } };
      return tellChat(await completions.stream({ ...body, stream: true }).finalChatCompletion());
    },
    runTools: async (wish, weather) => {
      const tool = { name: 'get_weather', parameters: weatherSchema, function: weather, parse: JSON.parse };
      const runner = completions.runTools({
        ...chatBody(wish),
        stream: true,
        tools: [{ type: 'function', function: { ...tool, description: 'Tells the weather' } }],
      });
      return (await runner.finalContent()) ?? '';
    },
  };
}

function chatBody({ model = '', text, tool, schema, outputCap }: Wish) {
  const weather = { name: 'get_weather', parameters: weatherSchema };
  return {
    model,
    messages: [{ role: 'user' as const, content: text }],
    ...(tool && { tools: [{ type: 'function' as const, function: weather }] }),
    ...(outputCap !== undefined && { max_completion_tokens: outputCap }),
    ...(schema && {
      response_format: { type: 'json_schema' as const, json_schema: { name: 'answer', schema, strict: true } },
    }),
  };
}

function tellChat({ choices, usage }: OpenAI.Chat.ChatCompletion): HelperAnswer {
  const calls = choices[0]?.message.tool_calls ?? [];
  return {
    text: choices[0]?.message.content ?? '',
    calls: calls.flatMap((call) =>
      call.type === 'function' ? [{ name: call.function.name, input: parsed(call.function.arguments) }] : [],
    ),
    finish: choices[0]?.finish_reason,
    inputTokens: usage?.prompt_tokens,
    cachedTokens: usage?.prompt_tokens_details?.cached_tokens,
    outputTokens: usage?.completion_tokens,
  };
}

function responsesHelpers({ url, token }: SdkAddress): SdkHelpers {
  const { responses } = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
  return {
    whole: async (wish) => tellResponse(await responses.create(responsesBody(wish))),
    streamed: async (wish) => tellResponse(await responses.stream(responsesBody(wish)).finalResponse()),
  };
}

function responsesBody({ model = '', text, tool, schema, outputCap }: Wish) {
  const weather = { type: 'function' as const, name: 'get_weather', parameters: weatherSchema, strict: false };
  return {
    model,
    input: text,
    store: false,
    ...(tool && { tools: [weather] }),
    ...(outputCap !== undefined && { max_output_tokens: outputCap }),
    ...(schema && { text: { format: { type: 'json_schema' as const, name: 'answer', schema, strict: true } } }),
  };
}

function tellResponse({ output, status, usage }: OpenAI.Responses.Response): HelperAnswer {
  const texts = output.flatMap((item) =>
    item.type === 'message' ? item.content.map((part) => (part.type === 'output_text' ? part.text : '')) : [],
  );
  return {
    text: texts.join(''),
    calls: output.flatMap((item) =>
      item.type === 'function_call' ? [{ name: item.name, input: parsed(item.arguments) }] : [],
    ),
    finish: status,
    inputTokens: usage?.input_tokens,
    cachedTokens: usage?.input_tokens_details.cached_tokens,
    outputTokens: usage?.output_tokens,
  };
}

function messagesHelpers({ url, token }: SdkAddress): SdkHelpers {
  const client = new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0 });
  return {
    whole: async (wish) => tellMessage(await client.messages.create(messagesBody(wish))),
    streamed: async (wish) => tellMessage(await client.messages.stream(messagesBody(wish)).finalMessage()),
    runTools: async (wish, weather) => {
      const tool = { type: 'custom' as const, name: 'get_weather', input_schema: weatherSchema, run: weather };
      const runner = client.beta.messages.toolRunner({
        ...messagesBody(wish),
        stream: true,
        tools: [{ ...tool, description: 'Tells the weather', parse: (input: unknown) => input }],
      });
      const { content } = await runner.runUntilDone();
      return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    },
  };
}

function messagesBody({ model = '', text, tool, schema, outputCap }: Wish) {
  return {
    model,
    max_tokens: outputCap ?? 4096,
    messages: [{ role: 'user' as const, content: text }],
    ...(tool && { tools: [{ name: 'get_weather', input_schema: weatherSchema }] }),
    ...(schema && { output_config: { format: { type: 'json_schema' as const, schema } } }),
  };
}

function tellMessage({ content, stop_reason, usage }: Anthropic.Message): HelperAnswer {
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls: content.flatMap((block) => (block.type === 'tool_use' ? [{ name: block.name, input: block.input }] : [])),
    finish: stop_reason,
    inputTokens: usage.input_tokens,
    cachedTokens: usage.cache_read_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
  };
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
