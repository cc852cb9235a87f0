import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { LaneDialect } from './lane-config.js';

/** A conversation that holds everything the answers gave, as the dialect's clients do. */
export interface Talk {
  /** Says something, or answers the calls of the last answer, and takes the answer into the history. */
  ask(model: string, text: string): Promise<void>;
  /** The whole history. */
  readonly history: unknown[];
}

/** How a talk is held. */
export interface TalkSettings {
  readonly url: string;
  readonly token: string;
  readonly stream: boolean;
}

/** A reasoning client with one tool, in each dialect. */
export const talks: Readonly<Record<LaneDialect, (settings: TalkSettings) => Talk>> = {
  'openai-chat': openChatTalk,
  'openai-responses': openResponsesTalk,
  'anthropic-messages': openMessagesTalk,
};

const schema = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] };

function openChatTalk({ url, token, stream }: TalkSettings): Talk {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
  const history: OpenAI.ChatCompletionMessageParam[] = [];
  const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters: schema } }];
  return {
    history,
    async ask(model, text) {
      const last = history.at(-1);
      const calls = last?.role === 'assistant' ? (last.tool_calls ?? []) : [];
      for (const { id } of calls) history.push({ role: 'tool', tool_call_id: id, content: text });
      if (calls.length === 0) history.push({ role: 'user', content: text });
      const body = { model, messages: history, tools, reasoning_effort: 'low' as const };
      const answer = stream
        ? await client.chat.completions.stream(body).finalChatCompletion()
        : await client.chat.completions.create(body);
      const message = answer.choices[0]?.message;
      if (message === undefined) throw new Error('an answer should have a choice');
      const toolCalls = message.tool_calls?.map((call) =>
        call.type === 'function'
          ? { ...call, function: { name: call.function.name, arguments: call.function.arguments } }
          : call,
      );
      history.push({
        role: 'assistant',
        content: message.content,
        ...(toolCalls?.length ? { tool_calls: toolCalls } : {}),
      });
    },
  };
}

function openResponsesTalk({ url, token, stream }: TalkSettings): Talk {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
  const history: OpenAI.Responses.ResponseInputItem[] = [];
  const tools = [{ type: 'function' as const, name: 'get_weather', parameters: schema, strict: false }];
  let calls: readonly string[] = [];
  return {
    history,
    async ask(model, text) {
      for (const id of calls) history.push({ type: 'function_call_output', call_id: id, output: text });
      if (calls.length === 0) history.push({ role: 'user', content: text });
      const body = {
        ...{ model, input: history, tools, store: false, reasoning: { effort: 'low', summary: 'auto' } as const },
        include: ['reasoning.encrypted_content' as const],
      };
      const answer = stream ? await client.responses.stream(body).finalResponse() : await client.responses.create(body);
      calls = answer.output.flatMap((item) => (item.type === 'function_call' ? [item.call_id] : []));
      for (const item of answer.output) history.push(withoutParsed(item));
    },
  };
}

/** What was answered may be sent back, but for what the client's own parser put in. */
function withoutParsed(item: OpenAI.Responses.ResponseOutputItem): OpenAI.Responses.ResponseInputItem {
  const { parsed_arguments: _parsed, ...sent } = { parsed_arguments: undefined, ...item };
  return sent as OpenAI.Responses.ResponseInputItem; // an output item is an input item, says the API
}

function openMessagesTalk({ url, token, stream }: TalkSettings): Talk {
  const client = new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0 });
  const history: Anthropic.MessageParam[] = [];
  const tools = [{ name: 'get_weather', input_schema: schema }];
  let calls: readonly string[] = [];
  return {
    history,
    async ask(model, text) {
      const results = calls.map((id) => ({ type: 'tool_result' as const, tool_use_id: id, content: text }));
      history.push({ role: 'user', content: calls.length === 0 ? text : results });
      const thinking = { type: 'enabled' as const, budget_tokens: 1024 };
      const body = { model, max_tokens: 4000, messages: history, tools, thinking };
      const answer = stream ? await client.messages.stream(body).finalMessage() : await client.messages.create(body);
      calls = answer.content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
      history.push({ role: 'assistant', content: answer.content });
    },
  };
}
