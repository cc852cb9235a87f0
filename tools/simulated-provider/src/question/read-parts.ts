import { isObject, listOf, objectsOf, textOf, type JsonObject } from '../json/guards.js';

/** The texts of a content that is a text or a list of parts, joined by line breaks. */
export function textOfContent(content: unknown): string {
  if (typeof content === 'string') return content;
  return objectsOf(content)
    .map((part) => textOf(part['text']))
    .filter((text) => text !== undefined)
    .join('\n');
}

/** How many objects anywhere inside a value have one of these types. */
export function countTypes(value: unknown, types: readonly string[]): number {
  if (Array.isArray(value)) return listOf(value).reduce<number>((sum, each) => sum + countTypes(each, types), 0);
  if (!isObject(value)) return 0;
  const own = types.includes(textOf(value['type']) ?? '') ? 1 : 0;
  return own + countTypes(value['content'], types) + countTypes(value['output'], types);
}

/** The items after the last one that the model wrote. */
export function afterLast(
  items: readonly JsonObject[],
  isAnswer: (item: JsonObject) => boolean,
): readonly JsonObject[] {
  return items.slice(items.findLastIndex(isAnswer) + 1);
}

/** A plausible count: four characters a token of what the model reads, and 85 for what is not text. Base64 is no text. */
export function estimateTokens(read: readonly unknown[], media: number): number {
  const text = JSON.stringify(read).replace(/[A-Za-z0-9+/=_-]{400,}/g, '');
  return Math.max(1, Math.ceil(text.length / 4) + media * 85);
}
