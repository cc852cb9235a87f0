import type { Fault, TokenCounts } from '@smart-router/core';
import type { StreamWriter, WriteContext } from '../dialect.js';
import type { WireObject } from '../json/guards.js';
import type { BlockStart, Citation, NeutralEvent } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';
import { formatEvent } from '../sse/format.js';
import { writeStreamFault } from './errors.js';
import { writeStopDetails, writeStopReason } from './finish.js';
import { writeUsage } from './usage.js';
import { openingBlock, proofText, sealedBlock, type FilledBlock } from './write-blocks.js';
import { placeOf, writeMessage } from './write-reply.js';
import { writeCitation, writeSearch } from './write-searches.js';

type FinishEvent = Extract<NeutralEvent, { readonly kind: 'finish' }>;

interface CustomObject {
  begun: boolean;
}

/** A block of the answer; it is opened on the wire with its first text, since empty ones must not show. */
interface OpenBlock {
  readonly start: FilledBlock;
  /** Free text of a custom tool, which becomes one JSON object while it is written. */
  readonly custom: CustomObject | undefined;
  /** Sources that came before any text. */
  readonly early: Citation[];
  shown: boolean;
}

/** Writes a stream of this dialect. */
export function openWriter(context: WriteContext): StreamWriter {
  return new MessagesWriter(context);
}

class MessagesWriter implements StreamWriter {
  readonly #context: WriteContext;
  #begun = false;
  #ended = false;
  #index = 0;
  #block: OpenBlock | undefined;
  #calls = false;
  #refusal = false;
  #searches = 0;
  #tokens: TokenCounts = {};
  #finish: FinishEvent | undefined;

  constructor(context: WriteContext) {
    this.#context = context;
  }

  push(event: NeutralEvent): string {
    if (this.#ended) return '';
    switch (event.kind) {
      case 'begin':
        return this.#begin(event.model);
      case 'block-start':
        return this.#begin(undefined) + this.#startBlock(event.block, event.index);
      case 'block-delta':
        return this.#write(event.text);
      case 'block-end':
        return this.#endBlock(event.proof);
      case 'usage':
        this.#tokens = event.tokens;
        return '';
      case 'finish':
        this.#finish = event;
        return '';
      case 'fault':
        // The stream ends with `fail`, which knows how the router sees this fault.
        this.#finish = undefined;
        return '';
      case 'citation':
        return this.#cite(event.citation);
      case 'foreign':
        return '';
    }
  }

  end(): string {
    if (this.#ended || this.#finish === undefined) return '';
    this.#ended = true;
    const { reason, stopSequence } = this.#finish;
    const stopReason = writeStopReason(reason, { calls: this.#calls, refusal: this.#refusal });
    const delta = {
      stop_reason: stopReason,
      stop_sequence: stopSequence ?? null,
      stop_details: writeStopDetails(stopReason),
      container: null,
    };
    return (
      this.#begin(undefined) +
      frame('message_delta', { delta, usage: deltaUsage(this.#tokens, this.#searches) }) +
      frame('message_stop', {})
    );
  }

  fail(fault: Fault): string {
    if (this.#ended) return '';
    this.#ended = true;
    return writeStreamFault(fault, { requestId: this.#context.requestId, sequenceNumber: 0 });
  }

  #begin(model: string | undefined): string {
    if (this.#begun) return '';
    this.#begun = true;
    const message = writeMessage(this.#context, { model, tokens: this.#tokens });
    return frame('message_start', { message }) + frame('ping', {});
  }

  #startBlock(start: BlockStart, index: number): string {
    if (start.kind === 'web-search') return this.#search(start, index);
    const call = start.kind === 'tool-call';
    this.#block = {
      start,
      custom: call && start.form === 'custom' ? { begun: false } : undefined,
      early: [],
      shown: false,
    };
    this.#calls ||= call;
    this.#refusal ||= start.kind === 'refusal';
    return call ? this.#show(this.#block) : '';
  }

  #search(start: Extract<BlockStart, { readonly kind: 'web-search' }>, index: number): string {
    this.#block = undefined;
    this.#searches += 1;
    const { call, input, result } = writeSearch(start, placeOf(this.#context, index));
    const asked = this.#delta({ type: 'input_json_delta', partial_json: JSON.stringify(input) });
    return this.#open(call) + asked + this.#stop() + this.#open(result) + this.#stop();
  }

  #cite(citation: Citation): string {
    const block = this.#block;
    if (block?.start.kind !== 'text' && block?.start.kind !== 'refusal') return '';
    if (block.shown) return this.#delta({ type: 'citations_delta', citation: writeCitation(citation) });
    block.early.push(citation);
    return '';
  }

  #write(text: string): string {
    const block = this.#block;
    if (block === undefined || text === '') return '';
    const shown = block.custom === undefined ? text : customPiece(block.custom, text);
    return this.#show(block) + this.#delta(textDelta(block.start, shown));
  }

  #endBlock(proof: Proof | undefined): string {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined) return '';
    if (block.start.kind === 'reasoning' && !block.shown) return this.#sealed(proof);
    if (!block.shown) return '';
    return this.#lastDelta(block, proof) + this.#stop();
  }

  #lastDelta({ start, custom }: OpenBlock, proof: Proof | undefined): string {
    if (start.kind === 'reasoning') return this.#delta({ type: 'signature_delta', signature: proofText(proof) });
    return custom === undefined ? '' : this.#delta(textDelta(start, `${customPiece(custom, '')}"}`));
  }

  /** Sealed reasoning is whole at once; a signature alone still comes as a delta, where clients look for it. */
  #sealed(proof: Proof | undefined): string {
    const [sealed] = sealedBlock(proof) ?? [];
    if (sealed === undefined) return '';
    if (sealed['type'] !== 'thinking') return this.#open(sealed) + this.#stop();
    const { signature } = sealed;
    return (
      this.#open(openingBlock({ kind: 'reasoning' })) +
      this.#delta({ type: 'signature_delta', signature }) +
      this.#stop()
    );
  }

  #show(block: OpenBlock): string {
    if (block.shown) return '';
    block.shown = true;
    return this.#open(openingBlock(block.start)) + block.early.map((citation) => this.#cite(citation)).join('');
  }

  #open(contentBlock: WireObject): string {
    return frame('content_block_start', { index: this.#index, content_block: contentBlock });
  }

  #delta(delta: WireObject): string {
    return frame('content_block_delta', { index: this.#index, delta });
  }

  #stop(): string {
    const stopped = frame('content_block_stop', { index: this.#index });
    this.#index += 1;
    return stopped;
  }
}

/** The next piece of `{"input":"…"}`; the closing follows at the end. */
function customPiece(custom: CustomObject, text: string): string {
  const opening = custom.begun ? '' : '{"input":"';
  custom.begun = true;
  return opening + JSON.stringify(text).slice(1, -1);
}

function textDelta(start: FilledBlock, text: string): WireObject {
  switch (start.kind) {
    case 'tool-call':
      return { type: 'input_json_delta', partial_json: text };
    case 'reasoning':
      return { type: 'thinking_delta', thinking: text };
    case 'text':
    case 'refusal':
      return { type: 'text_delta', text };
  }
}

/** The last event tells the whole usage: the start could not know it. */
function deltaUsage(tokens: TokenCounts, searches: number): WireObject {
  const { service_tier, inference_geo, speed, ...usage } = writeUsage(tokens, searches);
  return usage;
}

function frame(type: string, fields: WireObject): string {
  return formatEvent(type, JSON.stringify({ type, ...fields }));
}
