import { appendAll } from '../append-all.js';
import { readBilling, type Billing } from '../billing.js';
import type { ReadContext } from '../dialect.js';
import { incompleteStream } from '../incomplete-stream.js';
import { arrayOf, filledString, integerOf, objectOf, type WireObject } from '../json/guards.js';
import type { NeutralEvent, WireFault } from '../neutral/events.js';
import { sequenceBlocks } from '../neutral/sequence.js';
import { assembleItem } from './assemble-items.js';
import { faultOfEvent, faultOfResponse } from './errors.js';
import { readFinish } from './finish.js';
import type { ItemAssembly, ItemSurroundings } from './item-assembly.js';
import { isOwnCall } from './own-call.js';
import { readUsage } from './usage.js';
import { dialectName } from './wire.js';

interface OutputItem {
  readonly type: string;
  readonly id: string | undefined;
  readonly assembly: ItemAssembly;
  done: boolean;
}

/** The type of an item whose events come without its `output_item.added`, by the beginning of the event's type. */
const implicitTypes: readonly (readonly [string, string])[] = [
  ['response.output_text.', 'message'],
  ['response.refusal.', 'message'],
  ['response.reasoning_', 'reasoning'],
  ['response.function_call_arguments.', 'function_call'],
  ['response.custom_tool_call_input.', 'custom_tool_call'],
];

/** Turns the events of one response into neutral ones; a whole response is its own last event. */
export class ReplyAssembly {
  readonly #blocks = sequenceBlocks();
  readonly #surroundings: ItemSurroundings;
  readonly #byIndex = new Map<number, OutputItem>();
  readonly #byId = new Map<string, OutputItem>();
  readonly #foreign = new Set<string>();
  #out: NeutralEvent[] = [];
  #nextBlock = 0;
  #added = 0;
  #toolCalls = 0;
  #refused = false;
  #id: string | undefined;
  #billing: Billing | undefined;
  #state: 'new' | 'begun' | 'closed' = 'new';

