import OpenAI from 'openai';
import type {
  ChatCompletion,
  ChatCompletionMessageParam,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions';
import type { Question, SdkAddress, SdkAnswer, SdkDriver } from './sdk-driver.js';

/** The `openai` SDK on Chat Completions. */
export function chatDriver({ url, token, ...rest }: SdkAddress): SdkDriver {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0, ...rest });
  const send = async (question: Question, messages: ChatCompletionMessageParam[]): Promise<SdkAnswer> => {
    const body: ChatCompletionCreateParamsNonStreaming = { model: question.model, messages, ...optional(question) };
    const completion = question.stream
      ? await client.chat.completions
          .stream({ ...body, stream: true, stream_options: { include_usage: true } })
          .finalChatCompletion()
      : await client.chat.completions.create(body);
    return read(completion);
  };
  return {
    ask: (question) => send(question, [firstTurn(question)]),
    answerCalls: (question, answer, results) =>
      send(question, [
        firstTurn(question),
        // the SDK's own answer message, returned by `read`
        answer.history as ChatCompletionMessageParam,
        ...answer.calls.map((call, index) => ({
          role: 'tool' as const,
          tool_call_id: call.id,
          content: results[index] ?? '',
        })),
      ]),
  };
}

function firstTurn(question: Question): ChatCompletionMessageParam {
  if (question.image === undefined) return { role: 'user', content: question.text };
  return {
    role: 'user',
    content: [
      { type: 'text', text: question.text },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${question.image}` } },
    ],
  };
}

function optional(question: Question) {
  return {
    ...(question.tools === undefined
      ? {}
      : {
          tools: question.tools.map((tool) => ({
            type: 'function' as const,
            function: { name: tool.name, parameters: tool.schema },
          })),
        }),
    ...(question.schema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { name: 'answer', schema: question.schema, strict: true },
          },
        }),
  };
}

function read(completion: ChatCompletion): SdkAnswer {
  const choice = completion.choices[0];
  const calls = choice?.message.tool_calls ?? [];
  return {
    text: choice?.message.content ?? '',
    calls: calls.flatMap((call) =>
      call.type === 'function'
        ? [{ id: call.id, name: call.function.name, input: JSON.parse(call.function.arguments) as unknown }]
        : [],
    ),
    finish: choice?.finish_reason,
    inputTokens: completion.usage?.prompt_tokens,
    outputTokens: completion.usage?.completion_tokens,
    history: choice?.message,
  };
}
