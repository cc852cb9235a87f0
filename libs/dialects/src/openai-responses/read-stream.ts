import type { ReadContext, StreamReader } from '../dialect.js';
import { brokenFrame, parseData } from '../json-frame.js';
import { filledString, isRecord, type WireObject } from '../json/guards.js';
import type { NeutralEvent } from '../neutral/events.js';
import { openSseParser, type SseEvent } from '../sse/parse.js';
import { ReplyAssembly } from './assemble-reply.js';

/** Not of this dialect, but compatible servers send it behind the last event. */
const foreignSentinel = '[DONE]';

/** Reads a stream of Responses events. */
export function openReader(context: ReadContext): StreamReader {
  const parser = openSseParser();
  const assembly = new ReplyAssembly(context);
  return {
    push: (bytes) => parser.push(bytes).flatMap((event) => readEvent(event, assembly)),
    end: () => [...parser.end().flatMap((event) => readLast(event, assembly)), ...assembly.end()],
    get billing() {
      return assembly.billing;
    },
  };
}

/** An event's own `type` counts; servers that leave it out name the frame, or send a bare error object. */
export function typeOfEvent(event: WireObject, frameName: string | undefined): string {
  if (frameName === 'error') return frameName;
  const type = filledString(event['type']) ?? frameName;
  return type ?? (isRecord(event['error']) ? 'error' : '');
}

function readEvent({ event, data }: SseEvent, assembly: ReplyAssembly): readonly NeutralEvent[] {
  if (data === '' || data === foreignSentinel) return [];
  const value = parseData(data);
  return isRecord(value) ? assembly.take(typeOfEvent(value, event), value) : assembly.fail(brokenFrame);
}

/** A frame cut by the end of the stream never came; `end` says what is missing. */
function readLast(event: SseEvent, assembly: ReplyAssembly): readonly NeutralEvent[] {
  return isRecord(parseData(event.data)) ? readEvent(event, assembly) : [];
}
