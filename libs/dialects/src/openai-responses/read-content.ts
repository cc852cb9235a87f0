import { readDataUrl } from '../data-url.js';
import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { ForeignBlock, MediaBlock, TextBlock } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import { partMembers } from './item-members.js';
import { noteMembers } from './note-members.js';
import { dialectName } from './wire.js';

/** Blocks that content parts can become. */
export type ContentBlock = TextBlock | MediaBlock | ForeignBlock;

const audioTypes: Readonly<Record<string, string>> = { wav: 'audio/wav', mp3: 'audio/mpeg' };

/**
 * A message's `content` or a result's `output`: a string, or an array of parts, which notes call `path`. Empty text
 * becomes no block.
 */
export function readContent(content: JsonText | undefined, notes: Notes, path: string): readonly ContentBlock[] {
  const value = content?.value;
  if (typeof value === 'string') return textBlocks(value);
  return arrayOf(value).flatMap((item, index) => {
    const part = objectOf(item);
    const blocks = readPart(part);
    if (blocks === undefined) return foreignPart(content?.items()[index]);
    notePart(part, notes, path);
    return blocks;
  });
}

function notePart(part: WireObject, notes: Notes, path: string): void {
  const members = partMembers.get(filledString(part['type']) ?? '');
  if (members !== undefined) noteMembers(part, members, { field: path, notes });
  if (part['type'] === 'refusal') notes.changed(`${path}.refusal`, 'became text: no other API takes a refusal back');
  if (part['detail'] === 'original') notes.changed(`${path}.detail`, 'became high, which is the most elsewhere');
}

/** `undefined` when only this dialect understands the part. */
function readPart(part: WireObject): readonly ContentBlock[] | undefined {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return textBlocks(stringOf(part['text']) ?? '');
    case 'refusal':
      return textBlocks(stringOf(part['refusal']) ?? '');
    case 'input_image':
      return readMedia(filledString(part['image_url']), { media: 'image', detail: detailOf(part['detail']) });
    case 'input_file':
      return readMedia(filledString(part['file_data']) ?? filledString(part['file_url']), {
        media: 'file',
        name: filledString(part['filename']),
      });
    case 'input_audio':
      return readAudio(objectOf(part['input_audio']));
    default:
      return undefined;
  }
}

function textBlocks(text: string): readonly TextBlock[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** `auto` says nothing, and no other API has a word for `original`, which is more than `high`. */
function detailOf(detail: unknown): string | undefined {
  if (detail === 'original') return 'high';
  return detail === 'auto' ? undefined : filledString(detail);
}

interface MediaWords {
  readonly media: MediaBlock['media'];
  readonly name?: string | undefined;
  readonly detail?: string | undefined;
}

/** A part with nothing but a `file_id`, which means something to its provider alone, stays foreign. */
function readMedia(source: string | undefined, words: MediaWords): readonly MediaBlock[] | undefined {
  if (source === undefined) return undefined;
  const block = { kind: 'media', name: undefined, detail: undefined, ...words } as const;
  const inline = readDataUrl(source);
  if (inline !== undefined) {
    const { mediaType, data } = inline;
    return [{ ...block, mediaType: mediaType || undefined, source: { kind: 'base64', data } }];
  }
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(source);
  const from = isAddress ? ({ kind: 'url', url: source } as const) : ({ kind: 'base64', data: source } as const);
  return [{ ...block, mediaType: undefined, source: from }];
}

function readAudio(audio: WireObject): readonly MediaBlock[] | undefined {
  const data = filledString(audio['data']);
  if (data === undefined) return undefined;
  const format = filledString(audio['format']);
  const mediaType = format === undefined ? undefined : (audioTypes[format] ?? `audio/${format}`);
  const source = { kind: 'base64', data } as const;
  return [{ kind: 'media', media: 'audio', mediaType, source, name: undefined, detail: undefined }];
}

function foreignPart(part: JsonText | undefined): readonly ForeignBlock[] {
  if (part === undefined) return [];
  const name = filledString(objectOf(part.value)['type']) ?? 'part';
  return [{ kind: 'foreign', owner: dialectName, name, value: part }];
}
