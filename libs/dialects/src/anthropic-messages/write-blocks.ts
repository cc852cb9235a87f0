import type { WireObject } from '../json/guards.js';
import type { BlockStart } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';
import type { ReplyBlock } from '../neutral/reply.js';
import { wrapProof } from '../neutral/wrap-proof.js';
import { fitWord } from '../wire-words.js';
import { noProof } from './no-proof.js';
import { functionInput } from './tool-input.js';
import { dialectName } from './wire.js';

/** A whole content block of an answer; `undefined` when there is nothing to show. */
export function writeBlock(block: ReplyBlock): WireObject | undefined {
  const { start, text, proof } = block;
  switch (start.kind) {
    case 'tool-call':
      return { ...openingBlock(start), input: start.form === 'custom' ? { input: text } : functionInput(text).input };
    case 'reasoning':
      return text === '' ? sealedBlock(proof) : { ...openingBlock(start), thinking: text, signature: proofText(proof) };
    case 'text':
    case 'refusal':
      return text === '' ? undefined : { ...openingBlock(start), text };
    case 'web-search':
      return undefined;
  }
}

/** A block as its `content_block_start` shows it, still empty. */
export function openingBlock(start: BlockStart): WireObject {
  switch (start.kind) {
    case 'tool-call':
      return { type: 'tool_use', id: fitWord(start.id), name: start.name, input: {}, caller: { type: 'direct' } };
    case 'reasoning':
      return { type: 'thinking', thinking: '', signature: '' };
    case 'text':
    case 'refusal':
    case 'web-search':
      return { type: 'text', text: '', citations: null };
  }
}

/** Reasoning without text: its proof alone, when there is one. */
export function sealedBlock(proof: Proof | undefined): WireObject | undefined {
  if (proof === undefined) return undefined;
  if (proof.form === 'signature') return { type: 'thinking', thinking: '', signature: proofText(proof) };
  return { type: 'redacted_thinking', data: proofText(proof) };
}

/** A proof in this dialect's slots: bare when it is of this dialect, wrapped when it has to find its way home. */
export function proofText(proof: Proof | undefined): string {
  if (proof === undefined) return noProof;
  return proof.dialect === dialectName ? proof.value : wrapProof(proof);
}
