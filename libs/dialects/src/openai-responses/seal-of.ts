import { filledString, type WireObject } from '../json/guards.js';
import { isRouterMade } from './ids.js';
import { itemType } from './wire.js';

/**
 * What only the issuer of a reasoning item can read: its sealed form, else the id under which the issuer stored it.
 * `undefined` for other items.
 */
export function sealOf(item: WireObject): string | undefined {
  if (itemType(item) !== 'reasoning') return undefined;
  const id = filledString(item['id']);
  return filledString(item['encrypted_content']) ?? (id === undefined || isRouterMade(id) ? undefined : id);
}
