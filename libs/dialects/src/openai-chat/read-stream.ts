import type { ReadContext, StreamReader } from '../dialect.js';
import { brokenFrame, parseData } from '../json-frame.js';
import { isRecord } from '../json/guards.js';
import type { NeutralEvent } from '../neutral/events.js';
import { openSseParser, type SseEvent } from '../sse/parse.js';
import { ReplyAssembly } from './assemble-reply.js';
import { faultIn } from './errors.js';

/** https://platform.openai.com/docs/api-reference/chat/create#chat-create-stream */
const sentinel = '[DONE]';

/** Reads a stream of Chat chunks. */
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

function readEvent(event: SseEvent, assembly: ReplyAssembly): readonly NeutralEvent[] {
  const data = event.data.trim();
  if (data === '') return [];
  if (data === sentinel) return assembly.done();
  const chunk = parseData(data);
  if (!isRecord(chunk)) return assembly.fail(brokenFrame);
  const fault = event.event === 'error' ? faultIn({ error: chunk['error'] ?? chunk }) : undefined;
  return fault === undefined ? assembly.take(chunk) : assembly.fail(fault);
}

/** A frame cut by the end of the stream never came; `end` says what is missing. */
function readLast(event: SseEvent, assembly: ReplyAssembly): readonly NeutralEvent[] {
  const data = event.data.trim();
  return data === sentinel || isRecord(parseData(data)) ? readEvent(event, assembly) : [];
}
