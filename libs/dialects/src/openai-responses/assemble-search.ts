import { arrayOf, filledString, objectOf, type WireObject } from '../json/guards.js';
import { GrowingBlock } from './growing-block.js';
import type { ItemAssembly, ItemSurroundings } from './item-assembly.js';
import { dialectName } from './wire.js';

/** A search of the web while it comes in; what was searched for is known when it is done. */
export function assembleSearch(added: WireObject, surroundings: ItemSurroundings): ItemAssembly {
  const tellForeign = (name: string, value: unknown): void =>
    surroundings.emit({ kind: 'foreign', owner: dialectName, name, value });
  return {
    take: () => undefined,
    done(last) {
      const item = { ...added, ...last };
      const action = objectOf(item['action']);
      const type = filledString(action['type']) ?? 'search';
      // Reading a page that was found is no search, and nobody else tells of it.
      if (type !== 'search') return tellForeign(`web_search_call.${type}`, item);
      const block = new GrowingBlock(surroundings);
      block.open({ kind: 'web-search', id: filledString(item['id']), query: queryOf(action) });
      block.end();
      if (arrayOf(action['sources']).length > 0) tellForeign('web_search_call.action.sources', action['sources']);
    },
  };
}

/** Newer models search for several things at once. */
function queryOf(action: WireObject): string | undefined {
  const queries = arrayOf(action['queries']).flatMap((query) => filledString(query) ?? []);
  return filledString(action['query']) ?? (queries.join(', ') || undefined);
}
