import type { Fault, TokenCounts } from '@smart-router/core';
import type { StreamWriter, WriteContext } from '../dialect.js';
import type { WireObject } from '../json/guards.js';
import type { BlockStart, NeutralEvent } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';
import { formatEvent } from '../sse/format.js';
import { writeStreamFault } from './errors.js';
import { writeStopReason } from './finish.js';
import { writeUsage } from './usage.js';
import { openingBlock, proofText, sealedBlock } from './write-blocks.js';
import { writeMessage } from './write-reply.js';

type FinishEvent = Extract<NeutralEvent, { readonly kind: 'finish' }>;

/** A block of the answer; it is opened on the wire with its first text, since empty ones must not show. */
interface OpenBlock {
  readonly start: BlockStart;
  /** Free text of a custom tool, which becomes one JSON object. */
  readonly custom: string[] | undefined;
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
        return this.#begin(undefined) + this.#startBlock(event.block);
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
      case 'foreign':
        return '';
    }
  }

  end(): string {
    if (this.#ended || this.#finish === undefined) return '';
    this.#ended = true;
    const { reason, stopSequence } = this.#finish;
    const stopReason = writeStopReason(reason, { calls: this.#calls, refusal: this.#refusal });
    const delta = { stop_reason: stopReason, stop_sequence: stopSequence ?? null, stop_details: null, container: null };
    return (
      this.#begin(undefined) +
      frame('message_delta', { delta, usage: deltaUsage(this.#tokens) }) +
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
    return frame('message_start', { message: writeMessage(this.#context, { model, tokens: this.#tokens }) });
  }

  #startBlock(start: BlockStart): string {
    const call = start.kind === 'tool-call';
    this.#block = { start, custom: call && start.form === 'custom' ? [] : undefined, shown: false };
    this.#calls ||= call;
    this.#refusal ||= start.kind === 'refusal';
    return call ? this.#show(this.#block) : '';
  }

  #write(text: string): string {
    const block = this.#block;
    if (block === undefined || text === '') return '';
    if (block.custom === undefined) return this.#show(block) + this.#delta(textDelta(block.start, text));
    block.custom.push(text);
    return '';
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
    if (custom === undefined) return '';
    return this.#delta(textDelta(start, JSON.stringify({ input: custom.join('') })));
  }

  /** Sealed reasoning is whole at once; a signature alone still comes as a delta, where clients look for it. */
  #sealed(proof: Proof | undefined): string {
    const sealed = sealedBlock(proof);
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
    return this.#open(openingBlock(block.start));
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

function textDelta(start: BlockStart, text: string): WireObject {
  switch (start.kind) {
    case 'tool-call':
      return { type: 'input_json_delta', partial_json: text };
    case 'reasoning':
      return { type: 'thinking_delta', thinking: text };
    case 'text':
    case 'refusal':
    case 'web-search':
      return { type: 'text_delta', text };
  }
}

/** The last event tells the whole usage: the start could not know it. */
function deltaUsage(tokens: TokenCounts): WireObject {
  const { service_tier, inference_geo, speed, ...usage } = writeUsage(tokens);
  return usage;
}

function frame(type: string, fields: WireObject): string {
  return formatEvent(type, JSON.stringify({ type, ...fields }));
}
