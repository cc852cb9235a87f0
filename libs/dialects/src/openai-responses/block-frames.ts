import type { BlockStart, Citation } from '../neutral/events.js';
import { writeAnnotation } from './annotations.js';
import { argumentsOf, refusalPart, summaryPart, textPart } from './write-items.js';

/** One event of an item, without its sequence number; `body` is the inside of a JSON object behind `type`. */
export interface ItemEvent {
  readonly type: string;
  readonly body: string;
}

/** Where an item stands, as a JSON text that goes into all its events. */
export type ItemPlace = string;

/** How the text of a kind of block is written. */
interface BlockWords {
  /** Events that open the place of the text, before its first piece. */
  opened(place: ItemPlace): readonly ItemEvent[];
  /** Absent where text is told whole only, or there is none. */
  readonly delta?: (place: ItemPlace, text: string) => ItemEvent;
  /** Events with the whole text, behind its last piece. */
  closed(place: ItemPlace, text: string, citations: readonly Citation[]): readonly ItemEvent[];
}

/** The words for a block's text. */
export function wordsOf(start: BlockStart): BlockWords {
  switch (start.kind) {
    case 'text':
      return textWords;
    case 'refusal':
      return refusalWords;
    case 'reasoning':
      return reasoningWords;
    case 'tool-call':
      return callWords(start);
    case 'web-search':
      return searchWords;
  }
}

function callWords({ form, name }: Extract<BlockStart, { readonly kind: 'tool-call' }>): BlockWords {
  if (form === 'tool-search') return toolSearchWords;
  return form === 'custom' ? customWords : functionWords(name);
}

const inPart = ',"content_index":0';
const inSummary = ',"summary_index":0';

const json = (value: unknown): string => JSON.stringify(value);

const textWords: BlockWords = {
  opened: (place) => [partEvent('added', place, textPart(''))],
  delta: (place, text) => ({
    type: 'response.output_text.delta',
    body: `${place}${inPart},"delta":${json(text)},"logprobs":[]`,
  }),
  closed: (place, text, citations) => [
    ...citations.map((citation, index) => annotationEvent(place, index, writeAnnotation(citation, text))),
    { type: 'response.output_text.done', body: `${place}${inPart},"text":${json(text)},"logprobs":[]` },
    partEvent('done', place, textPart(text, citations)),
  ],
};

const refusalWords: BlockWords = {
  opened: (place) => [partEvent('added', place, refusalPart(''))],
  delta: (place, text) => ({ type: 'response.refusal.delta', body: `${place}${inPart},"delta":${json(text)}` }),
  closed: (place, text) => [
    { type: 'response.refusal.done', body: `${place}${inPart},"refusal":${json(text)}` },
    partEvent('done', place, refusalPart(text)),
  ],
};

function partEvent(stage: 'added' | 'done', place: ItemPlace, part: object): ItemEvent {
  return { type: `response.content_part.${stage}`, body: `${place}${inPart},"part":${json(part)}` };
}

function annotationEvent(place: ItemPlace, index: number, annotation: object): ItemEvent {
  const body = `${place}${inPart},"annotation_index":${index},"annotation":${json(annotation)}`;
  return { type: 'response.output_text.annotation.added', body };
}

/** Sealed reasoning has no text, and then no summary part. */
const reasoningWords: BlockWords = {
  opened: (place) => [
    { type: 'response.reasoning_summary_part.added', body: `${place}${inSummary},"part":${json(summaryPart(''))}` },
  ],
  delta: (place, text) => ({
    type: 'response.reasoning_summary_text.delta',
    body: `${place}${inSummary},"delta":${json(text)}`,
  }),
  closed: (place, text) => [
    { type: 'response.reasoning_summary_text.done', body: `${place}${inSummary},"text":${json(text)}` },
    { type: 'response.reasoning_summary_part.done', body: `${place}${inSummary},"part":${json(summaryPart(text))}` },
  ],
};

function functionWords(name: string): BlockWords {
  const type = 'response.function_call_arguments';
  return {
    opened: () => [],
    delta: (place, text) => ({ type: `${type}.delta`, body: `${place},"delta":${json(text)}` }),
    closed: (place, text) => [
      ...(text === '' ? [{ type: `${type}.delta`, body: `${place},"delta":${json(argumentsOf(text))}` }] : []),
      { type: `${type}.done`, body: `${place},"name":${json(name)},"arguments":${json(argumentsOf(text))}` },
    ],
  };
}

const customWords: BlockWords = {
  opened: () => [],
  delta: (place, text) => ({
    type: 'response.custom_tool_call_input.delta',
    body: `${place},"delta":${json(text)}`,
  }),
  closed: (place, text) => [{ type: 'response.custom_tool_call_input.done', body: `${place},"input":${json(text)}` }],
};

/** The API has no events for the arguments of a search for tools: they come with the whole item. */
const toolSearchWords: BlockWords = { opened: () => [], closed: () => [] };

/** A search has no text: its events only tell how far it is. */
const searchWords: BlockWords = {
  opened: (place) => [
    { type: 'response.web_search_call.in_progress', body: place },
    { type: 'response.web_search_call.searching', body: place },
  ],
  closed: (place) => [{ type: 'response.web_search_call.completed', body: place }],
};
