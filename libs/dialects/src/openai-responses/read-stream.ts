import type { ReadContext, StreamReader } from '../dialect.js';
import { filledString, isRecord, type WireObject } from '../json/guards.js';
import type { NeutralEvent, WireFault } from '../neutral/events.js';
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
  const value = parse(data);
  return isRecord(value) ? assembly.take(typeOfEvent(value, event), value) : assembly.fail(brokenFrame);
}

/** A frame cut by the end of the stream never came; `end` says what is missing. */
function readLast(event: SseEvent, assembly: ReplyAssembly): readonly NeutralEvent[] {
  return isRecord(parse(event.data)) ? readEvent(event, assembly) : [];
}

const brokenFrame: WireFault = {
  status: undefined,
  type: 'invalid-frame',
  code: undefined,
  param: undefined,
  message: 'the provider sent a stream frame that is not a JSON object',
};

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // The caller of this function tells a broken frame by its not being an object.
    return undefined;
  }
}
