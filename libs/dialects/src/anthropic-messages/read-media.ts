import { succeed, type Result } from '@smart-router/core';
import { arrayOf, filledString, objectOf } from '../json/guards.js';
import type { Block, MediaBlock, TextBlock } from '../neutral/message.js';
import { anyIndex } from '../note-lost.js';
import { unsupported } from '../refusals.js';
import { textBlocks, type BlockPlace, type ContentReader } from './block-place.js';
import { memberOf, type WireNode } from './wire-node.js';

/** An image block. */
export function readImage(node: WireNode, place: BlockPlace): Result<readonly Block[]> {
  const media = readMedia(node, 'image');
  return media === undefined ? refuseSource(node, place) : succeed([media]);
}

/** A document block. Plain text is text anywhere; its title and context stand before it. */
export function readDocument(node: WireNode, place: BlockPlace, readContent: ContentReader): Result<readonly Block[]> {
  const block = objectOf(node.value);
  const { type, data } = objectOf(block['source']);
  const context = textBlocks(filledString(block['context']));
  if (type !== 'text' && type !== 'content') {
    const media = readMedia(node, 'file');
    if (media === undefined) return refuseSource(node, place);
    if (context.length > 0)
      place.notes.changed(`${anyIndex(place.field)}.context`, 'it stands as text before the document');
    return succeed([...context, media]);
  }
  place.notes.changed(
    `${anyIndex(place.field)}.document`,
    'a document of text became text, behind its title and context',
  );
  const before = [...textBlocks(filledString(block['title'])), ...context];
  if (type === 'text') return succeed([...before, ...textBlocks(filledString(data))]);
  const field = `${place.field}.source.content`;
  const content = readContent(memberOf(memberOf(node, 'source'), 'content'), { ...place, field });
  return content.ok ? succeed([...before, ...content.value]) : content;
}

/** What a caller's own search found, as text. */
export function readSearchResult(node: WireNode, place: BlockPlace): Result<readonly TextBlock[]> {
  const block = objectOf(node.value);
  const texts = arrayOf(block['content']).map((part) => objectOf(part)['text']);
  const lines = [block['title'], block['source'], ...texts].map(filledString);
  place.notes.changed(`${anyIndex(place.field)}.search_result`, 'a search result became text');
  return succeed(textBlocks(lines.filter((line) => line !== undefined).join('\n')));
}

function readMedia(node: WireNode, media: MediaBlock['media']): MediaBlock | undefined {
  const block = objectOf(node.value);
  const source = objectOf(block['source']);
  const data = filledString(source['data']);
  const url = filledString(source['url']);
  const rest = { kind: 'media', media, name: filledString(block['title']), detail: undefined } as const;
  if (source['type'] === 'base64' && data !== undefined) {
    return { ...rest, mediaType: filledString(source['media_type']), source: { kind: 'base64', data } };
  }
  if (source['type'] !== 'url' || url === undefined) return undefined;
  return { ...rest, mediaType: undefined, source: { kind: 'url', url } };
}

/** A file id belongs to the provider's own file store. */
function refuseSource(node: WireNode, place: BlockPlace): ReturnType<typeof unsupported> {
  const { type } = objectOf(objectOf(node.value)['source']);
  if (type === 'file') return refuseFileId(`${place.field}.source.file_id`);
  const field = `${place.field}.source`;
  return unsupported(field, `${field} should hold base64 data or a url to be carried to another dialect`);
}

/** Names the id, and what its sender can do about it. */
export function refuseFileId(field: string): ReturnType<typeof unsupported> {
  return unsupported(field, `${field} names a file kept by its provider; only content sent inline or by url can cross`);
}
