import type { Fault, IssuedState } from '@smart-router/core';
import { joinBilling, readBilling, type Billing } from '../billing.js';
import type { FrameKind, Outcome, Tap, TapContext } from '../dialect.js';
import { filledString, objectOf, type WireObject } from '../json/guards.js';
import type { FinishReason, WireFault } from '../neutral/events.js';
import { joinState, withBilling } from '../outcome.js';
import { formatEvent } from '../sse/format.js';
import { dataOf, includesAscii } from '../sse/frame.js';
import { brokenStream, faultIn, writeStreamFault } from './errors.js';
import { readStopReason } from './finish.js';
import { issuedByBlock, issuedByDelta, issuedByHolder } from './issued-state.js';
import { mergeUsage, readUsage } from './usage.js';

/** Nearly all frames of a stream begin so; they are not parsed. */
const deltaFrame = new TextEncoder().encode('event: content_block_delta\n');

/** In the deltas that seal a block. */
const sealWords = ['"signature"', '"encrypted_content"'];

/** Watches a stream pass; nothing is ever added to this dialect's streams, so nothing is removed. */
export function openTap(_context: TapContext): Tap {
  return new MessagesTap();
}

class MessagesTap implements Tap {
  #id: string | undefined;
  #model: string | undefined;
  #usage: WireObject = {};
  #billing: Billing | undefined;
  #finish: FinishReason | undefined;
  #fault: WireFault | undefined;
  #stopped = false;
  #contentSeen = false;
  /** A block is open whose deltas may seal it, so that they are looked into. */
  #sealing = false;
  #state: readonly IssuedState[] = [];

  get outcome(): Outcome {
    const seen: Outcome = {
      id: this.#id,
      model: this.#model,
      finish: this.#finish,
      tokens: readUsage(this.#usage),
      fault: this.#fault,
      complete: this.#fault === undefined && (this.#stopped || this.#finish !== undefined),
      ...(this.#state.length > 0 && { state: this.#state }),
    };
    return withBilling(seen, this.#billing);
  }

  see(frame: Uint8Array): FrameKind {
    const kind = startsWith(frame, deltaFrame) ? this.#passDelta(frame) : this.#read(dataOf(frame));
    if (kind === 'content') this.#contentSeen = true;
    return kind === 'startup' && this.#contentSeen ? 'content' : kind;
  }

  fail(fault: Fault, requestId: string): string {
    return writeStreamFault(fault, { requestId, sequenceNumber: 0 });
  }

  missingEnd(): string {
    return this.#stopped ? '' : formatEvent('message_stop', '{"type":"message_stop"}');
  }

  #passDelta(frame: Uint8Array): FrameKind {
    const seals = this.#sealing && sealWords.some((word) => includesAscii(frame, word));
    return seals ? this.#read(dataOf(frame)) : 'content';
  }

  #read(data: string | undefined): FrameKind {
    if (data === undefined) return 'quiet';
    try {
      return this.#see(objectOf(JSON.parse(data)));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // Forwarded as it is: between equal dialects the caller judges what the provider sends.
      return 'content';
    }
  }

  #see(event: WireObject): FrameKind {
    switch (event['type']) {
      case 'ping':
        return 'quiet';
      case 'message_start':
        return this.#start(objectOf(event['message']));
      case 'content_block_start':
        return this.#startBlock(objectOf(event['content_block']));
      case 'content_block_delta':
        this.#keep(issuedByDelta(objectOf(event['delta'])));
        return 'content';
      case 'content_block_stop':
        this.#sealing = false;
        return 'startup';
      case 'message_delta':
        this.#keep(issuedByHolder(objectOf(event['delta'])));
        this.#usage = mergeUsage(this.#usage, event['usage']);
        this.#billing = joinBilling(this.#billing, readBilling(event));
        this.#finish = readStopReason(objectOf(event['delta'])['stop_reason']) ?? this.#finish;
        return 'content';
      case 'message_stop':
        this.#stopped = true;
        return 'content';
      case 'error':
        if (this.#stopped) return 'quiet';
        this.#fault = faultIn(event) ?? brokenStream('error', 'the provider reported an error without words');
        return 'fault';
      default:
        return 'content';
    }
  }

  #start(message: WireObject): FrameKind {
    this.#id = filledString(message['id']);
    this.#model = filledString(message['model']);
    this.#usage = mergeUsage(this.#usage, message['usage']);
    this.#billing = joinBilling(this.#billing, readBilling(message));
    this.#keep(issuedByHolder(message));
    return 'startup';
  }

  #startBlock(block: WireObject): FrameKind {
    this.#sealing = block['type'] === 'thinking' || block['type'] === 'compaction';
    this.#keep(issuedByBlock(block));
    return isEmptyStart(block) ? 'startup' : 'content';
  }

  #keep(state: readonly IssuedState[]): void {
    this.#state = joinState(this.#state, state);
  }
}

/** A block that says nothing yet; its text follows in deltas. */
function isEmptyStart(block: WireObject): boolean {
  return (
    (block['type'] === 'text' && block['text'] === '') || (block['type'] === 'thinking' && block['thinking'] === '')
  );
}

function startsWith(frame: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, at) => frame[at] === byte);
}
