import type { TokenCounts } from '@smart-router/core';
import type { Citation, NeutralEvent } from './events.js';
import type { Proof } from './proof.js';
import { openQueue } from './queue.js';

/** See `sequenceBlocks`: blocks with free indices in, strictly sequential ones out. */
export interface BlockSequencer {
  push(event: NeutralEvent): readonly NeutralEvent[];
  /** Emits what is still held; open blocks are ended. May be called at the wire's own terminal, and again later. */
  end(): readonly NeutralEvent[];
}

interface HeldBlock {
  readonly start: Extract<NeutralEvent, { readonly kind: 'block-start' }>;
  readonly texts: string[];
  readonly citations: Citation[];
  ended: boolean;
  proof: Proof | undefined;
}

/**
 * Puts events in neutral order. Blocks may overlap and carry any index that is free at the time; they come out one
 * after the other in the order they started, numbered from 0, and texts of later ones wait until the open one ended.
 * `finish` ends every open block. `usage` may come often and is merged; it comes out at the end, or before a `fault`.
 * A `fault` leaves the open block open, so that nobody takes a cut tool call for a whole one. Nothing follows it.
 */
export function sequenceBlocks(): BlockSequencer {
  return new Sequencer();
}

class Sequencer implements BlockSequencer {
  readonly #byWireIndex = new Map<number, HeldBlock>();
  /** In the order of their starts; the first one is open downstream. */
  readonly #waiting = openQueue<HeldBlock>();
  /** Whether the first one has been told of; a text is with its first words, so that nobody sees an empty one. */
  #opened = false;
  #nextIndex = 0;
  #begun = false;
  #finished = false;
  #closed = false;
  #usage: TokenCounts | undefined;

  push(event: NeutralEvent): readonly NeutralEvent[] {
    if (this.#closed) return [];
    switch (event.kind) {
      case 'begin':
        return this.#begin(event);
      case 'block-start':
        return this.#start(event);
      case 'block-delta':
        return this.#delta(event.index, event.text);
      case 'citation':
        return this.#cite(event.index, event.citation);
      case 'block-end':
        return this.#endBlock(event.index, event.proof);
      case 'usage':
        this.#usage = { ...this.#usage, ...event.tokens };
        return [];
      case 'finish':
        return this.#finish(event);
      case 'fault':
        return this.#close([event]);
      case 'foreign':
        return [event];
    }
  }

  end(): readonly NeutralEvent[] {
    if (this.#closed) return [];
    return [...this.#drain(), ...this.#close([])];
  }

  #begin(event: NeutralEvent): readonly NeutralEvent[] {
    if (this.#begun) return [];
    this.#begun = true;
    return [event];
  }

  #start(event: HeldBlock['start']): readonly NeutralEvent[] {
    if (this.#finished || this.#byWireIndex.has(event.index)) return [];
    const block: HeldBlock = { start: event, texts: [], citations: [], ended: false, proof: undefined };
    this.#byWireIndex.set(event.index, block);
    this.#waiting.push(block);
    return block === this.#waiting.first ? this.#first(block) : [];
  }

  #delta(wireIndex: number, text: string): readonly NeutralEvent[] {
    const block = this.#byWireIndex.get(wireIndex);
    if (block === undefined || text === '') return [];
    if (block === this.#waiting.first) return this.#say(block, text);
    block.texts.push(text);
    return [];
  }

  #cite(wireIndex: number, citation: Citation): readonly NeutralEvent[] {
    const block = this.#byWireIndex.get(wireIndex);
    if (block === undefined) return [];
    if (block === this.#waiting.first) return this.#source(block, citation);
    block.citations.push(citation);
    return [];
  }

  #endBlock(wireIndex: number, proof: Proof | undefined): readonly NeutralEvent[] {
    const block = this.#byWireIndex.get(wireIndex);
    if (block === undefined) return [];
    this.#byWireIndex.delete(wireIndex);
    block.ended = true;
    block.proof = proof;
    return block === this.#waiting.first ? this.#advance() : [];
  }

  /** Ends the open block and all ended ones behind it; opens the next that is still running. */
  #advance(): readonly NeutralEvent[] {
    const events: NeutralEvent[] = [];
    for (let open = this.#waiting.first; open?.ended === true; open = this.#waiting.first) {
      events.push(...this.#last(open));
      this.#waiting.leave();
      const next = this.#waiting.first;
      if (next === undefined) break;
      const text = next.texts.join('');
      events.push(...this.#first(next), ...(text === '' ? [] : this.#say(next, text)));
      for (const citation of next.citations) events.push(...this.#source(next, citation));
    }
    return events;
  }

  #finish(event: NeutralEvent): readonly NeutralEvent[] {
    if (this.#finished) return [];
    this.#finished = true;
    return [...this.#drain(), event];
  }

  #drain(): readonly NeutralEvent[] {
    for (const block of this.#waiting.all()) block.ended = true;
    this.#byWireIndex.clear();
    return this.#advance();
  }

  #close(last: readonly NeutralEvent[]): readonly NeutralEvent[] {
    this.#closed = true;
    if (this.#usage === undefined) return last;
    return [{ kind: 'usage', tokens: this.#usage }, ...last];
  }

  /** The block is the first of those that wait. */
  #first(block: HeldBlock): readonly NeutralEvent[] {
    this.#opened = false;
    return isText(block) ? [] : this.#open(block);
  }

  #open(block: HeldBlock): readonly NeutralEvent[] {
    if (this.#opened) return [];
    this.#opened = true;
    return [{ kind: 'block-start', index: this.#nextIndex, block: block.start.block }];
  }

  #say(block: HeldBlock, text: string): readonly NeutralEvent[] {
    return [...this.#open(block), { kind: 'block-delta', index: this.#nextIndex, text }];
  }

  #source(block: HeldBlock, citation: Citation): readonly NeutralEvent[] {
    return [...this.#open(block), { kind: 'citation', index: this.#nextIndex, citation }];
  }

  #last({ proof }: HeldBlock): readonly NeutralEvent[] {
    if (!this.#opened) return [];
    const index = this.#nextIndex;
    this.#nextIndex += 1;
    return [{ kind: 'block-end', index, ...(proof && { proof }) }];
  }
}

/** What is nothing without words; other blocks say something by being there. */
function isText({ start }: HeldBlock): boolean {
  return start.block.kind === 'text' || start.block.kind === 'refusal';
}
