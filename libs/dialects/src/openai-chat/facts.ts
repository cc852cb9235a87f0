import { succeed, type AskFacts, type Modality, type ReasoningWish, type Result } from '@smart-router/core';
import { estimateAsk } from '../estimate/estimate-ask.js';
import { arrayOf, booleanOf, filledString, integerOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { checkBody } from './check-body.js';
import { walkMessages, type MediaPlace, type MessagesFacts } from './walk-messages.js';
import { isAsked } from './web-search-options.js';

/** What routing needs to know of a Chat body; refuses what is none, naming the field. */
export function readFacts(body: JsonText): Result<AskFacts> {
  const checked = checkBody(body);
  if (!checked.ok) return checked;
  const ask = checked.value;
  const walked = walkMessages(arrayOf(ask['messages']));
  return walked.ok ? succeed(factsOf(body, ask, walked.value)) : walked;
}

function factsOf(body: JsonText, ask: WireObject, walked: MessagesFacts): AskFacts {
  const fields = body.entries().map(([name]) => name);
  const toolChoice = toolChoiceOf(ask);
  return {
    dialect: 'openai-chat',
    model: stringOf(ask['model']),
    stream: ask['stream'] === true,
    requestBytes: body.bytes.length,
    estimatedInputTokens: estimateInput(body, walked, arrayOf(ask['messages']).length),
    outputCap: integerOf(ask['max_tokens']) ?? integerOf(ask['max_completion_tokens']),
    ...toolFacts(body, ask),
    toolChoice,
    parallelToolCalls: booleanOf(ask['parallel_tool_calls']),
    modalities: modalitiesOf(walked.media),
    imageCount: walked.media.filter(({ modality }) => modality === 'image').length,
    structuredOutput: (filledString(objectOf(ask['response_format'])['type']) ?? 'text') !== 'text',
    reasoning: reasoningOf(ask),
    prefill: walked.prefill,
    systemInside: walked.systemInside,
    fields,
    features: featuresOf(ask, walked, toolChoice),
    bound: walked.bound,
  };
}

function toolFacts(body: JsonText, ask: WireObject): Pick<AskFacts, 'toolCount' | 'toolSchemaBytes' | 'hostedTools'> {
  const hosted: string[] = isAsked(ask['web_search_options']) ? ['web_search'] : [];
  let toolCount = arrayOf(ask['functions']).length;
  for (const tool of arrayOf(ask['tools'])) {
    const type = filledString(objectOf(tool)['type']) ?? 'function';
    if (type === 'function' || type === 'custom') toolCount += 1;
    else hosted.push(type.replace(/(_preview)?(_\d{4}_?\d{2}_?\d{2})?$/, ''));
  }
  const toolSchemaBytes = toolCount === 0 ? 0 : sizeOf(body.get('tools')) + sizeOf(body.get('functions'));
  return { toolCount, toolSchemaBytes, hostedTools: [...new Set(hosted)] };
}

function sizeOf(text: JsonText | undefined): number {
  return text === undefined ? 0 : text.end - text.start;
}

function toolChoiceOf(ask: WireObject): AskFacts['toolChoice'] {
  const choice = ask['tool_choice'] ?? ask['function_call'];
  if (choice === undefined || choice === null) return undefined;
  const mode = typeof choice === 'string' ? choice : objectOf(objectOf(choice)['allowed_tools'])['mode'];
  return mode === 'auto' || mode === 'none' || mode === 'required' ? mode : 'named';
}

function modalitiesOf(media: readonly MediaPlace[]): readonly Modality[] {
  return media.length === 0 ? ['text'] : [...new Set<Modality>(['text', ...media.map(({ modality }) => modality)])];
}

function reasoningOf(ask: WireObject): ReasoningWish | undefined {
  const effort = filledString(ask['reasoning_effort']);
  return effort === undefined || effort === 'none' ? undefined : { effort };
}

const ordinaryFields: ReadonlySet<string> = new Set(['model', 'messages', 'stream']);

/** Every further field that says something is a feature a target may not support, and a few uses have words of their own. */
function featuresOf(ask: WireObject, walked: MessagesFacts, toolChoice: AskFacts['toolChoice']): readonly string[] {
  const features = Object.keys(ask).filter((field) => !ordinaryFields.has(field) && ask[field] !== null);
  if (toolChoice === 'required' || toolChoice === 'named') features.push('forced_tool_choice');
  if (walked.toolResults) features.push('function_call_output');
  return features;
}

function estimateInput(body: JsonText, { media }: MessagesFacts, turnCount: number): number {
  const messages = media.length === 0 ? [] : (body.get('messages')?.items() ?? []);
  return estimateAsk({
    body,
    conversation: ['messages'],
    turnCount,
    imageBilling: 'tiles',
    media: media.map((place) => ({ modality: place.modality, inline: inlineText(messages[place.message], place) })),
  });
}

function inlineText(message: JsonText | undefined, place: MediaPlace): JsonText | undefined {
  const part = message?.get('content')?.items()[place.part];
  return place.inline?.reduce<JsonText | undefined>((text, key) => text?.get(key), part);
}
