import type { Fault } from '@smart-router/core';
import { joinBilling, readBilling } from '../billing.js';
import type { FrameKind, Outcome, Tap, TapContext } from '../dialect.js';
import { valueOfFrame } from '../json-frame.js';
import { arrayOf, filledString, isRecord, objectOf, type WireObject } from '../json/guards.js';
import type { FinishReason } from '../neutral/events.js';
import { nothingSeen, withBilling } from '../outcome.js';
import { formatEvent } from '../sse/format.js';
import { includesAscii } from '../sse/frame.js';
import { faultIn, writeStreamFault } from './errors.js';
import { readFinish, type AnswerContent } from './finish.js';
import { textOf } from './read-content.js';
import { thinkingOf } from './read-reasoning.js';
import { scanFrame, type FrameKeys } from './scan-frame.js';
import { readUsage } from './usage.js';
import { indexOf } from './wire.js';

/** Frames longer than this, in bytes, cannot be the sentinel `data: [DONE]`. */
const sentinelLimit = 32;

/** Watches a Chat stream pass. */
export function openTap(context: TapContext): Tap {
  return new ChunkTap(context);
}

class ChunkTap implements Tap {
  readonly #removeUsage: boolean;
  readonly #expected: number;
  /** Finishes by choice; an answer of several is over once all of them are. */
  readonly #finishes = new Map<number, FinishReason>();
  readonly #content = new Map<number, AnswerContent>();
  #outcome: Outcome = nothingSeen;
  #contentSeen = false;
  #sentinelSeen = false;

  constructor(context: TapContext) {
    this.#removeUsage = context.removeUsage;
    this.#expected = context.choices ?? 1;
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  see(frame: Uint8Array): FrameKind {
    if (frame.length <= sentinelLimit && includesAscii(frame, '[DONE]')) return this.#seeSentinel();
    const keys = scanFrame(frame);
    if (this.#expected === 1 && keys.toolCalls) this.#note(0, { toolCalls: true, refusal: false });
    if (this.#contentSeen && !this.#mustParse(keys)) return contentOrQuiet(frame);
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
    const choices = arrayOf(chunk['choices']).map(objectOf);
    this.#name(chunk, choices);
    const tokens = readUsage(chunk['usage']);
    if (Object.keys(tokens).length > 0)
      this.#outcome = { ...this.#outcome, tokens: { ...this.#outcome.tokens, ...tokens } };
    if (keys.usage) this.#outcome = withBilling(this.#outcome, joinBilling(this.#outcome.billing, readBilling(chunk)));
    const addedForUs = keys.usage && choices.length === 0;
    if (addedForUs && this.#removeUsage) return 'remove';
    this.#contentSeen ||= keys.toolCalls || keys.finish || addedForUs;
    for (const choice of choices) this.#seeChoice(choice);
    return this.#contentSeen ? 'content' : 'startup';
  }

  /** Of several answers every frame is read: which of them it belongs to stands inside. */
  #mustParse(keys: FrameKeys): boolean {
    return this.#expected > 1 || keys.usage || keys.finish || keys.error || keys.refusal;
  }

  #seeChoice(choice: WireObject): void {
    const index = this.#expected === 1 ? 0 : indexOf(choice);
    const delta = objectOf(choice['delta']);
    this.#contentSeen ||= hasContent(delta);
    this.#note(index, contentOf(delta));
    this.#finish(index, filledString(choice['finish_reason']));
  }

  #note(index: number, { toolCalls, refusal }: AnswerContent): void {
    const seen = this.#content.get(index) ?? noContent;
    if ((!toolCalls || seen.toolCalls) && (!refusal || seen.refusal)) return;
    this.#content.set(index, { toolCalls: seen.toolCalls || toolCalls, refusal: seen.refusal || refusal });
  }

  #name(chunk: WireObject, choices: readonly WireObject[]): void {
    const id = filledString(chunk['id']);
    const model = filledString(chunk['model']);
    if (this.#outcome.id !== undefined || (id === undefined && choices.length === 0)) return;
    this.#outcome = { ...this.#outcome, id, model: this.#outcome.model ?? model };
  }

  /** The finish of the first answer stands for all. */
  #finish(index: number, word: string | undefined): void {
    if (word === undefined || this.#outcome.complete || this.#outcome.fault !== undefined) return;
    if (!this.#finishes.has(index)) this.#finishes.set(index, readFinish(word, this.#content.get(index) ?? noContent));
    if (this.#finishes.size >= this.#expected) this.#complete();
  }

  #complete(): void {
    const [any] = this.#finishes.values();
    this.#outcome = { ...this.#outcome, finish: this.#finishes.get(0) ?? any, complete: true };
  }

  /** The provider says that all is said, whatever finish words came. */
  #seeSentinel(): FrameKind {
    this.#sentinelSeen = true;
    if (this.#contentSeen && !this.#outcome.complete && this.#outcome.fault === undefined) {
      this.#finish(0, 'unknown');
      this.#complete();
    }
    return 'content';
  }
}

const noContent: AnswerContent = { toolCalls: false, refusal: false };

function contentOf(delta: WireObject): AnswerContent {
  return {
    toolCalls: arrayOf(delta['tool_calls']).length > 0 || isRecord(delta['function_call']),
    refusal: filledString(delta['refusal']) !== undefined,
  };
}

function contentOrQuiet(frame: Uint8Array): FrameKind {
  return includesAscii(frame, 'data') ? 'content' : 'quiet';
}

function hasContent(delta: WireObject): boolean {
  const { toolCalls, refusal } = contentOf(delta);
  return toolCalls || refusal || thinkingOf(delta) !== '' || textOf(delta['content']) !== '';
}
