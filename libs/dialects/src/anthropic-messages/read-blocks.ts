import type { ReadContext } from '../dialect.js';
import { arrayOf, filledString, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { BlockStart, NeutralEvent } from '../neutral/events.js';
import { namelessCall } from '../neutral/nameless-call.js';
import type { Proof } from '../neutral/proof.js';
import { openCustomInput, type CustomInput } from './custom-input.js';
import { noProof } from './no-proof.js';
import { openTexts } from './read-texts.js';
import { webSearchName } from './web-search-tool.js';
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
  /** No block follows. */
  end(): readonly NeutralEvent[];
  /** Whether a tool call was among the blocks. */
  readonly calls: boolean;
}

type CallStart = Extract<BlockStart, { readonly kind: 'tool-call' }>;

type BlockKind = 'text' | 'reasoning' | 'tool-call' | 'web-search' | 'foreign';

/** A block that has started. */
interface OpenBlock {
  readonly start: WireNode;
  readonly kind: BlockKind;
  readonly custom: CustomInput | undefined;
  /** Argument text of a tool that the provider runs, joined at its end. */
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
  readonly #texts = openTexts();
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
    const kind = kindOfBlock(wire);
    const call = kind === 'tool-call' ? this.#callOf(wire, index) : undefined;
    this.#open.set(index, {
      start: node,
      kind,
      custom: call?.form === 'custom' ? openCustomInput() : undefined,
      parts: [],
      hasText: false,
      proof: filledString(wire['signature']) ?? filledString(wire['data']),
    });
    if (kind === 'text') return this.#startText(index, wire);
    const before = this.#texts.flush();
    if (call !== undefined) this.#calls = true;
    const block = call ?? (kind === 'reasoning' ? ({ kind } as const) : undefined);
    if (block === undefined) return before;
    return [
      ...before,
      { kind: 'block-start', index, block },
      ...this.#text(index, filledString(wire['thinking']) ?? ''),
    ];
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
      case 'citations_delta':
        return this.#texts.cite(index, delta['citation']);
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
    switch (open.kind) {
      case 'text':
        return this.#texts.stop(index);
      case 'web-search':
        return searchEvents(index, open);
      case 'foreign':
        return [foreignBlock(open)];
      case 'reasoning':
      case 'tool-call': {
        const proof = open.kind === 'reasoning' ? this.#proofOf(open) : undefined;
        return [...rest, { kind: 'block-end', index, ...(proof && { proof }) }];
      }
    }
  }

  end(): readonly NeutralEvent[] {
    return this.#texts.flush();
  }

  #startText(index: number, wire: WireObject): readonly NeutralEvent[] {
    const started = this.#texts.start(index, wire);
    const text = this.#texts.text(index, filledString(wire['text']) ?? '');
    const cited = arrayOf(wire['citations']).flatMap((citation) => this.#texts.cite(index, citation));
    return [...started, ...text, ...cited];
  }

  #callOf(wire: WireObject, index: number): CallStart {
    const name = filledString(wire['name']) ?? namelessCall;
    const tool = this.#context.toolNames.get(name) ?? { name };
    return { kind: 'tool-call', id: filledString(wire['id']) ?? `toolu_${index}`, ...tool };
  }

  #text(index: number, text: string): readonly NeutralEvent[] {
    const open = this.#open.get(index);
    if (open === undefined || text === '') return [];
    open.hasText = true;
    if (open.kind === 'text') return this.#texts.text(index, text);
    if (open.kind === 'foreign' || open.kind === 'web-search') {
      open.parts.push(text);
      return [];
    }
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

const blockKinds: Readonly<Record<string, BlockKind>> = {
  text: 'text',
  thinking: 'reasoning',
  redacted_thinking: 'reasoning',
  tool_use: 'tool-call',
};

function kindOfBlock({ type, name }: WireObject): BlockKind {
  if (type === 'server_tool_use' && name === webSearchName) return 'web-search';
  return typeof type === 'string' && Object.hasOwn(blockKinds, type) ? (blockKinds[type] ?? 'foreign') : 'foreign';
}

/** A search is told at its end, once its query is whole. */
function searchEvents(index: number, { start, parts }: OpenBlock): readonly NeutralEvent[] {
  const wire = objectOf(start.value);
  const input = parts.length === 0 ? objectOf(wire['input']) : parsedInput(parts.join(''));
  const block = { kind: 'web-search', id: filledString(wire['id']), query: filledString(input['query']) } as const;
  return [
    { kind: 'block-start', index, block },
    { kind: 'block-end', index },
  ];
}

function parsedInput(text: string): WireObject {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    // The search was cut while it was written: its query is not known.
    return {};
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
