import type { WireObject } from '../json/guards.js';
import type { BlockStart } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';
import type { ReplyBlock } from '../neutral/reply.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { fitWord } from '../wire-words.js';
import { noProof } from './no-proof.js';
import { functionInput } from './tool-input.js';
import { writeCitation, writeSearch } from './write-searches.js';
import { dialectName } from './wire.js';

/** What of an answer shows as blocks of content: nothing when there is nothing to show. `place` is its own name. */
export function writeBlock(block: ReplyBlock, place: string): readonly WireObject[] {
  const { start, text, proof } = block;
  switch (start.kind) {
    case 'tool-call':
      return [{ ...openingBlock(start), input: start.form === 'custom' ? { input: text } : functionInput(text).input }];
    case 'reasoning':
      if (text === '') return sealedBlock(proof) ?? [];
      return [{ ...openingBlock(start), thinking: text, signature: proofText(proof) }];
    case 'text':
    case 'refusal':
      return text === '' ? [] : [{ ...openingBlock(start), text, ...writeCitations(block) }];
    case 'web-search': {
      const { call, input, result } = writeSearch(start, place);
      return [{ ...call, input }, result];
    }
  }
}

function writeCitations({ citations }: ReplyBlock): WireObject {
  return citations === undefined ? {} : { citations: citations.map(writeCitation) };
}

/** A block that opens empty and is filled by deltas; a search does not, see `writeSearch`. */
export type FilledBlock = Exclude<BlockStart, { readonly kind: 'web-search' }>;

/** A block as its `content_block_start` shows it, still empty. */
export function openingBlock(start: FilledBlock): WireObject {
  switch (start.kind) {
    case 'tool-call':
      return { type: 'tool_use', id: fitWord(start.id), name: start.name, input: {}, caller: { type: 'direct' } };
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'text':
    case 'refusal':
      return { type: 'text', text: '', citations: null };
  }
}

/** Reasoning without text: its proof alone, when there is one. */
export function sealedBlock(proof: Proof | undefined): readonly [WireObject] | undefined {
  if (proof === undefined) return undefined;
  if (proof.form === 'signature') return [{ type: 'thinking', thinking: '', signature: proofText(proof) }];
  return [{ type: 'redacted_thinking', data: proofText(proof) }];
}

/** A proof in this dialect's slots: bare when it is of this dialect, wrapped when it has to find its way home. */
export function proofText(proof: Proof | undefined): string {
  if (proof === undefined) return noProof;
  return proof.dialect === dialectName ? proof.value : wrapProof(proof);
}
