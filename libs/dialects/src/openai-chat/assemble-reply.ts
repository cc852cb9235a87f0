import { appendAll } from '../append-all.js';
import { joinBilling, readBilling, type Billing } from '../billing.js';
import type { ReadContext } from '../dialect.js';
import { incompleteStream } from '../incomplete-stream.js';
import { arrayOf, filledString, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { FinishReason, NeutralEvent, WireFault } from '../neutral/events.js';
import { sequenceBlocks } from '../neutral/sequence.js';
import { readAnnotation } from './annotations.js';
import { CallAssembly } from './assemble-calls.js';
import { faultIn } from './errors.js';
import { readFinish } from './finish.js';
import { openForeignMembers } from './foreign-members.js';
import { textOf } from './read-content.js';
import { thinkingOf } from './read-reasoning.js';
import { readUsage } from './usage.js';
import { indexOf } from './wire.js';

type ProseKind = 'text' | 'refusal' | 'reasoning';

/** How much of the reply's id goes into ids made of it, in characters. */
const idTail = 24;

/** Turns the chunks of one answer into neutral events; a whole reply is one chunk. */
export class ReplyAssembly {
  readonly #blocks = sequenceBlocks();
  readonly #calls: CallAssembly;
  readonly #foreign = openForeignMembers();
  #out: NeutralEvent[] = [];
  #nextBlock = 0;
  /** The open block of prose; `start` is its place in the message's whole text. */
  #prose: { readonly kind: ProseKind; readonly block: number; readonly start: number } | undefined;
  #textLength = 0;
  #choice: number | undefined;
  #id: string | undefined;
  #refused = false;
  #billing: Billing | undefined;
  #state: 'new' | 'begun' | 'finished' | 'closed' = 'new';

  constructor(context: ReadContext) {
    this.#calls = new CallAssembly({
      toolNames: context.toolNames,
      nextBlock: () => this.#nextBlock++,
      emit: (event) => this.#emit(event),
      idSeed: () => `call_${(this.#id ?? '').replace(/[^a-zA-Z0-9]/g, '').slice(-idTail)}`,
    });
  }

  /** What the provider said so far of the charge. */
  get billing(): Billing | undefined {
    return this.#billing;
  }

  get finished(): boolean {
    return this.#state === 'finished' || this.#state === 'closed';
  }

  /** Takes one chunk; a whole reply comes with its message as the delta. */
  take(chunk: WireObject): readonly NeutralEvent[] {
    if (this.#state === 'closed') return [];
    const fault = faultIn(chunk);
    if (fault !== undefined) return this.fail(fault);
    const choices = arrayOf(chunk['choices']).map(objectOf);
    const choice = choices.find((candidate) => this.#isChosen(candidate)) ?? {};
    this.#begin(chunk, choice);
    if (isRecord(chunk['usage'])) this.#billing = joinBilling(this.#billing, readBilling(chunk));
    const tokens = readUsage(chunk['usage']);
    if (Object.keys(tokens).length > 0) this.#emit({ kind: 'usage', tokens });
    const others = choices.filter((candidate) => candidate !== choice);
    this.#emitAll(this.#foreign.tell('choices', others));
    if (this.#state === 'begun') this.#takeChoice(chunk, choice);
    return this.#given();
  }

  /** The sentinel, or the end of a whole reply: the answer is over even when no finish word came. */
  done(): readonly NeutralEvent[] {
    if (this.#state === 'closed') return [];
    if (!this.finished && this.#nextBlock === 0)
      return this.fail({ ...incompleteStream, message: 'the provider sent an empty answer' });
    this.#finish('unknown');
    return this.#close();
  }

  /** The upstream closed. */
  end(): readonly NeutralEvent[] {
    if (this.#state === 'closed') return [];
    if (this.#state === 'finished') return this.#close();
    return this.fail({
      ...incompleteStream,
      message: `${incompleteStream.message}: no finish_reason and no [DONE] came`,
    });
  }

  /** Ends with a fault, unless the answer was over before. */
  fail(fault: WireFault): readonly NeutralEvent[] {
    if (this.#state === 'closed') return [];
    this.#emit({ kind: 'fault', fault });
    this.#state = 'closed';
    return this.#given();
  }

  /** Azure's first chunk has filter results only, without id, model and choices. */
  #begin(chunk: WireObject, choice: WireObject): void {
    const id = filledString(chunk['id']);
    if (this.#state !== 'new' || (id === undefined && Object.keys(choice).length === 0)) return;
    this.#state = 'begun';
    this.#id = id;
    this.#emit({ kind: 'begin', id, model: filledString(chunk['model']) });
  }

  /** One answer is read: choice 0, or the first to come where a server counts otherwise. Others are never mixed in. */
  #isChosen(choice: WireObject): boolean {
    const index = indexOf(choice);
    this.#choice ??= index;
    return index === this.#choice;
  }

  #takeChoice(chunk: WireObject, choice: WireObject): void {
    const delta = objectOf(choice['delta']);
    this.#emitAll(this.#foreign.see(chunk, choice));
    this.#write('reasoning', thinkingOf(delta) || thinkingIn(delta['content']));
    this.#write('text', textOf(delta['content']));
    this.#cite(arrayOf(delta['annotations']));
    this.#write('refusal', stringOf(delta['refusal']) ?? '');
    for (const call of callsIn(delta)) this.#takeCall(call);
    const word = filledString(choice['finish_reason']);
    if (word !== undefined) this.#finish(word);
  }

  #takeCall(call: WireObject): void {
    this.#endProse();
    this.#calls.take(call);
  }

  #write(kind: ProseKind, text: string): void {
    if (text === '') return;
    if (this.#prose?.kind !== kind) {
      this.#endProse();
      this.#calls.pause();
      this.#prose = { kind, block: this.#nextBlock++, start: this.#textLength };
      this.#emit({ kind: 'block-start', index: this.#prose.block, block: { kind } });
    }
    if (kind === 'refusal') this.#refused = true;
    if (kind === 'text') this.#textLength += text.length;
    this.#emit({ kind: 'block-delta', index: this.#prose.block, text });
  }

  /** Sources that cannot be told at their text are told to be lost. */
  #cite(annotations: readonly unknown[]): void {
    const open = this.#prose?.kind === 'text' ? this.#prose : undefined;
    for (const annotation of annotations) {
      const place = open && { start: open.start, length: this.#textLength - open.start };
      const citation = place && readAnnotation(annotation, place);
      if (open === undefined || citation === undefined) this.#emitAll(this.#foreign.tell('annotations', annotation));
      else this.#emit({ kind: 'citation', index: open.block, citation });
    }
  }

  #endProse(): void {
    if (this.#prose === undefined) return;
    this.#emit({ kind: 'block-end', index: this.#prose.block });
    this.#prose = undefined;
  }

  #finish(word: string): void {
    if (this.#state !== 'begun') return;
    this.#state = 'finished';
    this.#endProse();
    this.#calls.settle();
    const reason: FinishReason = readFinish(word, { toolCalls: this.#calls.count > 0, refusal: this.#refused });
    this.#emit({ kind: 'finish', reason });
  }

  #close(): readonly NeutralEvent[] {
    this.#state = 'closed';
    appendAll(this.#out, this.#blocks.end());
    return this.#given();
  }

  #emitAll(events: readonly NeutralEvent[]): void {
    for (const event of events) this.#emit(event);
  }

  #emit(event: NeutralEvent): void {
    appendAll(this.#out, this.#blocks.push(event));
  }

  #given(): readonly NeutralEvent[] {
    const given = this.#out;
    this.#out = [];
    return given;
  }
}

/** A legacy `function_call` is a call without index and id. */
function callsIn(delta: WireObject): readonly WireObject[] {
  const calls = arrayOf(delta['tool_calls']).map(objectOf);
  const legacy = delta['function_call'];
  return legacy === undefined || legacy === null ? calls : [...calls, { function: legacy }];
}

/** Mistral streams thinking as parts of the content: https://docs.mistral.ai/capabilities/reasoning/ */
function thinkingIn(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return arrayOf(content)
    .map((part) => textOf(objectOf(part)['thinking']))
    .join('');
}
