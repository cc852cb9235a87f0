import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { Block, MediaBlock } from '../neutral/message.js';
import { dialectName } from './wire.js';

/** A user message's `content`: a string when there is only one text, else parts. Refuses what has no part here. */
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

function writePart(block: Block, field: string): Result<unknown> {
  if (block.kind === 'text') return succeed({ type: 'input_text', text: block.text });
  if (block.kind === 'media') return writeMedia(block, field);
  if (block.kind === 'foreign' && block.owner === dialectName) return succeed(block.value);
  return unsupported(field, block.kind === 'foreign' ? block.name : block.kind);
}

function writeMedia(block: MediaBlock, field: string): Result<unknown> {
  if (block.media === 'image') return succeed(writeImage(block));
  return block.media === 'file' ? succeed(writeFile(block)) : unsupported(field, block.media);
}

/** The API demands a `detail`. */
function writeImage(block: MediaBlock): unknown {
  return { type: 'input_image', image_url: addressOf(block, 'image/png'), detail: block.detail ?? 'auto' };
}

/** Inline data needs a file name beside it. */
function writeFile(block: MediaBlock): unknown {
  const { source, mediaType, name } = block;
  const filename = name === undefined ? {} : { filename: name };
  if (source.kind === 'url') return { type: 'input_file', file_url: source.url, ...filename };
  const type = mediaType ?? 'application/pdf';
  return {
    type: 'input_file',
    filename: `file.${type.split('/').at(-1)}`,
    ...filename,
    file_data: addressOf(block, type),
  };
}

function addressOf({ source, mediaType }: MediaBlock, usualType: string): string {
  return source.kind === 'url' ? source.url : `data:${mediaType ?? usualType};base64,${source.data}`;
}

function unsupported(field: string, got: string): Result<unknown> {
  const message = `${field} should hold content that Responses can carry, got ${got}`;
  return refuse(fault('unsupported-parameter', message, { details: { param: field, dialect: dialectName } }));
}
