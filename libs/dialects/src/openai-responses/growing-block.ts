import type { BlockStart, Citation, NeutralEvent } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';

/** What the assembly of items needs of the reply they belong to. */
export interface ReplySurroundings {
  /** A block index not used yet. */
  readonly nextBlock: () => number;
  readonly emit: (event: NeutralEvent) => void;
}

/** One block of an answer while its text comes in: it starts with its first text, or when it is told to. */
export class GrowingBlock {
  readonly #surroundings: ReplySurroundings;
  readonly #index: number;
  #start: BlockStart | undefined;
  #state: 'new' | 'open' | 'ended' = 'new';
  #held = '';
  #length = 0;

  /** Without a start, text is held until `open` brings one. */
  constructor(surroundings: ReplySurroundings, start?: BlockStart) {
    this.#surroundings = surroundings;
    this.#index = surroundings.nextBlock();
    this.#start = start;
  }

  /** Characters that came in so far. */
  get length(): number {
    return this.#length;
  }

  get started(): boolean {
    return this.#state !== 'new';
  }

  open(start: BlockStart | undefined = this.#start): void {
    this.#start ??= start;
    if (this.#state !== 'new' || this.#start === undefined) return;
    this.#state = 'open';
    this.#surroundings.emit({ kind: 'block-start', index: this.#index, block: this.#start });
    this.#flush();
  }

  append(text: string): void {
    if (text === '' || this.#state === 'ended') return;
    this.#length += text.length;
    this.#held += text;
    this.open();
    this.#flush();
  }

  /** Takes the whole text and adds what had not come yet. */
  complete(text: string): void {
    this.append(text.slice(this.#length));
  }

  /** Adds a source of the text. */
  cite(citation: Citation): void {
    if (this.#state === 'ended') return;
    this.open();
    if (this.#state === 'open') this.#surroundings.emit({ kind: 'citation', index: this.#index, citation });
  }

  /** Ends the block if it ever started. */
  end(proof?: Proof): void {
    if (this.#state === 'open') {
      this.#surroundings.emit({ kind: 'block-end', index: this.#index, ...(proof && { proof }) });
    }
    this.#state = 'ended';
  }

  #flush(): void {
    if (this.#state !== 'open' || this.#held === '') return;
    const text = this.#held;
    this.#held = '';
    this.#surroundings.emit({ kind: 'block-delta', index: this.#index, text });
  }
}
