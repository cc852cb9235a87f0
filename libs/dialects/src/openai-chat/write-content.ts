import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { Block, MediaBlock, TextBlock } from '../neutral/message.js';

/** What stands between text blocks where Chat, or many compatible servers, take one string only. */
const textSeparator = '\n\n';

/** https://platform.openai.com/docs/api-reference/chat/create: the formats `input_audio` accepts. */
const audioFormats: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/wave', 'wav'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
]);

/** A user message's `content`: a string when there is only one text, else parts. Refuses what has no part in Chat. */
export function writeContent(blocks: readonly Block[], field: string): Result<unknown> {
  const [first] = blocks;
  if (blocks.length === 1 && first?.kind === 'text') return succeed(first.text);
  const parts: unknown[] = [];
  for (const block of blocks) {
    const part = writePart(block, field);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return succeed(parts);
}

/** All text of some blocks as one string. */
export function joinTexts(blocks: readonly Block[]): string {
  const texts = blocks.filter((block): block is TextBlock => block.kind === 'text');
  return texts.map(({ text }) => text).join(textSeparator);
}

function writePart(block: Block, field: string): Result<unknown> {
  if (block.kind === 'text') return succeed({ type: 'text', text: block.text });
  if (block.kind === 'media') return writeMedia(block, field);
  if (block.kind === 'foreign' && block.owner === 'openai-chat') return succeed(block.value);
  return unsupported(field, `content that Chat can carry, got ${block.kind === 'foreign' ? block.name : block.kind}`);
}

function writeMedia(block: MediaBlock, field: string): Result<unknown> {
  if (block.media === 'image') return succeed(writeImage(block));
  if (block.source.kind === 'url') return unsupported(field, `inline data, got the address of a ${block.media}`);
  if (block.media === 'file') return succeed({ type: 'file', file: writeFile(block, block.source.data) });
  const format = audioFormats.get(block.mediaType ?? '');
  if (format === undefined)
    return unsupported(field, `audio in wav or mp3, got ${block.mediaType ?? 'an unknown type'}`);
  return succeed({ type: 'input_audio', input_audio: { data: block.source.data, format } });
}

function writeImage({ source, mediaType, detail }: MediaBlock): unknown {
  const url = source.kind === 'url' ? source.url : `data:${mediaType ?? 'image/png'};base64,${source.data}`;
  return { type: 'image_url', image_url: { url, ...(detail !== undefined && { detail }) } };
}

/** Chat demands a file name beside the data. */
function writeFile({ mediaType, name }: MediaBlock, data: string): unknown {
  const type = mediaType ?? 'application/pdf';
  return { filename: name ?? `file.${type.split('/').at(-1)}`, file_data: `data:${type};base64,${data}` };
}

function unsupported(field: string, expectation: string): Result<unknown> {
  return refuse(fault('unsupported-parameter', `${field} should hold ${expectation}`, { details: { param: field } }));
}
