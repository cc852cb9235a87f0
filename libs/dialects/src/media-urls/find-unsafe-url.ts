import { isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { judgeUrl, type UnsafeUrl } from './judge-url.js';

/** An address in an ask that must not be passed on, and the field that holds it. */
export interface FoundUrl extends UnsafeUrl {
  readonly field: string;
}

/** Fields of a part, in any dialect, that hold the address of something a provider fetches. */
const urlFields: readonly (readonly [string, string?])[] = [
  ['image_url'],
  ['image_url', 'url'],
  ['video_url'],
  ['video_url', 'url'],
  ['audio_url'],
  ['audio_url', 'url'],
  ['file_url'],
  ['file_data'],
  ['file', 'file_data'],
  ['file', 'file_url'],
  ['source', 'url'],
];

/** Where parts stand; arguments of calls and schemas of tools are the caller's own data and are not looked into. */
const conversationFields = ['messages', 'input', 'system'] as const;
const nestedFields = ['content', 'output', 'source'] as const;

/** The first address of a picture, file or sound that does not lead to the public internet. */
export function findUnsafeUrl(body: JsonText): FoundUrl | undefined {
  const ask = objectOf(body.value);
  for (const field of conversationFields) {
    const found = findIn(ask[field], field);
    if (found !== undefined) return found;
  }
  return findInPrompt(objectOf(ask['prompt'])['variables']);
}

/** Variables of a stored prompt may be parts. */
function findInPrompt(variables: unknown): FoundUrl | undefined {
  for (const variable of Object.values(objectOf(variables))) {
    const found = isRecord(variable) ? findOwn(variable, 'prompt.variables') : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function findIn(value: unknown, path: string): FoundUrl | undefined {
  if (Array.isArray(value)) return findAmong(value, path);
  if (!isRecord(value)) return undefined;
  const own = findOwn(value, path);
  if (own !== undefined) return own;
  for (const field of nestedFields) {
    const found = findIn(value[field], `${path}.${field}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findAmong(items: readonly unknown[], path: string): FoundUrl | undefined {
  for (const [index, item] of items.entries()) {
    if (typeof item === 'string') continue;
    const found = findIn(item, `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findOwn(part: WireObject, path: string): FoundUrl | undefined {
  for (const [outer, inner] of urlFields) {
    const held = part[outer];
    if (held === undefined) continue;
    const url = stringOf(inner === undefined ? held : objectOf(held)[inner]);
    const unsafe = url === undefined ? undefined : judgeUrl(url);
    if (unsafe === undefined) continue;
    return { ...unsafe, field: inner === undefined ? `${path}.${outer}` : `${path}.${outer}.${inner}` };
  }
  return undefined;
}
