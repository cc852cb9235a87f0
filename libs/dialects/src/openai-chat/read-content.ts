import { succeed, type Result } from '@smart-router/core';
import { readDataUrl } from '../data-url.js';
import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Block, ForeignBlock, MediaBlock, TextBlock } from '../neutral/message.js';
import type { MemberPlace } from '../note-lost.js';
import { unsupported } from '../refusals.js';
import { noteMembers } from './note-members.js';

/** Blocks that content parts can become. */
export type ContentBlock = TextBlock | MediaBlock | ForeignBlock;

const partTypes = ['text', 'refusal', 'image_url', 'input_audio', 'file'] as const;

const audioTypes: Readonly<Record<string, string>> = { wav: 'audio/wav', mp3: 'audio/mpeg' };

/** A message's `content`: a string, or an array of parts. Empty text becomes no block. */
export function readContent(content: JsonText | undefined, place: MemberPlace): readonly ContentBlock[] {
  const value = content?.value;
  if (typeof value === 'string') return value === '' ? [] : [{ kind: 'text', text: value }];
  const items = content?.items() ?? [];
  return arrayOf(value).flatMap((part, index) => {
    notePart(objectOf(part), place);
    const block = readPart(objectOf(part)) ?? foreignPart(items[index]);
    return block === undefined || isEmptyText(block) ? [] : [block];
  });
}

/** Joined text of string or parts, e.g. of a delta; other parts are left out. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return arrayOf(content)
    .map((part) => stringOf(objectOf(part)['text']) ?? '')
    .join('');
}

/** Refuses a file that only has an id: it lies at one provider, and no other could read it. */
export function refuseFileIds(content: unknown, path: string): Result<undefined> {
  for (const [index, part] of arrayOf(content).entries()) {
    const { type, file } = objectOf(part);
    const { file_id: id, file_data: data } = objectOf(file);
    if (type !== 'file' || filledString(id) === undefined || filledString(data) !== undefined) continue;
    const field = `${path}[${index}].file.file_id`;
    return unsupported(field, `${field} names a file at one provider; file_data reaches targets of other dialects`);
  }
  return succeed(undefined);
}

/** Members of a part nobody reads; a part nobody reads at all stays whole, as a foreign one. */
function notePart(part: WireObject, { field, notes }: MemberPlace): void {
  const type = partTypes.find((known) => known === part['type']);
  if (type === undefined) return;
  noteMembers(part, type, { field, notes });
  if (type === 'image_url') noteMembers(objectOf(part['image_url']), 'image', { field: `${field}.image_url`, notes });
}

function isEmptyText(block: Block): boolean {
  return block.kind === 'text' && block.text === '';
}

function readPart(part: WireObject): ContentBlock | undefined {
  switch (part['type']) {
    case 'text':
      return { kind: 'text', text: stringOf(part['text']) ?? '' };
    case 'refusal':
      return { kind: 'text', text: stringOf(part['refusal']) ?? '' };
    case 'image_url':
      return readImage(part);
    case 'input_audio':
      return readAudio(objectOf(part['input_audio']));
    case 'file':
      return readFile(objectOf(part['file']));
    default:
      return undefined;
  }
}

function readImage(part: WireObject): MediaBlock | undefined {
  const holder = part['image_url'];
  const url = filledString(holder) ?? filledString(objectOf(holder)['url']);
  if (url === undefined) return undefined;
  return {
    kind: 'media',
    media: 'image',
    ...sourceOf(url),
    name: undefined,
    detail: stringOf(objectOf(holder)['detail']),
  };
}

function readAudio(audio: WireObject): MediaBlock | undefined {
  const data = filledString(audio['data']);
  if (data === undefined) return undefined;
  const format = filledString(audio['format']);
  const mediaType = format === undefined ? undefined : (audioTypes[format] ?? `audio/${format}`);
  return {
    kind: 'media',
    media: 'audio',
    mediaType,
    source: { kind: 'base64', data },
    name: undefined,
    detail: undefined,
  };
}

/** Inline files only: see `refuseFileIds`. */
function readFile(file: WireObject): MediaBlock | undefined {
  const data = filledString(file['file_data']);
  if (data === undefined) return undefined;
  return { kind: 'media', media: 'file', ...sourceOf(data), name: filledString(file['filename']), detail: undefined };
}

function sourceOf(url: string): Pick<MediaBlock, 'mediaType' | 'source'> {
  const inline = readDataUrl(url);
  if (inline === undefined) return { mediaType: undefined, source: { kind: 'url', url } };
  return { mediaType: inline.mediaType || undefined, source: { kind: 'base64', data: inline.data } };
}

function foreignPart(part: JsonText | undefined): ForeignBlock | undefined {
  if (part === undefined) return undefined;
  const name = filledString(objectOf(part.value)['type']) ?? 'part';
  return { kind: 'foreign', owner: 'openai-chat', name, value: part };
}
