import { listOf, numberOf, objectOf, objectsOf, textOf, type JsonObject } from '../json/guards.js';
import type { Question, QuestionTool, ToolChoice } from '../question/question.js';
import { afterLast, countTypes, estimateTokens, textOfContent } from '../question/read-parts.js';

/** Reads what an answer to a Messages request depends on. */
export function readMessagesQuestion(body: JsonObject): Question {
  const messages = objectsOf(body['messages']);
  const last = messages.findLast((message) => message['role'] === 'user')?.['content'];
  const images = countTypes(messages, ['image']);
  const files = countTypes(messages, ['document']);
  const choice = objectOf(body['tool_choice']);
  return {
    dialect: 'anthropic-messages',
    model: textOf(body['model']) ?? '',
    stream: body['stream'] === true,
    usageWanted: true,
    prompt: textOfContent(last),
    turns: messages.filter(({ role }) => role === 'user' || role === 'assistant').length,
    images,
    files,
    toolResults: resultsOf(messages),
    endsWithAssistant: messages.at(-1)?.['role'] === 'assistant',
    tools: objectsOf(body['tools']).flatMap(readTool),
    toolChoice: readChoice(choice),
    parallelCalls: choice['disable_parallel_tool_use'] !== true,
    schema: readSchema(body),
    maxTokens: numberOf(body['max_tokens']),
    stop: listOf(body['stop_sequences']).map(String),
    reasoning: readReasoning(objectOf(body['thinking'])),
    proofs: messages.flatMap(proofsOf),
    thinkingMissing: objectOf(body['thinking'])['type'] === 'enabled' && lacksThinking(messages),
    inputTokens: estimateTokens([body['system'], messages, body['tools'], body['output_config']], images + files),
    body,
  };
}

function resultsOf(messages: readonly JsonObject[]): readonly string[] {
  return afterLast(messages, ({ role }) => role === 'assistant')
    .flatMap(({ content }) => objectsOf(content))
    .filter(({ type }) => type === 'tool_result')
    .map(({ content }) => textOfContent(content));
}

/** Server tools have a dated type and are not for the model to call through the client. */
function readTool(tool: JsonObject): readonly QuestionTool[] {
  const name = textOf(tool['name']);
  const plain = tool['type'] === undefined || tool['type'] === null || tool['type'] === 'custom';
  return name === undefined || !plain ? [] : [{ kind: 'function', name, schema: tool['input_schema'] }];
}

function readChoice(choice: JsonObject): ToolChoice {
  if (choice['type'] === 'none') return { kind: 'none' };
  if (choice['type'] === 'any') return { kind: 'required' };
  const name = choice['type'] === 'tool' ? textOf(choice['name']) : undefined;
  return name === undefined ? { kind: 'auto' } : { kind: 'named', name };
}

/** Once beta, as `output_format`; now inside `output_config`. */
function readSchema(body: JsonObject): unknown {
  const format = objectOf(objectOf(body['output_config'])['format'] ?? body['output_format']);
  return format['type'] === 'json_schema' ? (format['schema'] ?? {}) : undefined;
}

function readReasoning(thinking: JsonObject): Question['reasoning'] {
  const asked = thinking['type'] === 'enabled' || thinking['type'] === 'adaptive';
  return asked ? { shown: thinking['display'] !== 'omitted', sealed: true } : undefined;
}

function proofsOf({ content }: JsonObject): readonly string[] {
  return objectsOf(content)
    .filter(({ type }) => type === 'thinking' || type === 'redacted_thinking')
    .map((block) => textOf(block['signature']) ?? textOf(block['data']) ?? '');
}

/** Whether a message of the turn under way, which began with the user's last words, has no thinking first. */
function lacksThinking(messages: readonly JsonObject[]): boolean {
  const firstType = ({ content }: JsonObject) => textOf(objectsOf(content)[0]?.['type']) ?? '';
  const spoke = messages.findLastIndex((message) => message['role'] === 'user' && firstType(message) !== 'tool_result');
  const answers = messages.slice(spoke + 1).filter(({ role }) => role === 'assistant');
  return answers.some((message) => !firstType(message).endsWith('thinking'));
}
