import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { tokenPieces } from '../json/token-pieces.js';
import type { Script } from '../script/script.js';

/** A stream event without its place and number. */
export interface ItemEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The item as it is when its stream begins. */
export function openedItem(item: ResponseOutputItem): object {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] };
    case 'reasoning':
      return { ...item, summary: [] };
    case 'function_call':
      return { ...item, status: 'in_progress', arguments: '' };
    case 'custom_tool_call':
      return { ...item, input: '' };
    case 'tool_search_call':
      return { ...item, status: 'in_progress' };
    default:
      return item;
  }
}

/** What comes between the start and the end of an item. */
export function itemEvents(item: ResponseOutputItem, script: Script): readonly ItemEvent[] {
  switch (item.type) {
    case 'message':
      return messageEvents(item.id, script);
    case 'reasoning':
      return item.summary.length === 0 ? [] : summaryEvents(item.id, script.reasoning?.pieces ?? []);
    case 'function_call':
      return callEvents('function_call_arguments', item.id ?? '', { arguments: item.arguments, name: item.name });
    case 'custom_tool_call':
      return callEvents('custom_tool_call_input', item.id ?? '', { input: item.input });
    default:
      return [];
  }
}

function messageEvents(id: string, { pieces, finish }: Script): readonly ItemEvent[] {
  const place = { item_id: id, content_index: 0 };
  const text = pieces.join('');
  if (finish === 'refusal') {
    return [
      { type: 'response.content_part.added', ...place, part: { type: 'refusal', refusal: '' } },
      ...pieces.map((delta) => ({ type: 'response.refusal.delta', ...place, delta })),
      { type: 'response.refusal.done', ...place, refusal: text },
      { type: 'response.content_part.done', ...place, part: { type: 'refusal', refusal: text } },
    ];
  }
  const part = (words: string) => ({ type: 'output_text', text: words, annotations: [], logprobs: [] });
  return [
    { type: 'response.content_part.added', ...place, part: part('') },
    ...pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: part(text) },
  ];
}

function summaryEvents(id: string, pieces: readonly string[]): readonly ItemEvent[] {
  const place = { item_id: id, summary_index: 0 };
  const part = (text: string) => ({ type: 'summary_text', text });
  const text = pieces.join('');
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: part('') },
    ...pieces.map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, delta })),
    { type: 'response.reasoning_summary_text.done', ...place, text },
    { type: 'response.reasoning_summary_part.done', ...place, part: part(text) },
  ];
}

/** `done` holds the complete input; its first field is the one that was streamed. */
function callEvents(name: string, id: string, done: Readonly<Record<string, string>>): readonly ItemEvent[] {
  const input = Object.values(done)[0] ?? '';
  return [
    ...tokenPieces(input).map((delta) => ({ type: `response.${name}.delta`, item_id: id, delta })),
    { type: `response.${name}.done`, item_id: id, ...done },
  ];
}
