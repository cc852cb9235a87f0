import type { Fault, TokenCounts } from '@smart-router/core';
import type { StreamWriter, WriteContext } from '../dialect.js';
import { flatName } from '../flat-tool-names.js';
import type { BlockStart, Citation, NeutralEvent } from '../neutral/events.js';
import { writeAnnotations } from './annotations.js';
import { writeStreamFault } from './errors.js';
import { writeFinish } from './finish.js';
import { writeUsage } from './usage.js';
import { completionId } from './wire.js';

/** Writes a stream of Chat chunks. */
export function openWriter(context: WriteContext): StreamWriter {
  return new ChunkWriter(context);
}

class ChunkWriter implements StreamWriter {
  readonly #context: WriteContext;
  /** The beginning of every chunk, up to its choices. */
  #head = '';
  #tail = '';
  #block: BlockStart | undefined;
  /** Where the open block begins in the message's whole text, its length so far, and its sources. */
  #blockStart = 0;
  #blockLength = 0;
  #citations: Citation[] = [];
  #calls = 0;
  #refused = false;
  #tokens: TokenCounts = {};
  #state: 'new' | 'begun' | 'finished' | 'closed' = 'new';

  constructor(context: WriteContext) {
    this.#context = context;
  }

  push(event: NeutralEvent): string {
    if (this.#state === 'closed') return '';
    switch (event.kind) {
      case 'begin':
        return this.#begin(event.model);
      case 'block-start':
        return this.#start(event.block);
      case 'block-delta':
        return this.#text(event.text);
      case 'block-end':
        return this.#endBlock();
      case 'usage':
        this.#tokens = event.tokens;
        return '';
      case 'finish':
        return this.#finish(event);
      case 'fault':
        this.#state = 'closed';
        return '';
      case 'citation':
        this.#citations.push(event.citation);
        return '';
      case 'foreign':
        return '';
    }
  }

  end(): string {
    if (this.#state !== 'finished') return '';
    this.#state = 'closed';
    const usage = this.#context.ask.includeUsage ? writeUsage(this.#tokens) : undefined;
    const last = usage === undefined ? '' : `data: ${this.#head}[],"usage":${JSON.stringify(usage)}}\n\n`;
    return `${last}data: [DONE]\n\n`;
  }

  fail(fault: Fault): string {
    this.#state = 'closed';
    return writeStreamFault(fault, this.#context.requestId);
  }

  #begin(model: string | undefined): string {
    if (this.#state !== 'new') return '';
    this.#state = 'begun';
    const fields = {
      id: completionId(this.#context.requestId),
      object: 'chat.completion.chunk',
      created: this.#context.createdSeconds,
      model: this.#context.model ?? model ?? '',
    };
    this.#head = `${JSON.stringify(fields).slice(0, -1)},"choices":`;
    // With `include_usage` every chunk but the last says `null`.
    this.#tail = this.#context.ask.includeUsage ? ',"usage":null}' : '}';
    return this.#chunk({ role: 'assistant', content: '' }, null);
  }

  #start(block: BlockStart): string {
    this.#block = block;
    this.#blockLength = 0;
    this.#citations = [];
    if (block.kind === 'refusal') this.#refused = true;
    const opening = this.#begin(undefined);
    if (block.kind !== 'tool-call') return opening;
    this.#calls += 1;
    return opening + this.#chunk(writeCallStart(block, this.#place()), null);
  }

  #text(text: string): string {
    if (text === '' || this.#block === undefined) return '';
    this.#blockLength += text.length;
    return this.#chunk(deltaOf(this.#block, text, this.#place()), null);
  }

  /** Clients parse the arguments of a function, so a call without any gets an empty object. */
  #endBlock(): string {
    const block = this.#block;
    this.#block = undefined;
    if (block?.kind === 'text') return this.#endText();
    if (block?.kind !== 'tool-call' || block.form === 'custom' || this.#blockLength > 0) return '';
    return this.#chunk(deltaOf(block, '{}', this.#place()), null);
  }

  /** Sources follow their text, since one of them may be a source of all of it. */
  #endText(): string {
    const place = { start: this.#blockStart, length: this.#blockLength };
    this.#blockStart += this.#blockLength;
    const annotations = writeAnnotations(this.#citations, place);
    return annotations.length === 0 ? '' : this.#chunk({ annotations }, null);
  }

  /** Where the latest call stands; a caller of before `tools` reads the first one in its own place. */
  #place(): CallPlace {
    const listed = this.#context.ask.legacyCalls === true ? this.#calls - 2 : this.#calls - 1;
    return listed < 0 ? 'function_call' : listed;
  }

  #finish({ reason }: Extract<NeutralEvent, { readonly kind: 'finish' }>): string {
    if (this.#state === 'finished') return '';
    const opening = this.#begin(undefined);
    this.#state = 'finished';
    const content = { toolCalls: this.#calls > 0, refusal: this.#refused };
    return opening + this.#chunk({}, writeFinish(reason, content, this.#context.ask));
  }

  #chunk(delta: object, finish: string | null): string {
    const choice = `[{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}]`;
    return `data: ${this.#head}${choice}${this.#tail}\n\n`;
  }
}

/** The index of a call in `tool_calls`, or the place of a legacy call. */
type CallPlace = number | 'function_call';

type CallStart = Extract<BlockStart, { readonly kind: 'tool-call' }>;

function writeCallStart(call: CallStart, place: CallPlace): object {
  const name = flatName(call);
  if (place === 'function_call') return { function_call: { name, arguments: '' } };
  const body =
    call.form === 'custom'
      ? { type: 'custom', custom: { name, input: '' } }
      : { type: 'function', function: { name, arguments: '' } };
  return { tool_calls: [{ index: place, id: call.id, ...body }] };
}

function deltaOf(block: BlockStart, text: string, place: CallPlace): object {
  switch (block.kind) {
    case 'text':
      return { content: text };
    case 'refusal':
      return { refusal: text };
    case 'reasoning':
      return { reasoning_content: text };
    case 'web-search':
      return {};
    case 'tool-call':
      if (place === 'function_call') return { function_call: { arguments: text } };
      return { tool_calls: [{ index: place, ...writeInput(block, text) }] };
  }
}

function writeInput(call: CallStart, text: string): object {
  return call.form === 'custom' ? { custom: { input: text } } : { function: { arguments: text } };
}
