import { arrayOf, filledString, integerOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import { readAnnotation } from './annotations.js';
import { GrowingBlock } from './growing-block.js';
import type { ItemAssembly, ItemSurroundings } from './item-assembly.js';
import { dialectName } from './wire.js';

/** A message while it comes in: each of its parts is a block. */
export function assembleMessage(surroundings: ItemSurroundings): ItemAssembly {
  return new MessageAssembly(surroundings);
}

interface Part {
  readonly block: GrowingBlock;
  /** Annotations seen so far. */
  cited: number;
}

/** Types of parts that are blocks; servers leave the type out. */
const textParts: ReadonlySet<unknown> = new Set(['output_text', 'text', 'refusal', undefined]);

class MessageAssembly implements ItemAssembly {
  readonly #surroundings: ItemSurroundings;
  readonly #parts = new Map<number, Part>();
  /** What was told already to have no place elsewhere. */
  readonly #foreign = new Set<string>();

  constructor(surroundings: ItemSurroundings) {
    this.#surroundings = surroundings;
  }

  take(type: string, event: WireObject): void {
    const index = integerOf(event['content_index']) ?? 0;
    switch (type) {
      case 'response.output_text.delta':
        return this.#append(index, 'text', event);
      case 'response.refusal.delta':
        return this.#append(index, 'refusal', event);
      case 'response.output_text.annotation.added':
        return this.#cite(this.#part(index, 'text'), objectOf(event['annotation']));
      case 'response.output_text.done':
      case 'response.refusal.done':
        return this.#complete(index, { ...event, type: undefined });
      case 'response.content_part.done':
        this.#complete(index, objectOf(event['part']));
        this.#parts.get(index)?.block.end();
    }
  }

  done(item: WireObject): void {
    for (const [index, part] of arrayOf(item['content']).entries()) this.#complete(index, objectOf(part));
    for (const { block } of this.#parts.values()) block.end();
    if (filledString(item['phase']) !== undefined) this.#tellForeign('phase', item['phase']);
  }

  #append(index: number, kind: 'text' | 'refusal', event: WireObject): void {
    this.#part(index, kind).block.append(stringOf(event['delta']) ?? '');
    this.#seeLogprobs(event);
  }

  #complete(index: number, part: WireObject): void {
    const { type } = part;
    if (!textParts.has(type)) return this.#tellForeign(String(type), part);
    const refusal = stringOf(part['refusal']);
    const found = this.#part(index, refusal === undefined ? 'text' : 'refusal');
    found.block.complete(refusal ?? stringOf(part['text']) ?? '');
    for (const annotation of arrayOf(part['annotations']).slice(found.cited)) this.#cite(found, objectOf(annotation));
    this.#seeLogprobs(part);
  }

  #part(index: number, kind: 'text' | 'refusal'): Part {
    const known = this.#parts.get(index);
    if (known !== undefined) return known;
    const part: Part = { block: new GrowingBlock(this.#surroundings, { kind }), cited: 0 };
    this.#parts.set(index, part);
    return part;
  }

  #cite(part: Part, annotation: WireObject): void {
    part.cited += 1;
    const citation = readAnnotation(annotation);
    if (citation === undefined) this.#tellForeign(filledString(annotation['type']) ?? 'annotation', annotation);
    else part.block.cite(citation);
  }

  #seeLogprobs({ logprobs }: WireObject): void {
    if (arrayOf(logprobs).length > 0) this.#tellForeign('logprobs', logprobs);
  }

  #tellForeign(name: string, value: unknown): void {
    if (this.#foreign.has(name)) return;
    this.#foreign.add(name);
    this.#surroundings.emit({ kind: 'foreign', owner: dialectName, name, value });
  }
}
