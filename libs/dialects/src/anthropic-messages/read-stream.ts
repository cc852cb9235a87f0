import { joinBilling, readBilling, type Billing } from '../billing.js';
import type { ReadContext, StreamReader } from '../dialect.js';
import { filledString, integerOf, objectOf, type WireObject } from '../json/guards.js';
import { JsonText } from '../json/json-text.js';
import type { NeutralEvent, WireFault } from '../neutral/events.js';
import { sequenceBlocks } from '../neutral/sequence.js';
import { openSseParser, type SseEvent } from '../sse/parse.js';
import { brokenStream, faultIn } from './errors.js';
import { openBlocks } from './read-blocks.js';
import { foreignMembers } from './foreign-members.js';
import { finishEvent, usageEvents } from './read-reply.js';
import { mergeUsage, readUsage } from './usage.js';
import { memberOf, type WireNode } from './wire-node.js';

const encoder = new TextEncoder();

/**
 * Reads a stream of this dialect. Events and deltas of unknown types are passed over, as the protocol asks.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/streaming
 */
export function openReader(context: ReadContext): StreamReader {
  return new MessagesReader(context);
}

class MessagesReader implements StreamReader {
  readonly #parser = openSseParser();
  readonly #blocks;
  readonly #sequence = sequenceBlocks();
  #usage: WireObject = {};
  #billing: Billing | undefined;
  #begun = false;
  #finished = false;
  #closed = false;
  #ending = false;

  constructor(context: ReadContext) {
    this.#blocks = openBlocks(context);
  }

  get billing(): Billing | undefined {
    return this.#billing;
  }

  push(bytes: Uint8Array): readonly NeutralEvent[] {
    return this.#closed ? [] : this.#readAll(this.#parser.push(bytes));
  }

  end(): readonly NeutralEvent[] {
    if (this.#closed) return [];
    this.#ending = true;
    const last = this.#readAll(this.#parser.end());
    return this.#closed ? last : [...last, ...this.#emit(this.#close())];
  }

  #readAll(frames: readonly SseEvent[]): readonly NeutralEvent[] {
    return frames.flatMap((frame) => this.#readFrame(frame));
  }

  #readFrame(frame: SseEvent): readonly NeutralEvent[] {
    if (this.#closed) return [];
    try {
      const value: unknown = JSON.parse(frame.data);
      return this.#emit(this.#readEvent({ value, text: () => textOf(frame.data, value) }, frame.event));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // Half a frame is how a cut connection ends; what is missing is told by `#close`.
      if (this.#ending) return [];
      return this.#emit(this.#fail(brokenStream('invalid-frame', 'the provider sent an event that is not valid JSON')));
    }
  }

  #emit(events: readonly NeutralEvent[]): readonly NeutralEvent[] {
    const sequenced = events.flatMap((event) => this.#sequence.push(event));
    return this.#closed ? [...sequenced, ...this.#sequence.end()] : sequenced;
  }

  #readEvent(node: WireNode, name: string | undefined): readonly NeutralEvent[] {
    const wire = objectOf(node.value);
    const index = integerOf(wire['index']) ?? 0;
    switch (filledString(wire['type']) ?? name) {
      case 'message_start':
        return this.#begin(objectOf(wire['message']));
      case 'content_block_start':
        return [...this.#begin({}), ...this.#blocks.start(index, memberOf(node, 'content_block'))];
      case 'content_block_delta':
        return this.#blocks.delta(index, objectOf(wire['delta']));
      case 'content_block_stop':
        return this.#blocks.stop(index);
      case 'message_delta':
        return this.#readMessageDelta(wire);
      case 'message_stop':
        return this.#stop();
      case 'error':
        return this.#fail(faultIn(wire) ?? brokenStream('error', 'the provider reported an error without words'));
      default:
        return [];
    }
  }

  #begin(message: WireObject): readonly NeutralEvent[] {
    if (this.#begun) return [];
    this.#begun = true;
    this.#usage = mergeUsage(this.#usage, message['usage']);
    this.#billing = joinBilling(this.#billing, readBilling(message));
    const begin = { kind: 'begin', id: filledString(message['id']), model: filledString(message['model']) } as const;
    return [begin, ...foreignMembers(message)];
  }

  #readMessageDelta(wire: WireObject): readonly NeutralEvent[] {
    this.#usage = mergeUsage(this.#usage, wire['usage']);
    this.#billing = joinBilling(this.#billing, readBilling(wire));
    if (this.#finished) return [];
    const delta = objectOf(wire['delta']);
    const said = [...this.#begin({}), ...foreignMembers(wire), ...foreignMembers(delta)];
    const finish = finishEvent(delta, this.#blocks);
    if (finish === undefined) return said;
    this.#finished = true;
    return [...said, ...this.#blocks.end(), finish];
  }

  #stop(): readonly NeutralEvent[] {
    const finish: readonly NeutralEvent[] = this.#finished ? [] : [{ kind: 'finish', reason: 'unknown' }];
    this.#finished = true;
    this.#closed = true;
    return [...this.#begin({}), ...finish, ...usageEvents(readUsage(this.#usage))];
  }

  /** The upstream closed: fine once the finish was seen, even without the terminal event. */
  #close(): readonly NeutralEvent[] {
    if (this.#finished) return this.#stop();
    return this.#fail(brokenStream('incomplete-stream', 'the provider closed the stream before it told a stop_reason'));
  }

  #fail(fault: WireFault): readonly NeutralEvent[] {
    this.#closed = true;
    return [...usageEvents(readUsage(this.#usage)), { kind: 'fault', fault }];
  }
}

/** The text of an event's data; asked for only where a value is taken over as it is. */
function textOf(data: string, parsed: unknown): JsonText {
  const bytes = encoder.encode(data);
  const start = bytes.findIndex((byte) => byte > 32);
  return new JsonText(bytes, start, bytes.length, { parsed });
}
