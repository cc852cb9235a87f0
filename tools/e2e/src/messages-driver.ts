import Anthropic from '@anthropic-ai/sdk';
import type {
  ContentBlockParam,
  Message,
  MessageCreateParamsNonStreaming,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { Question, SdkAddress, SdkAnswer, SdkDriver } from './sdk-driver.js';

/** The `@anthropic-ai/sdk` on Messages. */
export function messagesDriver({ url, token, ...rest }: SdkAddress): SdkDriver {
  const client = new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0, ...rest });
  const send = async (question: Question, messages: MessageParam[]): Promise<SdkAnswer> => {
    const body: MessageCreateParamsNonStreaming = {
      model: question.model,
      max_tokens: 4096,
      messages,
      ...optional(question),
    };
    return read(
      question.stream ? await client.messages.stream(body).finalMessage() : await client.messages.create(body),
    );
  };
  return {
    ask: (question) => send(question, [{ role: 'user', content: firstTurn(question) }]),
    answerCalls: (question, answer, results) =>
      send(question, [
        { role: 'user', content: firstTurn(question) },
        // the SDK's own content blocks, returned by `read`
        { role: 'assistant', content: answer.history as ContentBlockParam[] },
        {
          role: 'user',
          content: answer.calls.map((call, index) => ({
            type: 'tool_result',
            tool_use_id: call.id,
            content: results[index] ?? '',
          })),
        },
      ]),
  };
}

function firstTurn(question: Question): ContentBlockParam[] {
  const text: ContentBlockParam = { type: 'text', text: question.text };
  if (question.image === undefined) return [text];
  return [text, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: question.image } }];
}

function optional(question: Question) {
  return {
    ...(question.tools === undefined
      ? {}
      : {
          tools: question.tools.map((tool) => ({
            name: tool.name,
            input_schema: { type: 'object' as const, ...tool.schema },
          })),
        }),
    ...(question.schema === undefined
      ? {}
      : { output_config: { format: { type: 'json_schema' as const, schema: question.schema } } }),
  };
}

function read(message: Message): SdkAnswer {
  const { usage } = message;
  return {
    text: message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls: message.content.flatMap((block) =>
      block.type === 'tool_use' ? [{ id: block.id, name: block.name, input: block.input }] : [],
    ),
    finish: message.stop_reason,
    inputTokens: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
    outputTokens: usage.output_tokens,
    history: message.content,
  };
}
