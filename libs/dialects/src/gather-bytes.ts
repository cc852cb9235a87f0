import { joinBytes } from './join-bytes.js';

/** Bytes that come in pieces, to be had as one. */
export interface GatheredBytes {
  readonly size: number;
  push(chunk: Uint8Array): void;
  /** All of them; what is pushed later is not in it. */
  joined(): Uint8Array;
}

/** So many pieces are held as they come, which is all there are nearly always; of more, small ones are put together. */
const heldChunks = 64;
const smallBytes = 2048;
const pageBytes = 16_384;

/** An empty collection. A sender may cut what it sends into single bytes, and to hold each would take hundreds. */
export function gatherBytes(): GatheredBytes {
  return new Gathering();
}

class Gathering implements GatheredBytes {
  readonly #chunks: Uint8Array[] = [];
  /** Small pieces, not among the chunks yet. */
  #page = new Uint8Array(0);
  #filled = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#chunks.length >= heldChunks && chunk.length < smallBytes) {
      this.#fill(chunk);
      return;
    }
    this.#closePage();
    this.#chunks.push(chunk);
  }

  joined(): Uint8Array {
    this.#closePage();
    return joinBytes(this.#chunks);
  }

  #fill(chunk: Uint8Array): void {
    if (this.#filled + chunk.length > this.#page.length) {
      this.#closePage();
      this.#page = new Uint8Array(pageBytes);
    }
    this.#page.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  #closePage(): void {
    if (this.#filled > 0) this.#chunks.push(this.#page.slice(0, this.#filled));
    this.#page = new Uint8Array(0);
    this.#filled = 0;
  }
}
