import type { ReadContext } from '../dialect.js';
import { filledString, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { BlockStart, NeutralEvent } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';
import { openCustomInput, type CustomInput } from './custom-input.js';
import { noProof } from './no-proof.js';
import { memberOf, type WireNode } from './wire-node.js';
import { dialectName } from './wire.js';

/**
 * Reads the content blocks of an answer, streamed or whole: a whole block is one that starts with everything in it.
 * Events carry the wire's own block indices.
 */
export interface BlockReading {
  start(index: number, block: WireNode): readonly NeutralEvent[];
  delta(index: number, delta: WireObject): readonly NeutralEvent[];
  stop(index: number): readonly NeutralEvent[];
  /** Whether a tool call was among the blocks. */
  readonly calls: boolean;
}

/** A block that has started. */
interface OpenBlock {
  readonly start: WireNode;
  readonly kind: 'text' | 'reasoning' | 'tool-call' | 'foreign';
  readonly custom: CustomInput | undefined;
  /** Argument text of a block that is foreign, joined at its end. */
  readonly parts: string[];
  hasText: boolean;
  proof: string | undefined;
}

/** Begins to read the blocks of one answer. */
export function openBlocks(context: ReadContext): BlockReading {
  return new Blocks(context);
}

class Blocks implements BlockReading {
  readonly #context: ReadContext;
  readonly #open = new Map<number, OpenBlock>();
  #calls = false;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  get calls(): boolean {
    return this.#calls;
  }

  start(index: number, node: WireNode): readonly NeutralEvent[] {
    if (this.#open.has(index)) return [];
    const wire = objectOf(node.value);
    const block = this.#startOf(wire, index);
    if (block?.kind === 'tool-call') this.#calls = true;
    this.#open.set(index, {
      start: node,
      // Answers of this dialect have no refusal blocks, so the start is one of the three other kinds.
      kind: (block?.kind ?? 'foreign') as OpenBlock['kind'],
      custom: block?.kind === 'tool-call' && block.form === 'custom' ? openCustomInput() : undefined,
      parts: [],
      hasText: false,
      proof: filledString(wire['signature']) ?? filledString(wire['data']),
    });
    if (block === undefined) return [];
    const text = filledString(wire['text']) ?? filledString(wire['thinking']);
    return [{ kind: 'block-start', index, block }, ...(text === undefined ? [] : this.#text(index, text))];
  }

  delta(index: number, delta: WireObject): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined) return [];
    switch (delta['type']) {
      case 'text_delta':
        return this.#text(index, filledString(delta['text']) ?? '');
      case 'thinking_delta':
        return this.#text(index, filledString(delta['thinking']) ?? '');
      case 'input_json_delta':
        return this.#text(index, filledString(delta['partial_json']) ?? '');
      case 'signature_delta':
        open.proof = filledString(delta['signature']) ?? open.proof;
        return [];
      default:
        return [{ kind: 'foreign', owner: dialectName, name: filledString(delta['type']) ?? 'delta', value: delta }];
    }
  }

  stop(index: number): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined) return [];
    const rest = open.kind === 'tool-call' ? this.#restOfInput(index, open) : [];
    this.#open.delete(index);
    if (open.kind === 'foreign') return [foreignBlock(open)];
    const proof = open.kind === 'reasoning' ? this.#proofOf(open) : undefined;
    return [...rest, { kind: 'block-end', index, ...(proof && { proof }) }];
  }

  #startOf(wire: WireObject, index: number): BlockStart | undefined {
    switch (wire['type']) {
      case 'text':
        return { kind: 'text' };
      case 'thinking':
      case 'redacted_thinking':
        return { kind: 'reasoning' };
      case 'tool_use':
        return this.#callOf(wire, index);
      default:
        return undefined;
    }
  }

  #callOf(wire: WireObject, index: number): BlockStart {
    const name = filledString(wire['name']) ?? '';
    const tool = this.#context.toolNames.get(name) ?? { name };
    return { kind: 'tool-call', id: filledString(wire['id']) ?? `toolu_${index}`, ...tool };
  }

  #text(index: number, text: string): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined || text === '') return [];
    open.hasText = true;
    if (open.kind === 'foreign') open.parts.push(text);
    if (open.kind === 'foreign') return [];
    const shown = open.custom === undefined ? text : open.custom.push(text);
    return shown === '' ? [] : [{ kind: 'block-delta', index, text: shown }];
  }

  /** Input that only stood in the start, `{}` when a whole call had none, and what a custom tool's reading held. */
  #restOfInput(index: number, open: OpenBlock): readonly NeutralEvent[] {
    const whole = open.hasText ? [] : this.#text(index, inputText(open.start));
    const held = open.custom?.end() ?? '';
    return held === '' ? whole : [...whole, { kind: 'block-delta', index, text: held }];
  }

  #proofOf(open: OpenBlock): Proof | undefined {
    if (open.proof === undefined || open.proof === noProof) return undefined;
    const form = objectOf(open.start.value)['type'] === 'redacted_thinking' ? 'redacted' : 'signature';
    return { issuer: this.#context.issuer, dialect: dialectName, form, value: open.proof };
  }
}

/** As its own text, so that big numbers and key order survive. */
function inputText(start: WireNode): string {
  const input = memberOf(start, 'input');
  if (!isRecord(input.value) || Object.keys(input.value).length === 0) return '{}';
  return input.text()?.raw ?? JSON.stringify(input.value);
}

function foreignBlock(open: OpenBlock): NeutralEvent {
  const wire = objectOf(open.start.value);
  const value = open.parts.length === 0 ? wire : { ...wire, input_json: open.parts.join('') };
  return { kind: 'foreign', owner: dialectName, name: filledString(wire['type']) ?? 'unknown', value };
}
