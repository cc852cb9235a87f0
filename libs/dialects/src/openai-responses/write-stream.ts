import type { Fault, TokenCounts } from '@smart-router/core';
import type { StreamWriter, WriteContext } from '../dialect.js';
import { writeJson } from '../json/write-json.js';
import type { BlockStart, Citation, FinishReason, NeutralEvent } from '../neutral/events.js';
import type { Proof } from '../neutral/proof.js';
import { wordsOf, type ItemEvent, type ItemPlace } from './block-frames.js';
import { errorWords, responseError } from './errors.js';
import { writeFinish, type WrittenFinish } from './finish.js';
import { idsOf, type ReplyIds } from './ids.js';
import { responseHead, responseProgress, type ResponseProgress } from './response-object.js';
import { itemId, openItem, writeItem, type ItemStatus } from './write-items.js';

/** Writes a stream of Responses events. */
export function openWriter(context: WriteContext): StreamWriter {
  return new EventWriter(context);
}

/** The item that is written; once its block ended it waits to know whether the answer broke off in it. */
interface WrittenItem {
  readonly id: string;
  readonly index: number;
  readonly start: BlockStart;
  readonly place: ItemPlace;
  readonly words: ReturnType<typeof wordsOf>;
  /** Told at the end of their text: only then the place of one that is of the whole text is known. */
  readonly citations: Citation[];
  text: string;
  proof: Proof | undefined;
  state: 'open' | 'ended';
}

const ordinaryEnd: WrittenFinish = { status: 'completed', incompleteReason: undefined };

class EventWriter implements StreamWriter {
  readonly #context: WriteContext;
  readonly #ids: ReplyIds;
  readonly #output: object[] = [];
  #sequence = 0;
  /** The part of the response object that stays the same, as the inside of a JSON object. */
  #head = '';
  #item: WrittenItem | undefined;
  #itemCount = 0;
  #tokens: TokenCounts = {};
  #refused = false;
  #finish = ordinaryEnd;
  #state: 'new' | 'begun' | 'finished' | 'closed' = 'new';

  constructor(context: WriteContext) {
    this.#context = context;
    this.#ids = idsOf(context.requestId);
  }

  push(event: NeutralEvent): string {
    if (this.#state === 'closed') return '';
    switch (event.kind) {
      case 'begin':
        return this.#begin(event.model);
      case 'block-start':
        return this.#begin(undefined) + this.#settleItem('completed') + this.#startItem(event.block);
      case 'block-delta':
        return this.#addText(event.text);
      case 'block-end':
        return this.#endBlock(event.proof);
      case 'usage':
        this.#tokens = event.tokens;
        return '';
      case 'finish':
        return this.#begin(undefined) + this.#finishItems(event.reason);
      case 'fault':
        this.#state = 'closed';
        return '';
      case 'citation':
        if (this.#item?.state === 'open') this.#item.citations.push(event.citation);
        return '';
      case 'foreign':
        return '';
    }
  }

  end(): string {
    if (this.#state !== 'finished') return '';
    this.#state = 'closed';
    return this.#response(`response.${this.#finish.status}`, this.#finish);
  }

  fail(fault: Fault): string {
    const settled = this.#settleItem('completed');
    this.#startHead(undefined);
    this.#state = 'closed';
    const error = this.#event({ type: 'error', body: JSON.stringify(errorWords(fault)).slice(1, -1) });
    return settled + error + this.#response('response.failed', { status: 'failed', error: responseError(fault) });
  }

  #begin(model: string | undefined): string {
    if (this.#state !== 'new') return '';
    this.#state = 'begun';
    this.#startHead(model);
    const inProgress = { status: 'in_progress' } as const;
    return this.#response('response.created', inProgress) + this.#response('response.in_progress', inProgress);
  }

  #startHead(model: string | undefined): void {
    if (this.#head === '') this.#head = onOneLine(writeJson(responseHead(this.#context, model))).slice(1, -1);
  }

  #startItem(start: BlockStart): string {
    const index = this.#itemCount++;
    const id = itemId(start, index, this.#ids);
    const place = `"item_id":${JSON.stringify(id)},"output_index":${index}`;
    const words = wordsOf(start);
    const item: WrittenItem = {
      id,
      index,
      start,
      place,
      words,
      citations: [],
      text: '',
      proof: undefined,
      state: 'open',
    };
    this.#item = item;
    if (start.kind === 'refusal') this.#refused = true;
    const added = this.#event({
      type: 'response.output_item.added',
      body: `"output_index":${index},"item":${JSON.stringify(openItem(start, id))}`,
    });
    return start.kind === 'reasoning' ? added : added + this.#openText(item);
  }

  #openText(item: WrittenItem): string {
    return this.#events(item.words.opened(item.place));
  }

  #addText(text: string): string {
    const item = this.#item;
    if (item?.state !== 'open' || text === '') return '';
    const opening = item.text === '' && item.start.kind === 'reasoning' ? this.#openText(item) : '';
    item.text += text;
    const delta = item.words.delta?.(item.place, text);
    return delta === undefined ? opening : opening + this.#event(delta);
  }

  #endBlock(proof: Proof | undefined): string {
    const item = this.#item;
    if (item?.state !== 'open') return '';
    item.state = 'ended';
    item.proof = proof;
    if (item.text === '' && item.start.kind === 'reasoning') return '';
    return this.#events(item.words.closed(item.place, item.text, item.citations));
  }

  /** The last word on an item whose block ended. */
  #settleItem(status: ItemStatus): string {
    const item = this.#item;
    if (item?.state !== 'ended') return '';
    this.#item = undefined;
    const written = writeItem({ ...item, status });
    this.#output.push(written);
    const body = `"output_index":${item.index},"item":${JSON.stringify(written)}`;
    return this.#event({ type: 'response.output_item.done', body });
  }

  #finishItems(reason: FinishReason): string {
    if (this.#state !== 'begun') return '';
    this.#state = 'finished';
    this.#finish = writeFinish(reason, { toolCalls: false, refusal: this.#refused });
    return this.#settleItem(this.#finish.status);
  }

  #response(type: string, progress: Omit<ResponseProgress, 'output' | 'tokens'>): string {
    const changing = responseProgress({ ...progress, output: this.#output, tokens: this.#tokens });
    const response = `{${this.#head},${JSON.stringify(changing).slice(1)}`;
    return this.#event({ type, body: `"response":${response}` });
  }

  #events(events: readonly ItemEvent[]): string {
    return events.map((event) => this.#event(event)).join('');
  }

  #event({ type, body }: ItemEvent): string {
    return `event: ${type}\ndata: {"type":"${type}",${body},"sequence_number":${this.#sequence++}}\n\n`;
  }
}

/** The echoed ask is as its caller laid it out, and a line break would end the frame's data. JSON has them between tokens only. */
function onOneLine(json: string): string {
  return json.replace(/[\r\n]+/g, ' ');
}
