import type { BlockStart, Citation } from '../neutral/events.js';
import type { ReplyBlock } from '../neutral/reply.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { writeAnnotation } from './annotations.js';
import type { ReplyIds } from './ids.js';
import { writeSearchCall } from './write-tool-search.js';

/** Whether an item is whole. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** A block as an output item, whole or as far as it came. */
export interface WritableItem extends ReplyBlock {
  readonly id: string;
  readonly status: ItemStatus;
}

/** The id of the item a block becomes; prefixes tell the kind, as OpenAI's do. */
export function itemId(start: BlockStart, index: number, ids: ReplyIds): string {
  return ids.item(prefixOf(start), index);
}

/** An output item. Each block is one item, so a place among the blocks is a place in `output`. */
export function writeItem({ start, text, proof, citations, id, status }: WritableItem): object {
  switch (start.kind) {
    case 'text':
      return { id, type: 'message', status, role: 'assistant', content: [textPart(text, citations)] };
    case 'refusal':
      return { id, type: 'message', status, role: 'assistant', content: [refusalPart(text)] };
    case 'reasoning':
      return {
        id,
        type: 'reasoning',
        status,
        summary: text === '' ? [] : [summaryPart(text)],
        ...(proof !== undefined && { encrypted_content: wrapProof(proof) }),
      };
    case 'tool-call':
      return { id, ...callItem(start, text), status };
    case 'web-search':
      return { id, ...searchItem(start.query, status) };
  }
}

/** The same item before any of its text came. */
export function openItem(start: BlockStart, id: string): object {
  const item = writeItem({ start, text: '', proof: undefined, id, status: 'in_progress' });
  if (start.kind === 'text' || start.kind === 'refusal') return { ...item, content: [] };
  return start.kind === 'tool-call' && (start.form ?? 'function') === 'function' ? { ...item, arguments: '' } : item;
}

/** A text part of a message, with its sources. */
export function textPart(text: string, citations: readonly Citation[] = []): object {
  const annotations = citations.map((citation) => writeAnnotation(citation, text));
  return { type: 'output_text', text, annotations, logprobs: [] };
}

/** A part of a message that refuses. */
export function refusalPart(text: string): object {
  return { type: 'refusal', refusal: text };
}

/** A part of a reasoning summary. */
export function summaryPart(text: string): object {
  return { type: 'summary_text', text };
}

/** The arguments of a function call; clients parse them, so a call without any gets an empty object. */
export function argumentsOf(text: string): string {
  return text === '' ? '{}' : text;
}

type CallStart = Extract<BlockStart, { readonly kind: 'tool-call' }>;

function callItem(start: CallStart, text: string): object {
  switch (start.form ?? 'function') {
    case 'custom':
      return customCall(start, text);
    case 'tool-search':
      return writeSearchCall({ callId: start.id, input: text });
    case 'function':
      return functionCall(start, text);
  }
}

/** The query under both of its names: newer clients read the list. */
function searchItem(query: string | undefined, status: ItemStatus): object {
  const words = query === undefined ? { query: '' } : { query, queries: [query] };
  // Its end does not break a search off: it was done before.
  const ended = status === 'in_progress' ? status : 'completed';
  return { type: 'web_search_call', status: ended, action: { type: 'search', ...words } };
}

function functionCall({ id, name, namespace }: CallStart, text: string): object {
  const names = { call_id: id, name, ...(namespace !== undefined && { namespace }) };
  return { type: 'function_call', ...names, arguments: argumentsOf(text) };
}

function customCall({ id, name, namespace }: CallStart, text: string): object {
  return { type: 'custom_tool_call', call_id: id, name, ...(namespace !== undefined && { namespace }), input: text };
}

const callPrefixes = { function: 'fc', custom: 'ctc', 'tool-search': 'tsc' } as const;

function prefixOf(start: BlockStart): string {
  if (start.kind === 'reasoning') return 'rs';
  if (start.kind === 'web-search') return 'ws';
  return start.kind === 'tool-call' ? callPrefixes[start.form ?? 'function'] : 'msg';
}
