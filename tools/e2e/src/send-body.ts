import Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/beta/messages';
import OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import type { AgentAsk } from './agent-asks.js';
import type { LaneDialect } from './lane-config.js';
import type { SdkAddress } from './sdk-driver.js';

/** What came of a body: an answer the SDK understood, with the calls in it, or an error it knows. */
export type SendVerdict =
  | { readonly kind: 'answered'; readonly callNames: readonly string[]; readonly finish: string | null | undefined }
  | { readonly kind: 'refused'; readonly status: number | undefined; readonly message: string };

/** Sends a body as it is, but for the model, with the official SDK of its dialect; throws what is no API error. */
export async function sendBody(address: SdkAddress, { dialect, body }: AgentAsk, model: string): Promise<SendVerdict> {
  try {
    return await senders[dialect](address, { ...body, model });
  } catch (error) {
    if (error instanceof OpenAI.APIError || error instanceof Anthropic.APIError)
      // Both SDKs leave the type of the status open; it is the number that came, and none when nothing did.
      return { kind: 'refused', status: error.status as number | undefined, message: error.message };
    throw error;
  }
}

type Sender = (address: SdkAddress, body: AgentAsk['body'] & { readonly model: string }) => Promise<SendVerdict>;

const senders: Readonly<Record<LaneDialect, Sender>> = {
  'openai-chat': async ({ url, token }, body) => {
    const { completions } = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 }).chat;
    // The body is whatever was captured; the router judges it, not the compiler.
    const { stream, ...params } = body as unknown as ChatCompletionCreateParamsNonStreaming;
    const { choices } = stream
      ? await completions.stream({ ...params, stream: true }).finalChatCompletion()
      : await completions.create(params);
    const calls = choices[0]?.message.tool_calls ?? [];
    const callNames = calls.map((call) => (call.type === 'function' ? call.function.name : call.custom.name));
    return { kind: 'answered', callNames, finish: choices[0]?.finish_reason };
  },
  'openai-responses': async ({ url, token }, body) => {
    const { responses } = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
    // As above.
    const { stream, ...params } = body as unknown as ResponseCreateParamsNonStreaming;
    const { output, status } = stream ? await responses.stream(params).finalResponse() : await responses.create(params);
    const callNames = output.flatMap((item) => {
      if (item.type === 'tool_search_call') return ['tool_search'];
      return item.type === 'function_call' || item.type === 'custom_tool_call' ? [item.name] : [];
    });
    return { kind: 'answered', callNames, finish: status };
  },
  'anthropic-messages': async ({ url, token }, body) => {
    const { messages } = new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0 }).beta;
    // As above.
    const { stream, ...params } = body as unknown as MessageCreateParamsNonStreaming;
    const options = { timeout: 30_000 };
    const { content, stop_reason } = stream
      ? await messages.stream(params, options).finalMessage()
      : await messages.create(params, options);
    const callNames = content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
    return { kind: 'answered', callNames, finish: stop_reason };
  },
};
