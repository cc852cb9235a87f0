import { filledString, stringOf, type WireObject } from '../json/guards.js';
import type { ToolForm } from '../neutral/ask.js';
import type { BlockStart } from '../neutral/events.js';
import { formOf } from '../neutral/form-of.js';
import { GrowingBlock } from './growing-block.js';
import type { ItemAssembly, ItemSurroundings } from './item-assembly.js';
import { toolSearchName } from './tool-search.js';
import { namelessCall } from '../neutral/nameless-call.js';

/** How a call is written: its input is the arguments of a function, or free text. */
type CallForm = Exclude<ToolForm, 'tool-search'>;

/** A call while it comes in: it starts once its name and id are known, at the latest with the whole item. */
export function assembleCall(form: CallForm, added: WireObject, surroundings: ItemSurroundings): ItemAssembly {
  const block = new GrowingBlock(surroundings);
  const field = form === 'custom' ? 'input' : 'arguments';
  const open = (item: WireObject): void => {
    const name = filledString(item['name']);
    const id = filledString(item['call_id']);
    if (name !== undefined && id !== undefined) block.open(callStart({ ...item, name, id }, form, surroundings));
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
      block.open(callStart({ ...item, name, id }, form, surroundings));
      block.complete(stringOf(last[field]) ?? '');
      block.end();
    },
  };
}

/** A search for tools that the caller runs: nothing is told of its arguments before it is whole. */
export function assembleToolSearch(added: WireObject, surroundings: ItemSurroundings): ItemAssembly {
  const block = new GrowingBlock(surroundings);
  return {
    take: () => undefined,
    done(last) {
      const item = { ...added, ...last };
      const id = filledString(item['call_id']) ?? surroundings.missingCallId();
      block.open({ kind: 'tool-call', id, name: toolSearchName, form: 'tool-search' });
      block.append(stringOf(item['arguments']) ?? JSON.stringify(item['arguments'] ?? {}));
      block.end();
    },
  };
}

interface NamedCall extends WireObject {
  readonly name: string;
  readonly id: string;
}

function callStart(call: NamedCall, form: CallForm, { context }: ItemSurroundings): BlockStart {
  const known = context.toolNames.get(call.name);
  const namespace = known?.namespace ?? filledString(call['namespace']);
  return {
    kind: 'tool-call',
    id: call.id,
    name: known?.name ?? call.name,
    ...(namespace !== undefined && { namespace }),
    ...formOf(form === 'custom' ? form : known?.form),
  };
}
