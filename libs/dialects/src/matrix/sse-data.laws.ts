import { openSseParser, type SseEvent } from '../sse/parse.js';

/** The events of a whole stream. */
export function eventsIn(bytes: Uint8Array): readonly SseEvent[] {
  const parser = openSseParser();
  return [...parser.push(bytes), ...parser.end()];
}
