import type { WireObject } from '../json/guards.js';
import { isClientSearch } from './tool-search.js';

/** Whether an output item is a call that the caller has to answer. */
export function isOwnCall(item: WireObject): boolean {
  const { type } = item;
  if (type === 'tool_search_call') return isClientSearch(item);
  return type === 'function_call' || type === 'custom_tool_call';
}
