import { succeed, type AskFacts, type Modality, type ReasoningWish, type Result } from '@smart-router/core';
import { estimateAsk } from '../estimate/estimate-ask.js';
import { arrayOf, booleanOf, filledString, integerOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { checkBody } from './check-body.js';
import { storedState } from './stored-state.js';
import { bareToolKind } from './tool-kind.js';
import { walkItems, type InputFacts, type MediaPlace } from './walk-items.js';

/** What routing needs to know of a Responses body; refuses what is none, naming the field. */
export function readFacts(body: JsonText): Result<AskFacts> {
  const checked = checkBody(body);
  if (!checked.ok) return checked;
  const walked = walkItems(checked.value['input']);
  return walked.ok ? succeed(factsOf(body, checked.value, walked.value)) : walked;
}

function factsOf(body: JsonText, ask: WireObject, walked: InputFacts): AskFacts {
  const toolChoice = toolChoiceOf(ask['tool_choice']);
  return {
    dialect: 'openai-responses',
    model: stringOf(ask['model']),
    stream: ask['stream'] === true,
    requestBytes: body.bytes.length,
    estimatedInputTokens: estimateInput(body, walked, arrayOf(ask['input']).length),
    outputCap: integerOf(ask['max_output_tokens']),
    ...toolFacts(body, ask, walked.toolItems),
    toolChoice,
    parallelToolCalls: booleanOf(ask['parallel_tool_calls']),
    modalities: [...new Set<Modality>(['text', ...walked.media.map(({ modality }) => modality)])],
    imageCount: walked.media.filter(({ modality }) => modality === 'image').length,
    structuredOutput: (filledString(objectOf(objectOf(ask['text'])['format'])['type']) ?? 'text') !== 'text',
    reasoning: reasoningOf(ask),
    prefill: walked.prefill,
    systemInside: walked.systemInside,
    fields: body.entries().map(([name]) => name),
    features: featuresOf(ask, walked, toolChoice),
    bound: [...storedState(ask), ...walked.bound],
  };
}

type ToolFacts = Pick<AskFacts, 'toolCount' | 'toolSchemaBytes' | 'hostedTools'>;

/** Tools of the body, and those its items bring along. */
function toolFacts(body: JsonText, ask: WireObject, toolItems: readonly number[]): ToolFacts {
  const items = arrayOf(ask['input']);
  const hosted = new Set<string>();
  const lists = [ask['tools'], ...toolItems.map((index) => objectOf(items[index])['tools'])];
  const toolCount = lists.reduce<number>((count, tools) => count + countTools(tools, hosted), 0);
  const places = toolItems.length === 0 ? [] : (body.get('input')?.items() ?? []);
  const texts = [body.get('tools'), ...toolItems.map((index) => places[index]?.get('tools'))];
  const bytes = texts.reduce((sum, text) => sum + (text === undefined ? 0 : text.end - text.start), 0);
  return { toolCount, toolSchemaBytes: toolCount === 0 ? 0 : bytes, hostedTools: [...hosted] };
}

/** Counts the caller's own tools of a list, and collects the kinds of the others. */
function countTools(tools: unknown, hosted: Set<string>): number {
  let count = 0;
  for (const tool of arrayOf(tools).map(objectOf)) {
    const type = filledString(tool['type']) ?? 'function';
    if (type === 'function' || type === 'custom' || isSearchOfCaller(tool)) count += 1;
    else if (type === 'namespace') count += countTools(tool['tools'], hosted);
    else hosted.add(bareToolKind(type));
  }
  return count;
}

/** A search for tools that the caller runs itself; the provider's own is a hosted tool. */
function isSearchOfCaller({ type, execution }: WireObject): boolean {
  return type === 'tool_search' && execution === 'client';
}

function toolChoiceOf(choice: unknown): AskFacts['toolChoice'] {
  if (choice === undefined || choice === null) return undefined;
  const mode = typeof choice === 'string' ? choice : objectOf(choice)['mode'];
  return mode === 'auto' || mode === 'none' || mode === 'required' ? mode : 'named';
}

/** A wish for summaries alone asks for no reasoning: clients send it to every model. */
function reasoningOf(ask: WireObject): ReasoningWish | undefined {
  const effort = filledString(objectOf(ask['reasoning'])['effort']);
  return effort === undefined || effort === 'none' ? undefined : { effort };
}

const ordinaryFields: ReadonlySet<string> = new Set(['model', 'input', 'instructions', 'stream']);

/** Every further field that says something is a feature a target may not support, and a few uses have words of their own. */
function featuresOf(ask: WireObject, walked: InputFacts, toolChoice: AskFacts['toolChoice']): readonly string[] {
  const features = Object.keys(ask).filter((field) => !ordinaryFields.has(field) && ask[field] !== null);
  if (toolChoice === 'required' || toolChoice === 'named') features.push('forced_tool_choice');
  return [...features, ...walked.features];
}

function estimateInput(body: JsonText, { media }: InputFacts, turnCount: number): number {
  const items = media.length === 0 ? [] : (body.get('input')?.items() ?? []);
  return estimateAsk({
    body,
    conversation: ['instructions', 'input'],
    turnCount,
    imageBilling: 'tiles',
    media: media.map((place) => ({ modality: place.modality, inline: inlineText(items[place.item], place) })),
  });
}

function inlineText(item: JsonText | undefined, place: MediaPlace): JsonText | undefined {
  const part = item?.get(place.holder)?.items()[place.part];
  return place.inline?.reduce<JsonText | undefined>((text, key) => text?.get(key), part);
}
