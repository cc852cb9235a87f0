import { isObject, listOf, numberOf, objectOf, objectsOf, textOf, type JsonObject } from '../json/guards.js';
import type { Question } from '../question/question.js';
import { afterLast, countTypes, estimateTokens, textOfContent } from '../question/read-parts.js';
import { readResponsesChoice, readResponsesTools } from './read-tools.js';

/** Reads what an answer to a Responses request depends on. */
export function readResponsesQuestion(body: JsonObject): Question {
  const { input } = body;
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : objectsOf(input);
  const images = countTypes(items, ['input_image']);
  const files = countTypes(items, ['input_file']);
  return {
    dialect: 'openai-responses',
    model: textOf(body['model']) ?? '',
    stream: body['stream'] === true,
    usageWanted: true,
    prompt: textOfContent(items.findLast((item) => item['role'] === 'user')?.['content']),
    turns: items.filter(({ role }) => role === 'user' || role === 'assistant').length,
    images,
    files,
    toolResults: resultsOf(items),
    endsWithAssistant: isAnswer(items.at(-1) ?? {}),
    tools: readResponsesTools(body, items),
    toolChoice: readResponsesChoice(body['tool_choice']),
    parallelCalls: body['parallel_tool_calls'] !== false,
    schema: readSchema(objectOf(objectOf(body['text'])['format'])),
    maxTokens: numberOf(body['max_output_tokens']),
    stop: [],
    reasoning: readReasoning(body),
    proofs: items.flatMap(proofOf),
    thinkingMissing: false,
    inputTokens: estimateTokens([body['instructions'], items, body['tools'], body['text']], images + files),
    body,
  };
}

const answerTypes = ['reasoning', 'function_call', 'custom_tool_call', 'tool_search_call'];

const isAnswer = (item: JsonObject) => item['role'] === 'assistant' || answerTypes.includes(textOf(item['type']) ?? '');

function resultsOf(items: readonly JsonObject[]): readonly string[] {
  return afterLast(items, isAnswer)
    .filter(({ type }) => type === 'tool_search_output' || textOf(type)?.endsWith('_call_output') === true)
    .map(({ type, output, tools }) =>
      type === 'tool_search_output' ? `${objectsOf(tools).length} tools found` : textOfContent(output),
    );
}

/** Reasoning without its sealed form is looked up by its id. */
function proofOf(item: JsonObject): readonly string[] {
  const proof = textOf(item['encrypted_content']) ?? (item['type'] === 'reasoning' ? textOf(item['id']) : undefined);
  return proof === undefined ? [] : [proof];
}

function readSchema(format: JsonObject): unknown {
  if (format['type'] === 'json_object') return { type: 'object' };
  return format['type'] === 'json_schema' ? (format['schema'] ?? {}) : undefined;
}

/** The summary is shown when it was asked for, the sealed text when `include` says so. */
function readReasoning(body: JsonObject): Question['reasoning'] {
  const { reasoning } = body;
  if (!isObject(reasoning) || reasoning['effort'] === 'none') return undefined;
  const shown = typeof reasoning['summary'] === 'string' || typeof reasoning['generate_summary'] === 'string';
  return { shown, sealed: listOf(body['include']).includes('reasoning.encrypted_content') };
}
