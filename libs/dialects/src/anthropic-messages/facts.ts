import { succeed, type AskFacts, type Modality, type ReasoningWish, type Result } from '@smart-router/core';
import { estimateAsk } from '../estimate/estimate-ask.js';
import { kindOf } from '../json/describe.js';
import {
  arrayOf,
  filledString,
  integerOf,
  isAbsent,
  isRecord,
  objectOf,
  stringOf,
  type WireObject,
} from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { invalid } from '../refusals.js';
import { checkBody, checkCountBody } from './check-body.js';
import { walkMessages, type MessagesFacts } from './walk-messages.js';

/** What routing needs to know of a Messages body; refuses what is none, naming the field. */
export function readFacts(body: JsonText): Result<AskFacts> {
  return factsOfChecked(body, checkBody(body));
}

/**
 * The same of a body whose tokens are to be counted: an ask without `max_tokens`.
 * @see https://docs.anthropic.com/en/api/messages-count-tokens
 */
export function readCountFacts(body: JsonText): Result<AskFacts> {
  return factsOfChecked(body, checkCountBody(body));
}

function factsOfChecked(body: JsonText, checked: Result<WireObject>): Result<AskFacts> {
  if (!checked.ok) return checked;
  const ask = checked.value;
  const odd = arrayOf(ask['tools']).findIndex((tool) => !isRecord(tool));
  if (odd !== -1) return invalidTool(odd, arrayOf(ask['tools'])[odd]);
  const walked = walkMessages(arrayOf(ask['messages']));
  return walked.ok ? succeed(factsOf(body, ask, walked.value)) : walked;
}

/** The kind of a tool without the date of its version, e.g. `web_search` of `web_search_20250305`. */
export function bareToolKind(type: string): string {
  return type.replace(/_\d{8}$/, '');
}

/** Whether the caller defined the tool itself; all other types belong to the provider. */
export function isOwnTool(tool: WireObject): boolean {
  return isAbsent(tool['type']) || tool['type'] === 'custom';
}

function invalidTool(index: number, tool: unknown): ReturnType<typeof invalid> {
  return invalid(`tools[${index}]`, `tools[${index}] should be an object, got ${kindOf(tool)}`);
}

function factsOf(body: JsonText, ask: WireObject, walked: MessagesFacts): AskFacts {
  const toolChoice = toolChoiceOf(ask);
  const serial = objectOf(ask['tool_choice'])['disable_parallel_tool_use'];
  return {
    dialect: 'anthropic-messages',
    model: stringOf(ask['model']),
    stream: ask['stream'] === true,
    requestBytes: body.bytes.length,
    estimatedInputTokens: estimateInput(body, walked, arrayOf(ask['messages']).length),
    outputCap: integerOf(ask['max_tokens']),
    ...toolFacts(body, ask, walked),
    toolChoice,
    parallelToolCalls: typeof serial === 'boolean' ? !serial : undefined,
    modalities: [...new Set<Modality>(['text', ...walked.media.map(({ modality }) => modality)])],
    imageCount: walked.media.filter(({ modality }) => modality === 'image').length,
    structuredOutput: !isAbsent(objectOf(ask['output_config'])['format']) || !isAbsent(ask['output_format']),
    reasoning: reasoningOf(ask),
    prefill: walked.prefill,
    systemInside: walked.systemInside,
    fields: body.entries().map(([name]) => name),
    features: featuresOf(ask, walked, toolChoice),
    bound: [...containerOf(ask), ...walked.bound],
  };
}

function toolFacts(
  body: JsonText,
  ask: WireObject,
  { addedTools }: MessagesFacts,
): Pick<AskFacts, 'toolCount' | 'toolSchemaBytes' | 'hostedTools'> {
  const hosted = new Set<string>();
  let toolCount = 0;
  for (const tool of [...arrayOf(ask['tools']).map(objectOf), ...addedTools]) {
    if (isOwnTool(tool)) toolCount += 1;
    else hosted.add(bareToolKind(String(tool['type'])));
  }
  if (arrayOf(ask['mcp_servers']).length > 0) hosted.add('mcp');
  const text = toolCount === 0 ? undefined : body.get('tools');
  return { toolCount, toolSchemaBytes: text === undefined ? 0 : text.end - text.start, hostedTools: [...hosted] };
}

const choiceKinds: ReadonlyMap<unknown, AskFacts['toolChoice']> = new Map([
  ['auto', 'auto'],
  ['any', 'required'],
  ['tool', 'named'],
  ['none', 'none'],
]);

function toolChoiceOf(ask: WireObject): AskFacts['toolChoice'] {
  return choiceKinds.get(objectOf(ask['tool_choice'])['type']);
}

/** An effort alone asks for no thinking: it also shapes answers of models that do not think. */
function reasoningOf(ask: WireObject): ReasoningWish | undefined {
  const thinking = objectOf(ask['thinking']);
  if (isAbsent(thinking['type']) || thinking['type'] === 'disabled') return undefined;
  const effort = filledString(objectOf(ask['output_config'])['effort']);
  const budgetTokens = integerOf(thinking['budget_tokens']);
  return { ...(effort !== undefined && { effort }), ...(budgetTokens !== undefined && { budgetTokens }) };
}

const ordinaryFields: ReadonlySet<string> = new Set(['model', 'messages', 'stream', 'max_tokens', 'system']);

/** Every further field that says something is a feature a target may not support, and a few uses have words of their own. */
function featuresOf(ask: WireObject, walked: MessagesFacts, toolChoice: AskFacts['toolChoice']): readonly string[] {
  const features = Object.keys(ask).filter((field) => !ordinaryFields.has(field) && !isAbsent(ask[field]));
  if (toolChoice === 'required' || toolChoice === 'named') features.push('forced_tool_choice');
  if (walked.toolResults) features.push('function_call_output');
  const outside = [...arrayOf(ask['system']), ...arrayOf(ask['tools'])].map(objectOf);
  const cached = walked.cacheControl || outside.some((part) => !isAbsent(part['cache_control']));
  if (cached) features.push('cache_control');
  return [...new Set(features)];
}

/** The container that tools of the provider go on working in; a fresh one has no id yet. */
function containerOf({ container }: WireObject): AskFacts['bound'] {
  const value = filledString(container) ?? filledString(objectOf(container)['id']);
  return value === undefined ? [] : [{ kind: 'container-id', value, field: 'container' }];
}

function estimateInput(body: JsonText, { media }: MessagesFacts, turnCount: number): number {
  return estimateAsk({
    body,
    conversation: ['system', 'messages'],
    turnCount,
    imageBilling: 'area',
    media: media.map(({ modality, inline }) => ({ modality, inline: inline && textAt(body, inline) })),
  });
}

function textAt(body: JsonText, path: readonly (string | number)[]): JsonText | undefined {
  return path.reduce<JsonText | undefined>(
    (text, key) => (typeof key === 'number' ? text?.items()[key] : text?.get(key)),
    body,
  );
}
