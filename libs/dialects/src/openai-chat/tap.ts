import type { Fault } from '@smart-router/core';
import type { FrameKind, Outcome, Tap, TapContext } from '../dialect.js';
import { valueOfFrame } from '../json-frame.js';
import { arrayOf, filledString, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import { nothingSeen } from '../outcome.js';
import { formatEvent } from '../sse/format.js';
import { includesAscii } from '../sse/frame.js';
import { faultIn, writeStreamFault } from './errors.js';
import { readFinish } from './finish.js';
import { textOf } from './read-content.js';
import { scanFrame, type FrameKeys } from './scan-frame.js';
import { readUsage } from './usage.js';
import { isFirstChoice } from './wire.js';

/** Frames longer than this, in bytes, cannot be the sentinel `data: [DONE]`. */
const sentinelLimit = 32;

/** Watches a Chat stream pass. */
export function openTap(context: TapContext): Tap {
  return new ChunkTap(context);
}

class ChunkTap implements Tap {
  readonly #removeUsage: boolean;
  #outcome: Outcome = nothingSeen;
  #contentSeen = false;
  #toolCalls = false;
  #refusal = false;
  #sentinelSeen = false;

  constructor(context: TapContext) {
    this.#removeUsage = context.removeUsage;
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  see(frame: Uint8Array): FrameKind {
    if (frame.length <= sentinelLimit && includesAscii(frame, '[DONE]')) return this.#seeSentinel();
    const keys = scanFrame(frame);
    this.#toolCalls ||= keys.toolCalls;
    if (this.#contentSeen && !keys.usage && !keys.finish && !keys.error && !keys.refusal) return contentOrQuiet(frame);
    const chunk = valueOfFrame(frame);
    return isRecord(chunk) ? this.#seeChunk(chunk, keys) : contentOrQuiet(frame);
  }

  fail(fault: Fault, requestId: string): string {
    return writeStreamFault(fault, requestId);
  }

  missingEnd(): string {
    return this.#sentinelSeen ? '' : formatEvent(undefined, '[DONE]');
  }

  #seeChunk(chunk: WireObject, keys: FrameKeys): FrameKind {
    const fault = keys.error ? faultIn(chunk) : undefined;
    if (fault !== undefined) {
      this.#outcome = { ...this.#outcome, fault, complete: false };
      return 'fault';
    }
    const choice = objectOf(arrayOf(chunk['choices']).find(isFirstChoice));
    this.#name(chunk, choice);
    const tokens = readUsage(chunk['usage']);
    if (Object.keys(tokens).length > 0)
      this.#outcome = { ...this.#outcome, tokens: { ...this.#outcome.tokens, ...tokens } };
    const addedForUs = keys.usage && arrayOf(chunk['choices']).length === 0;
    if (addedForUs && this.#removeUsage) return 'remove';
    this.#contentSeen ||= keys.toolCalls || keys.finish || addedForUs || hasContent(objectOf(choice['delta']));
    this.#refusal ||= filledString(objectOf(choice['delta'])['refusal']) !== undefined;
    this.#finish(filledString(choice['finish_reason']));
    return this.#contentSeen ? 'content' : 'startup';
  }

  #name(chunk: WireObject, choice: WireObject): void {
    const id = filledString(chunk['id']);
    const model = filledString(chunk['model']);
    if (this.#outcome.id !== undefined || (id === undefined && Object.keys(choice).length === 0)) return;
    this.#outcome = { ...this.#outcome, id, model: this.#outcome.model ?? model };
  }

  #finish(word: string | undefined): void {
    if (word === undefined || this.#outcome.finish !== undefined || this.#outcome.fault !== undefined) return;
    const finish = readFinish(word, { toolCalls: this.#toolCalls, refusal: this.#refusal });
    this.#outcome = { ...this.#outcome, finish, complete: true };
  }

  #seeSentinel(): FrameKind {
    this.#sentinelSeen = true;
    if (this.#contentSeen) this.#finish('unknown');
    return 'content';
  }
}

function contentOrQuiet(frame: Uint8Array): FrameKind {
  return includesAscii(frame, 'data') ? 'content' : 'quiet';
}

function hasContent(delta: WireObject): boolean {
  const reasoning = filledString(delta['reasoning_content']) ?? filledString(delta['reasoning']);
  const refusal = stringOf(delta['refusal']) ?? '';
  return (
    reasoning !== undefined || refusal !== '' || textOf(delta['content']) !== '' || isRecord(delta['function_call'])
  );
}
