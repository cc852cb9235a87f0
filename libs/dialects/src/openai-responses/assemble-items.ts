import type { ReadContext } from '../dialect.js';
import { arrayOf, filledString, integerOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { BlockStart } from '../neutral/events.js';
import { GrowingBlock, type ReplySurroundings } from './growing-block.js';
import { proofOf, reasoningText } from './read-reasoning.js';
import { dialectName, paragraphBreak } from './wire.js';
import { formOf } from '../neutral/form-of.js';

/** One output item while its events come in. */
export interface ItemAssembly {
  /** An event of the item. */
  take(type: string, event: WireObject): void;
  /** The whole item; an empty one when the answer ended without it. */
  done(item: WireObject): void;
}

/** What an item needs of its reply. */
export interface ItemSurroundings extends ReplySurroundings {
  readonly context: ReadContext;
  /** The id of a call that came without one. */
  readonly missingCallId: () => string;
}

/** How an item of a type is put together; items of other types stay foreign. */
export function assembleItem(type: string, item: WireObject, surroundings: ItemSurroundings): ItemAssembly {
  switch (type) {
    case 'message':
      return assembleMessage(surroundings);
    case 'reasoning':
      return assembleReasoning(surroundings);
    case 'function_call':
    case 'custom_tool_call':
      return assembleCall(type === 'custom_tool_call', item, surroundings);
    default:
      return {
        take: () => undefined,
        done: (value) => surroundings.emit({ kind: 'foreign', owner: dialectName, name: type, value }),
      };
  }
}

function assembleMessage(surroundings: ItemSurroundings): ItemAssembly {
  const parts = new Map<number, GrowingBlock>();
  const partAt = (index: number, kind: 'text' | 'refusal'): GrowingBlock => {
    const part = parts.get(index) ?? new GrowingBlock(surroundings, { kind });
    parts.set(index, part);
    return part;
  };
  const complete = (index: number, part: WireObject): void => {
    const refusal = stringOf(part['refusal']);
    partAt(index, refusal === undefined ? 'text' : 'refusal').complete(refusal ?? stringOf(part['text']) ?? '');
  };
  return {
    take(type, event) {
      const index = integerOf(event['content_index']) ?? 0;
      const delta = stringOf(event['delta']);
      if (type === 'response.output_text.delta') partAt(index, 'text').append(delta ?? '');
      else if (type === 'response.refusal.delta') partAt(index, 'refusal').append(delta ?? '');
      else if (type === 'response.output_text.done' || type === 'response.refusal.done') complete(index, event);
      else if (type === 'response.content_part.done') {
        complete(index, objectOf(event['part']));
        parts.get(index)?.end();
      }
    },
    done(item) {
      for (const [index, part] of arrayOf(item['content']).entries()) complete(index, objectOf(part));
      for (const part of parts.values()) part.end();
    },
  };
}

/** Where a piece of reasoning stands: servers show a summary, the thinking itself, or both. */
const reasoningPlaces: ReadonlyMap<string, string> = new Map([
  ['response.reasoning_summary_text.delta', 'summary_index'],
  ['response.reasoning_text.delta', 'content_index'],
]);

/** An item without text and proof gives no block. */
function assembleReasoning(surroundings: ItemSurroundings): ItemAssembly {
  const block = new GrowingBlock(surroundings, { kind: 'reasoning' });
  let shown: string | undefined;
  let part = 0;
  return {
    take(type, event) {
      const place = reasoningPlaces.get(type);
      const delta = filledString(event['delta']);
      if (place === undefined || delta === undefined) return;
      shown ??= place;
      if (shown !== place) return;
      const index = integerOf(event[place]) ?? 0;
      if (index !== part && block.length > 0) block.append(paragraphBreak);
      part = index;
      block.append(delta);
    },
    done(item) {
      const proof = proofOf(item, surroundings.context.issuer);
      if (block.length === 0) block.append(reasoningText(item));
      if (proof !== undefined) block.open();
      block.end(proof);
    },
  };
}

/** A call nobody named still needs a name; no tool has this one, so its caller will say so to the model. */
const namelessCall = 'unknown_function';

/** A call starts once its name and id are known, at the latest with the whole item. */
function assembleCall(custom: boolean, added: WireObject, surroundings: ItemSurroundings): ItemAssembly {
  const block = new GrowingBlock(surroundings);
  const field = custom ? 'input' : 'arguments';
  const open = (item: WireObject): void => {
    const name = filledString(item['name']);
    const id = filledString(item['call_id']);
    if (name !== undefined && id !== undefined) block.open(callStart({ ...item, name, id }, custom, surroundings));
  };
  open(added);
  return {
    take(_type, event) {
      const whole = stringOf(event[field]);
      if (whole === undefined) block.append(stringOf(event['delta']) ?? '');
      else block.complete(whole);
    },
    done(last) {
      const item = { ...added, ...last };
      open(item);
      const name = filledString(item['name']) ?? namelessCall;
      const id = filledString(item['call_id']) ?? filledString(item['id']) ?? surroundings.missingCallId();
      block.open(callStart({ ...item, name, id }, custom, surroundings));
      block.complete(stringOf(last[field]) ?? '');
      block.end();
    },
  };
}

interface NamedCall extends WireObject {
  readonly name: string;
  readonly id: string;
}

function callStart(call: NamedCall, custom: boolean, { context }: ItemSurroundings): BlockStart {
  const known = context.toolNames.get(call.name);
  const namespace = known?.namespace ?? filledString(call['namespace']);
  return {
    kind: 'tool-call',
    id: call.id,
    name: known?.name ?? call.name,
    ...(namespace !== undefined && { namespace }),
    ...formOf(custom ? 'custom' : known?.form),
  };
}
