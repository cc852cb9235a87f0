import type { StreamReader } from '../dialect.js';
import type { NeutralEvent } from '../neutral/events.js';
import { differingAnswer } from './differing-answer.js';
import type { Said, SaidBlock } from './said.js';

type EventOf<Kind extends NeutralEvent['kind']> = Extract<NeutralEvent, { readonly kind: Kind }>;

const differing: readonly NeutralEvent[] = [{ kind: 'fault', fault: differingAnswer }];

/**
 * Reads an answer that goes on from what was said already: what equals it is passed over, the rest is new. The first
 * difference is a fault. Everything shown counts, thinking included; proofs do not, which no two answers share.
 */
export function openContinuingReader(reader: StreamReader, said: Said): StreamReader {
  const continuation = new Continuation(said);
  return {
    push: (bytes) => continuation.take(reader.push(bytes)),
    end: () => continuation.take(reader.end()),
    get billing() {
      return reader.billing;
    },
  };
}

/** Where an answer stands in what was said before it. */
class Continuation {
  readonly #said: Said;
  #block: SaidBlock | undefined;
  #blocks = 0;
  /** Characters and sources of the open block that came so far. */
  #offset = 0;
  #citations = 0;
  /** An end of a block that may only be one because the stream broke off in it: the next event tells. */
  #heldEnd: EventOf<'block-end'> | undefined;

  constructor(said: Said) {
    this.#said = said;
  }

  take(events: readonly NeutralEvent[]): readonly NeutralEvent[] {
    return events.flatMap((event) => this.#takeOne(event));
  }

  #takeOne(event: NeutralEvent): readonly NeutralEvent[] {
    const held = this.#heldEnd;
    this.#heldEnd = undefined;
    if (event.kind === 'fault') return [event];
    const ended = held === undefined ? [] : this.#end(held);
    return [...ended, ...this.#read(event)];
  }

  #read(event: Exclude<NeutralEvent, EventOf<'fault'>>): readonly NeutralEvent[] {
    switch (event.kind) {
      case 'begin':
        return this.#begin(event);
      case 'block-start':
        return this.#start(event);
      case 'block-delta':
        return this.#grow(event);
      case 'citation':
        return this.#cite(event);
      case 'block-end':
        this.#heldEnd = event;
        return [];
      case 'finish':
        return this.#blocks < this.#said.blocks.length ? differing : [event];
      case 'usage':
      case 'foreign':
        return [event];
    }
  }

  #begin(event: EventOf<'begin'>): readonly NeutralEvent[] {
    if (this.#said.begun) return [];
    this.#said.begun = true;
    return [event];
  }

  #start(event: EventOf<'block-start'>): readonly NeutralEvent[] {
    this.#offset = 0;
    this.#citations = 0;
    this.#block = this.#said.blocks[this.#blocks];
    this.#blocks += 1;
    if (this.#block !== undefined) return isAlike(this.#block.start, event.block) ? [] : differing;
    this.#block = { start: event.block, text: '', citations: [], ended: false };
    this.#said.blocks.push(this.#block);
    return [event];
  }

  /** What was said before leaves as an empty piece: a sign that the answer is on its way. */
  #grow(event: EventOf<'block-delta'>): readonly NeutralEvent[] {
    const block = this.#block;
    if (block === undefined) return differing;
    const known =
      this.#offset === block.text.length ? '' : block.text.slice(this.#offset, this.#offset + event.text.length);
    if (!event.text.startsWith(known)) return differing;
    this.#offset += event.text.length;
    const text = event.text.slice(known.length);
    if (text === '') return [{ ...event, text }];
    if (block.ended) return differing;
    block.text += text;
    return [{ ...event, text }];
  }

  #cite(event: EventOf<'citation'>): readonly NeutralEvent[] {
    const block = this.#block;
    if (block === undefined) return differing;
    const known = block.citations[this.#citations];
    this.#citations += 1;
    if (known !== undefined) return known.url === event.citation.url ? [] : differing;
    if (block.ended) return differing;
    block.citations.push(event.citation);
    return [event];
  }

  #end(event: EventOf<'block-end'>): readonly NeutralEvent[] {
    const block = this.#block;
    if (block === undefined || this.#offset < block.text.length || this.#citations < block.citations.length)
      return differing;
    if (block.ended) return [];
    block.ended = true;
    return [event];
  }
}

/** Calls are never alike: two answers that call the same tool would call it twice. */
function isAlike(one: SaidBlock['start'], other: SaidBlock['start']): boolean {
  return one.kind === other.kind && one.kind !== 'tool-call' && one.kind !== 'web-search';
}
