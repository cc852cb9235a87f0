import type { WireObject } from '../json/guards.js';
import { assembleCall, assembleToolSearch } from './assemble-calls.js';
import { assembleMessage } from './assemble-message.js';
import { assembleReasoning } from './assemble-reasoning.js';
import { assembleSearch } from './assemble-search.js';
import type { ItemAssembly, ItemSurroundings } from './item-assembly.js';
import { isClientSearch } from './tool-search.js';
import { dialectName } from './wire.js';

/** How an item of a type is put together; items of other types stay foreign. */
export function assembleItem(type: string, item: WireObject, surroundings: ItemSurroundings): ItemAssembly {
  switch (type) {
    case 'message':
      return assembleMessage(surroundings);
    case 'reasoning':
      return assembleReasoning(surroundings);
    case 'function_call':
      return assembleCall('function', item, surroundings);
    case 'custom_tool_call':
      return assembleCall('custom', item, surroundings);
    case 'tool_search_call':
      return isClientSearch(item) ? assembleToolSearch(item, surroundings) : assembleForeign(type, surroundings);
    case 'web_search_call':
      return assembleSearch(item, surroundings);
    default:
      return assembleForeign(type, surroundings);
  }
}

function assembleForeign(type: string, surroundings: ItemSurroundings): ItemAssembly {
  return {
    take: () => undefined,
    done: (value) => surroundings.emit({ kind: 'foreign', owner: dialectName, name: type, value }),
  };
}
