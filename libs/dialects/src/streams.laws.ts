import type { TokenCounts } from '@smart-router/core';
import type { Dialect } from './dialect.js';
import { plainAsk, readContext, writeContext } from './generated.laws.js';
import { flawOfNeutral } from './grammar/neutral-grammar.laws.js';
import type { NeutralEvent } from './neutral/events.js';
import type { NeutralReply } from './neutral/reply.js';
import { openFrameSplitter } from './sse/split.js';

/** A stream in a dialect of what the events say. */
export function writeStream(dialect: Dialect, events: readonly NeutralEvent[]): string {
  const writer = dialect.openWriter(writeContext(plainAsk));
  return `${events.map((event) => writer.push(event)).join('')}${writer.end()}`;
}

/** All events of a stream that came in these chunks. */
export function readStream(dialect: Dialect, chunks: readonly Uint8Array[]): readonly NeutralEvent[] {
  const reader = dialect.openReader(readContext);
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

/** What a reply says, without the names it goes by. Counts of zero are left out: not every wire tells them. */
export function contentOf(reply: NeutralReply): unknown {
  const tokens = Object.entries(reply.tokens).filter(([, count]) => count !== 0);
  return { ...reply, id: undefined, model: undefined, tokens: Object.fromEntries(tokens) satisfies TokenCounts };
}

/** Checks the order that `NeutralEvent` promises. */
export function expectOrder(events: readonly NeutralEvent[]): void {
  expect(flawOfNeutral(events)).toBeUndefined();
}

/** The frames of a stream, each whole. */
export function framesOf(text: string): readonly Uint8Array[] {
  const splitter = openFrameSplitter();
  return [...splitter.push(encode(text)), ...splitter.end()];
}

/** The bytes of a text. */
export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
