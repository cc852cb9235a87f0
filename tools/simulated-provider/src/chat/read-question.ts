import { isObject, listOf, numberOf, objectOf, objectsOf, textOf, type JsonObject } from '../json/guards.js';
import type { Question, QuestionTool, ToolChoice } from '../question/question.js';
import { afterLast, countTypes, estimateTokens, textOfContent } from '../question/read-parts.js';

/** Reads what an answer to a Chat request depends on. */
export function readChatQuestion(body: JsonObject): Question {
  const messages = objectsOf(body['messages']);
  const images = countTypes(messages, ['image_url']);
  const files = countTypes(messages, ['file', 'input_audio']);
  const stream = body['stream'] === true;
  return {
    dialect: 'openai-chat',
    model: textOf(body['model']) ?? '',
    stream,
    usageWanted: !stream || objectOf(body['stream_options'])['include_usage'] === true,
    prompt: textOfContent(messages.findLast((message) => message['role'] === 'user')?.['content']),
    turns: messages.filter(({ role }) => role === 'user' || role === 'assistant').length,
    images,
    files,
    toolResults: afterLast(messages, ({ role }) => role === 'assistant')
      .filter(({ role }) => role === 'tool')
      .map(({ content }) => textOfContent(content)),
    endsWithAssistant: messages.at(-1)?.['role'] === 'assistant',
    tools: objectsOf(body['tools']).flatMap(readTool),
    toolChoice: readChoice(body['tool_choice']),
    parallelCalls: body['parallel_tool_calls'] !== false,
    schema: readSchema(objectOf(body['response_format'])),
    maxTokens: numberOf(body['max_completion_tokens']) ?? numberOf(body['max_tokens']),
    stop: typeof body['stop'] === 'string' ? [body['stop']] : listOf(body['stop']).map(String),
    reasoning: readReasoning(body['reasoning_effort']),
    proofs: [],
    thinkingMissing: false,
    inputTokens: estimateTokens([messages, body['tools'], body['response_format']], images + files),
    body,
  };
}

function readTool(tool: JsonObject): readonly QuestionTool[] {
  const kind = tool['type'] === 'custom' ? 'custom' : 'function';
  const declared = objectOf(tool[kind]);
  const name = textOf(declared['name']);
  return name === undefined ? [] : [{ kind, name, schema: declared['parameters'] }];
}

function readChoice(choice: unknown): ToolChoice {
  if (choice === 'none' || choice === 'required') return { kind: choice };
  if (!isObject(choice)) return { kind: 'auto' };
  const name = textOf(objectOf(choice['function'] ?? choice['custom'])['name']);
  return name === undefined ? { kind: 'required' } : { kind: 'named', name };
}

function readSchema(format: JsonObject): unknown {
  if (format['type'] === 'json_object') return { type: 'object' };
  return format['type'] === 'json_schema' ? (objectOf(format['json_schema'])['schema'] ?? {}) : undefined;
}

function readReasoning(effort: unknown): Question['reasoning'] {
  return typeof effort === 'string' && effort !== 'none' ? { shown: true, sealed: false } : undefined;
}