  constructor(context: ReadContext) {
    this.#surroundings = {
      context,
      nextBlock: () => this.#nextBlock++,
      emit: (event) => this.#emit(event),
      missingCallId: () => `call_${(this.#id ?? '').replace(/[^a-zA-Z0-9]/g, '').slice(-24)}_${this.#toolCalls}`,
    };
  }

  /** What the provider said of the charge. */
  get billing(): Billing | undefined {
    return this.#billing;
  }

  /** Takes one event; `type` is its type, or the word of its frame. */
  take(type: string, event: WireObject): readonly NeutralEvent[] {
    if (this.#state === 'closed') return [];
    switch (type) {
      case 'response.created':
      case 'response.queued':
      case 'response.in_progress':
        this.#begin(objectOf(event['response']));
        break;
      case 'response.output_item.added':
        this.#add(objectOf(event['item']), integerOf(event['output_index']));
        break;
      case 'response.output_item.done':
        this.#complete(objectOf(event['item']), integerOf(event['output_index']));
        break;
      case 'response.completed':
      case 'response.incomplete':
        return this.#finish(objectOf(event['response']), type);
      case 'response.failed':
      case 'response.cancelled':
        return this.fail(faultOfResponse({ status: type.slice('response.'.length), ...objectOf(event['response']) }));
      case 'error':
        return this.fail(faultOfEvent(event));
      default:
        this.#takePart(type, event);
    }
    return this.#given();
  }

  /** The upstream closed. */
  end(): readonly NeutralEvent[] {
    const message = `${incompleteStream.message}: no response.completed came`;
    return this.fail({ ...incompleteStream, message });
  }

  /** Ends with a fault, unless the answer was over before. */
  fail(fault: WireFault): readonly NeutralEvent[] {
    if (this.#state === 'closed') return [];
    this.#state = 'closed';
    this.#emit({ kind: 'fault', fault });
    return this.#given();
  }

  #begin(response: WireObject): void {
    if (this.#state !== 'new') return;
    this.#state = 'begun';
    this.#id = filledString(response['id']);
    this.#emit({ kind: 'begin', id: this.#id, model: filledString(response['model']) });
  }

  /** Some servers give every item the index 0, others a new id with every event, or all items the same id. */
  #find(id: string | undefined, index: number | undefined): OutputItem | undefined {
    const there = index === undefined ? undefined : this.#byIndex.get(index);
    if (id === undefined || there?.id === id) return there;
    return this.#byId.get(id) ?? there;
  }

  #add(item: WireObject, index: number | undefined): OutputItem {
    this.#begin({});
    this.#added += 1;
    const type = filledString(item['type']) ?? 'unknown';
    const id = filledString(item['id']);
    if (isOwnCall(item)) this.#toolCalls += 1;
    const added: OutputItem = { type, id, assembly: assembleItem(type, item, this.#surroundings), done: false };
    if (index !== undefined) this.#closeReplaced(index);
    this.#byIndex.set(index ?? this.#byIndex.size, added);
    if (id !== undefined) this.#byId.set(id, added);
    return added;
  }

  #closeReplaced(index: number): void {
    const replaced = this.#byIndex.get(index);
    if (replaced !== undefined) closeItem(replaced, {});
  }

  /** `others` are items that this one cannot be. */
  #complete(item: WireObject, index: number | undefined, others?: ReadonlySet<OutputItem>): OutputItem {
    const found = this.#find(filledString(item['id']), index);
    const isAnother = found === undefined || found.type !== filledString(item['type']) || others?.has(found) === true;
    const completed = isAnother ? this.#add(item, index) : found;
    closeItem(completed, item);
    return completed;
  }

  #takePart(type: string, event: WireObject): void {
    const index = integerOf(event['output_index']);
    const id = filledString(event['item_id']);
    const item = this.#find(id, index) ?? this.#addImplicit(type, id, index);
    if (item === undefined) this.#tellForeign(type, event);
    else if (!item.done) item.assembly.take(type, event);
  }

  /** Events of no item, as those of audio: each kind is told once. */
  #tellForeign(type: string, value: WireObject): void {
    const [, name] = type.split('.');
    if (name === undefined || this.#foreign.has(name)) return;
    this.#foreign.add(name);
    this.#emit({ kind: 'foreign', owner: dialectName, name, value });
  }

  #addImplicit(type: string, id: string | undefined, index: number | undefined): OutputItem | undefined {
    const found = implicitTypes.find(([beginning]) => type.startsWith(beginning));
    return found && this.#add({ type: found[1], id }, index);
  }

  /** Names, texts and whole items may come with the last event only. */
  #finish(response: WireObject, type: string): readonly NeutralEvent[] {
    this.#begin(response);
    const streamed = this.#added;
    const told = new Set<OutputItem>();
    for (const [index, item] of arrayOf(response['output']).entries()) {
      told.add(this.#complete(objectOf(item), index, index < streamed ? undefined : told));
    }
    for (const item of this.#byIndex.values()) closeItem(item, {});
    this.#billing = readBilling(response);
    const tokens = readUsage(response['usage']);
    if (Object.keys(tokens).length > 0) this.#emit({ kind: 'usage', tokens });
    const status = type.slice('response.'.length);
    const content = { toolCalls: this.#toolCalls > 0, refusal: this.#refused };
    this.#emit({ kind: 'finish', reason: readFinish({ ...response, status }, content) });
    this.#state = 'closed';
    appendAll(this.#out, this.#blocks.end());
    return this.#given();
  }

  #emit(event: NeutralEvent): void {
    if (event.kind === 'block-start' && event.block.kind === 'refusal') this.#refused = true;
    appendAll(this.#out, this.#blocks.push(event));
  }

  #given(): readonly NeutralEvent[] {
    const given = this.#out;
    this.#out = [];
    return given;
  }
}

function closeItem(item: OutputItem, value: WireObject): void {
  if (item.done) return;
  item.done = true;
  item.assembly.done(value);
}
