import OpenAI from 'openai';
import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
} from 'openai/resources/responses/responses';
import type { Question, SdkAddress, SdkAnswer, SdkDriver } from './sdk-driver.js';

/** The `openai` SDK on Responses. */
export function responsesDriver({ url, token, ...rest }: SdkAddress): SdkDriver {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0, ...rest });
  const send = async (question: Question, input: ResponseInputItem[]): Promise<SdkAnswer> => {
    const body: ResponseCreateParamsNonStreaming = { model: question.model, input, ...optional(question) };
    const response = question.stream
      ? await client.responses.stream({ ...body, stream: true }).finalResponse()
      : await client.responses.create(body);
    return read(response);
  };
  return {
    ask: (question) => send(question, [firstTurn(question)]),
    answerCalls: (question, answer, results) =>
      send(question, [
        firstTurn(question),
        // the SDK's own output items, returned by `read`
        ...(answer.history as ResponseInputItem[]),
        ...answer.calls.map((call, index) => ({
          type: 'function_call_output' as const,
          call_id: call.id,
          output: results[index] ?? '',
        })),
      ]),
  };
}

function firstTurn(question: Question): ResponseInputItem {
  return {
    role: 'user',
    content: [
      { type: 'input_text', text: question.text },
      ...(question.image === undefined
        ? []
        : [
            {
              type: 'input_image' as const,
              detail: 'auto' as const,
              image_url: `data:image/png;base64,${question.image}`,
            },
          ]),
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
            name: tool.name,
            parameters: tool.schema,
            strict: false,
          })),
        }),
    ...(question.schema === undefined
      ? {}
      : { text: { format: { type: 'json_schema' as const, name: 'answer', schema: question.schema, strict: true } } }),
  };
}

function read(response: Response): SdkAnswer {
  const calls = response.output.flatMap((item) =>
    item.type === 'function_call'
      ? [{ id: item.call_id, name: item.name, input: JSON.parse(item.arguments) as unknown }]
      : [],
  );
  const texts = response.output.flatMap((item) =>
    item.type === 'message' ? item.content.map((part) => (part.type === 'output_text' ? part.text : '')) : [],
  );
  return {
    text: texts.join(''),
    calls,
    finish: response.status,
    inputTokens: response.usage?.input_tokens,
    outputTokens: response.usage?.output_tokens,
    history: response.output.map(({ ...item }) => item),
  };
}
