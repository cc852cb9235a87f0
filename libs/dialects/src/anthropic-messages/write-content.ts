import { succeed, type Result } from '@smart-router/core';
import { appendAll } from '../append-all.js';
import type { WriteTarget } from '../dialect.js';
import type { ToolNaming } from '../flat-tool-names.js';
import type { NeutralAsk } from '../neutral/ask.js';
import type { ForeignBlock, MediaBlock, ReasoningBlock, TextBlock, ToolResultBlock } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import { unsupported } from '../refusals.js';
import { dialectName } from './wire.js';

/** What writing the turns of one ask needs. */
export interface TurnContext {
  readonly ask: NeutralAsk;
  readonly target: WriteTarget;
  readonly naming: ToolNaming;
  readonly notes: Notes;
}

/** A content block of a request; may hold a `JsonText`. */
export type WireBlock = unknown;

/** Written blocks, or why one cannot be. */
export type WrittenBlocks = Result<readonly WireBlock[]>;

/** The API refuses text without a character that is not space. */
export function writeText(block: TextBlock, field: string, notes: Notes): readonly WireBlock[] {
  if (block.text.trim() !== '') return [{ type: 'text', text: block.text }];
  if (block.text !== '') notes.dropped(`${field}.content`, 'text of white space alone is not accepted here');
  return [];
}

/** An image or document; sound has no place. */
export function writeMedia(block: MediaBlock, field: string, notes: Notes): WrittenBlocks {
  if (block.media === 'audio')
    return unsupported(`${field}.content`, `${field}.content holds audio, which this dialect cannot carry`);
  if (block.detail !== undefined && block.detail !== 'auto')
    notes.dropped(`${field}.content[].detail`, 'images have no detail level here');
  return block.media === 'image' ? writeImage(block, field) : writeDocument(block, field);
}

/** A part of this dialect goes back as it came; parts of others must not be lost where a user put them. */
export function writeForeign(block: ForeignBlock, field: string): WrittenBlocks {
  if (block.owner === dialectName) return succeed([block.value]);
  return unsupported(
    `${field}.content`,
    `${field}.content holds a ${block.name} of ${block.owner}, which only that dialect can carry`,
  );
}

/** Thinking goes back to its issuer, with the proof; nobody else gets to see it. */
export function writeReasoning(block: ReasoningBlock, field: string, context: TurnContext): readonly WireBlock[] {
  const { proof } = block;
  if (proof === undefined || proof.issuer !== context.target.issuer || proof.dialect !== dialectName) {
    context.notes.dropped(`${field}.reasoning`, 'reasoning that this target did not issue was left out');
    return [];
  }
  if (proof.form === 'redacted') return [{ type: 'redacted_thinking', data: proof.value }];
  return [{ type: 'thinking', thinking: block.text, signature: proof.value }];
}

/** The answer of a tool, its content as a string where that says it all. */
export function writeResult(block: ToolResultBlock, field: string, context: TurnContext): WrittenBlocks {
  const content: WireBlock[] = [];
  for (const part of block.content) {
    const written = writePart(part, field, context.notes);
    if (!written.ok) return written;
    appendAll(content, written.value);
  }
  const only = block.content.length === 1 ? block.content[0] : undefined;
  const text = only?.kind === 'text' && content.length === 1 ? only.text : undefined;
  return succeed([
    {
      type: 'tool_result',
      ...(content.length > 0 && { content: text ?? content }),
      ...(block.isError && { is_error: true }),
    },
  ]);
}

/** A part that may stand in a user turn and in a tool result. */
export function writePart(part: TextBlock | MediaBlock | ForeignBlock, field: string, notes: Notes): WrittenBlocks {
  if (part.kind === 'text') return succeed(writeText(part, field, notes));
  return part.kind === 'media' ? writeMedia(part, field, notes) : writeForeign(part, field);
}

/** The types the API reads, with the first characters of their base64 data, for callers that do not say what an image is. */
const imageTypes: readonly (readonly [string, string])[] = [
  ['iVBOR', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
];

function writeImage({ source, mediaType }: MediaBlock, field: string): WrittenBlocks {
  if (source.kind === 'url') return succeed([{ type: 'image', source: { type: 'url', url: source.url } }]);
  // Many callers say `image/jpg`, which is no registered type.
  const said = mediaType?.toLowerCase().replace('image/jpg', 'image/jpeg');
  const type = imageTypes.find(([start, known]) =>
    said === undefined ? source.data.startsWith(start) : known === said,
  );
  if (type === undefined) {
    const got = said === undefined ? 'none that says its type' : JSON.stringify(said.slice(0, 40));
    return unsupported(`${field}.content`, `${field}.content should hold png, jpeg, gif or webp images, got ${got}`);
  }
  return succeed([{ type: 'image', source: { type: 'base64', media_type: type[1], data: source.data } }]);
}

function writeDocument({ source, mediaType, name }: MediaBlock, field: string): WrittenBlocks {
  const title = name === undefined ? {} : { title: name };
  if (source.kind === 'url') {
    return succeed([{ type: 'document', source: { type: 'url', url: source.url }, ...title }]);
  }
  const type = mediaType ?? (source.data.startsWith('JVBER') ? 'application/pdf' : undefined);
  if (type === 'application/pdf') {
    return succeed([{ type: 'document', source: { type: 'base64', media_type: type, data: source.data }, ...title }]);
  }
  const text = type?.startsWith('text/') === true ? decodeBase64(source.data) : undefined;
  if (text === undefined)
    return unsupported(`${field}.content`, `${field}.content holds a file that is neither PDF nor text`);
  return succeed([{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, ...title }]);
}

function decodeBase64(data: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not base64, or no text inside: the caller of this function refuses it.
    return undefined;
  }
}
