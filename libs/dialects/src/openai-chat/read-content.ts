import { readDataUrl } from '../data-url.js';
import { arrayOf, filledString, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Block, ForeignBlock, MediaBlock, TextBlock } from '../neutral/message.js';

/** Blocks that content parts can become. */
export type ContentBlock = TextBlock | MediaBlock | ForeignBlock;

const audioTypes: Readonly<Record<string, string>> = { wav: 'audio/wav', mp3: 'audio/mpeg' };

/** A message's `content`: a string, or an array of parts. Empty text becomes no block. */
export function readContent(content: JsonText | undefined): readonly ContentBlock[] {
  const value = content?.value;
  if (typeof value === 'string') return value === '' ? [] : [{ kind: 'text', text: value }];
  return arrayOf(value).flatMap((part, index) => {
    const block = readPart(objectOf(part)) ?? foreignPart(content?.items()[index]);
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

/** Inline files only: a `file_id` means something to its provider alone, so such a part stays foreign. */
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
