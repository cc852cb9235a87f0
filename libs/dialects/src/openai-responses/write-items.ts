import type { BlockStart } from '../neutral/events.js';
import type { ReplyBlock } from '../neutral/reply.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import type { ReplyIds } from './ids.js';

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
export function writeItem({ start, text, proof, id, status }: WritableItem): object {
  switch (start.kind) {
    case 'text':
    case 'refusal':
      return { id, type: 'message', status, role: 'assistant', content: [writePart(start.kind, text)] };
    case 'reasoning':
      return {
        id,
        type: 'reasoning',
        status,
        summary: text === '' ? [] : [summaryPart(text)],
        ...(proof !== undefined && { encrypted_content: wrapProof(proof) }),
      };
    case 'tool-call':
      return { id, ...(start.form === 'custom' ? customCall(start, text) : functionCall(start, text)), status };
    case 'web-search':
      return { id, type: 'web_search_call', status, action: { type: 'search', query: start.query ?? '' } };
  }
}

/** The same item before any of its text came. */
export function openItem(start: BlockStart, id: string): object {
  const item = writeItem({ start, text: '', proof: undefined, id, status: 'in_progress' });
  if (start.kind === 'text' || start.kind === 'refusal') return { ...item, content: [] };
  return start.kind === 'tool-call' && start.form !== 'custom' ? { ...item, arguments: '' } : item;
}

/** A content part of a message. */
export function writePart(kind: 'text' | 'refusal', text: string): object {
  if (kind === 'refusal') return { type: 'refusal', refusal: text };
  return { type: 'output_text', text, annotations: [], logprobs: [] };
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

function functionCall({ id, name, namespace }: CallStart, text: string): object {
  const names = { call_id: id, name, ...(namespace !== undefined && { namespace }) };
  return { type: 'function_call', ...names, arguments: argumentsOf(text) };
}

function customCall({ id, name, namespace }: CallStart, text: string): object {
  return { type: 'custom_tool_call', call_id: id, name, ...(namespace !== undefined && { namespace }), input: text };
}

function prefixOf(start: BlockStart): string {
  if (start.kind === 'reasoning') return 'rs';
  if (start.kind === 'web-search') return 'ws';
  if (start.kind !== 'tool-call') return 'msg';
  return start.form === 'custom' ? 'ctc' : 'fc';
}
