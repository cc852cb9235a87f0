import type { Fault, TokenCounts } from '@smart-router/core';
import type { StreamWriter, WriteContext } from '../dialect.js';
import type { BlockStart, NeutralEvent } from '../neutral/events.js';
import { writeStreamFault } from './errors.js';
import { writeFinish } from './finish.js';
import { writeUsage } from './usage.js';
import { calledName, completionId } from './wire.js';

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
  #blockIsEmpty = true;
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
    this.#blockIsEmpty = true;
    if (block.kind === 'refusal') this.#refused = true;
    const opening = this.#begin(undefined);
    if (block.kind !== 'tool-call') return opening;
    this.#calls += 1;
    const name = calledName(block);
    const body =
      block.form === 'custom'
        ? { type: 'custom', custom: { name, input: '' } }
        : { type: 'function', function: { name, arguments: '' } };
    return opening + this.#chunk({ tool_calls: [{ index: this.#calls - 1, id: block.id, ...body }] }, null);
  }

  #text(text: string): string {
    if (text === '' || this.#block === undefined) return '';
    this.#blockIsEmpty = false;
    return this.#chunk(deltaOf(this.#block, text, this.#calls - 1), null);
  }

  /** Clients parse the arguments of a function, so a call without any gets an empty object. */
  #endBlock(): string {
    const block = this.#block;
    this.#block = undefined;
    if (block?.kind !== 'tool-call' || block.form === 'custom' || !this.#blockIsEmpty) return '';
    return this.#chunk(deltaOf(block, '{}', this.#calls - 1), null);
  }

  #finish({ reason }: Extract<NeutralEvent, { readonly kind: 'finish' }>): string {
    if (this.#state === 'finished') return '';
    const opening = this.#begin(undefined);
    this.#state = 'finished';
    return opening + this.#chunk({}, writeFinish(reason, { toolCalls: this.#calls > 0, refusal: this.#refused }));
  }

  #chunk(delta: object, finish: string | null): string {
    const choice = `[{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":${JSON.stringify(finish)}}]`;
    return `data: ${this.#head}${choice}${this.#tail}\n\n`;
  }
}

function deltaOf(block: BlockStart, text: string, callIndex: number): object {
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
      return {
        tool_calls: [
          {
            index: callIndex,
            ...(block.form === 'custom' ? { custom: { input: text } } : { function: { arguments: text } }),
          },
        ],
      };
  }
}
