import { arrayOf, objectOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';

/** A parsed wire value whose own text is found on demand: most values are read, few are taken over as they are. */
export interface WireNode {
  readonly value: unknown;
  text(): JsonText | undefined;
}

/** The node of a whole document. */
export function nodeOf(text: JsonText): WireNode {
  return { value: text.value, text: () => text };
}

/** The member of an object; its value is `undefined` when there is none. */
export function memberOf(node: WireNode, key: string): WireNode {
  return { value: objectOf(node.value)[key], text: () => node.text()?.get(key) };
}

/** The items of an array; none for anything else. */
export function itemsOf(node: WireNode): readonly WireNode[] {
  return arrayOf(node.value).map((value, index) => ({ value, text: () => node.text()?.items()[index] }));
}
