import { succeed, type BoundState, type Modality, type Result } from '@smart-router/core';
import { describe } from '../json/describe.js';
import { arrayOf, filledString, isRecord, objectOf, stringOf, type WireObject } from '../json/guards.js';
import { invalid } from '../refusals.js';

/** One media part and where its inline bytes are, as the path inside its part. */
export interface MediaPlace {
  readonly modality: Exclude<Modality, 'text'>;
  readonly message: number;
  readonly part: number;
  /** `undefined` when the part only has an address. */
  readonly inline: readonly string[] | undefined;
}

/** What one walk over the messages finds. */
export interface MessagesFacts {
  readonly media: readonly MediaPlace[];
  readonly bound: readonly BoundState[];
  readonly prefill: boolean;
  readonly systemInside: boolean;
  readonly toolResults: boolean;
}

/** Walks over all messages once; refuses one without a role. */
export function walkMessages(messages: readonly unknown[]): Result<MessagesFacts> {
  const media: MediaPlace[] = [];
  const bound: BoundState[] = [];
  let conversation = false;
  let systemInside = false;
  let toolResults = false;
  let role: string | undefined;
  for (const [index, message] of messages.entries()) {
    role = isRecord(message) ? stringOf(message['role']) : undefined;
    if (role === undefined) return invalidMessage(index, message);
    if (role !== 'system' && role !== 'developer') conversation = true;
    else if (conversation) systemInside = true;
    if (role === 'tool' || role === 'function') toolResults = true;
    // `role` was read from it, so it is an object.
    const { content } = message as WireObject;
    if (Array.isArray(content)) collectMedia(content, index, { media, bound });
  }
  return succeed({ media, bound, prefill: role === 'assistant', systemInside, toolResults });
}

function invalidMessage(index: number, message: unknown): ReturnType<typeof invalid> {
  const field = isRecord(message) ? `messages[${index}].role` : `messages[${index}]`;
  const expected = isRecord(message) ? 'a string' : 'an object';
  return invalid(
    field,
    `${field} should be ${expected}, got ${describe(isRecord(message) ? message['role'] : message)}`,
  );
}

function collectMedia(
  parts: readonly unknown[],
  message: number,
  { media, bound }: { readonly media: MediaPlace[]; readonly bound: BoundState[] },
): void {
  for (const [part, value] of arrayOf(parts).entries()) {
    const found = mediaOf(objectOf(value));
    if (found === undefined) continue;
    media.push({ ...found, message, part });
    const file = found.modality === 'file' ? filledString(objectOf(objectOf(value)['file'])['file_id']) : undefined;
    if (file !== undefined) {
      bound.push({ kind: 'file-id', value: file, field: `messages[${message}].content[${part}].file.file_id` });
    }
  }
}

function mediaOf(part: WireObject): Pick<MediaPlace, 'modality' | 'inline'> | undefined {
  switch (part['type']) {
    case 'image_url':
      return { modality: 'image', inline: inlineUrl(part, 'image_url') };
    case 'video_url':
      return { modality: 'video', inline: inlineUrl(part, 'video_url') };
    case 'input_audio':
      return { modality: 'audio', inline: ['input_audio', 'data'] };
    case 'file':
      return { modality: 'file', inline: ['file', 'file_data'] };
    default:
      return undefined;
  }
}

/** Some clients send the address itself in the place of `{url}`. */
function inlineUrl(part: WireObject, field: string): readonly string[] | undefined {
  const holder = part[field];
  if (typeof holder === 'string') return holder.startsWith('data:') ? [field] : undefined;
  return stringOf(objectOf(holder)['url'])?.startsWith('data:') === true ? [field, 'url'] : undefined;
}
