import type { Fault } from '@smart-router/core';
import type { Outcome, StreamReader, StreamWriter } from './dialect.js';
import type { ForeignNotes } from './foreign-notes.js';
import { incompleteStream } from './incomplete-stream.js';
import type { Piece, ReplyStream } from './lane.js';
import type { NeutralEvent } from './neutral/events.js';
import { nothingSeen, observe, withBilling } from './outcome.js';

const encoder = new TextEncoder();

/** What a translated stream is made of. */
export interface TranslatedStreamOptions {
  readonly reader: StreamReader;
  readonly writer: StreamWriter;
  readonly foreign: ForeignNotes;
}

/** Reads an upstream's stream and writes it in the caller's dialect. A fault ends it; `fail` phrases that end. */
export function openTranslatedStream(options: TranslatedStreamOptions): ReplyStream {
  return new TranslatedStream(options);
}

class TranslatedStream implements ReplyStream {
  readonly #reader: StreamReader;
  readonly #writer: StreamWriter;
  readonly #foreign: ForeignNotes;
  #outcome = nothingSeen;
  #contentSeen = false;
  #closed = false;

  constructor(options: TranslatedStreamOptions) {
    this.#reader = options.reader;
    this.#writer = options.writer;
    this.#foreign = options.foreign;
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  get contentSeen(): boolean {
    return this.#contentSeen;
  }

  push(bytes: Uint8Array): readonly Piece[] {
    return this.#closed ? [] : this.#write(this.#reader.push(bytes));
  }

  end(): readonly Piece[] {
    if (this.#closed) return [];
    const pieces = this.#write(this.#reader.end());
    const ended = this.#outcome.fault !== undefined;
    this.#closed = true;
    if (ended) return pieces;
    if (this.#outcome.complete) return [...pieces, ...piece('content', this.#writer.end())];
    this.#outcome = { ...this.#outcome, fault: incompleteStream };
    return pieces;
  }

  fail(fault: Fault): Uint8Array {
    this.#closed = true;
    return encoder.encode(this.#writer.fail(fault));
  }

  #write(events: readonly NeutralEvent[]): readonly Piece[] {
    let startup = '';
    let content = '';
    for (const event of events) {
      this.#outcome = observe(this.#outcome, event);
      this.#foreign.see(event);
      if (event.kind === 'fault') {
        this.#closed = true;
        break;
      }
      this.#contentSeen ||= carriesContent(event);
      const frames = this.#writer.push(event);
      if (this.#contentSeen) content += frames;
      else startup += frames;
    }
    if (this.#reader.billing !== this.#outcome.billing)
      this.#outcome = withBilling(this.#outcome, this.#reader.billing);
    return [...piece('startup', startup), ...piece('content', content)];
  }
}

function piece(kind: Piece['kind'], frames: string): readonly Piece[] {
  return frames === '' ? [] : [{ kind, bytes: encoder.encode(frames) }];
}

/** From here on another target could not take over unnoticed. An empty answer's `finish` counts: it is the answer. */
function carriesContent(event: NeutralEvent): boolean {
  if (event.kind === 'block-start') return event.block.kind === 'tool-call';
  return event.kind === 'block-delta' || event.kind === 'finish';
}
