import { createParser } from 'eventsource-parser';

/** One server-sent event; events without data are not events. */
export interface SseEvent {
  readonly event: string | undefined;
  readonly data: string;
}

/** Incremental: bytes cut anywhere in, whole events out. */
export interface SseParser {
  push(bytes: Uint8Array): readonly SseEvent[];
  /** Gives the last event even when its blank line is missing. */
  end(): readonly SseEvent[];
}

/**
 * Reads server-sent events from bytes.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function openSseParser(): SseParser {
  const decoder = new TextDecoder();
  let found: SseEvent[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => found.push({ event, data }) });
  const feed = (text: string): readonly SseEvent[] => {
    found = [];
    if (text !== '') parser.feed(text);
    return found;
  };
  return {
    push: (bytes) => feed(decoder.decode(bytes, { stream: true })),
    end: () => feed(`${decoder.decode()}\n\n`),
  };
}
