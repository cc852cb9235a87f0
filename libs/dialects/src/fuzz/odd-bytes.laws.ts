import { joinBytes } from '../join-bytes.js';
import { openSseParser, type SseEvent } from '../sse/parse.js';
import { formatComment, formatEvent } from '../sse/format.js';
import { oddJson } from './odd-json.laws.js';
import type { Random } from './random.laws.js';

const encoder = new TextEncoder();

/** A JSON body made odd in its values, and sometimes in its bytes. */
export function oddBody(bytes: Uint8Array, random: Random): Uint8Array {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const odd = encoder.encode(oddJson(value, random, random.pick([10, 40, 200, 1000])));
  return random.once(8) ? oddBytes(odd, random) : odd;
}

/** A stream made odd in its order, its values, its framing, and sometimes in its bytes. */
export function oddStream(bytes: Uint8Array, random: Random): Uint8Array {
  const parser = openSseParser();
  const events = [...parser.push(bytes), ...parser.end()];
  const inSoMany = random.pick([3, 10, 50]);
  const frames = events.flatMap((event, at) => oddFrames(event, events[random.once(2) ? at + 1 : 0], random, inSoMany));
  const text = frames.slice(0, random.once(4) ? random.below(frames.length + 1) : undefined).join('');
  const odd = encoder.encode(random.once(8) ? text.replaceAll('\n', '\r\n') : text);
  return random.once(8) ? oddBytes(odd, random) : odd;
}

/** The bytes in some pieces. */
export function chunksOf(bytes: Uint8Array, random: Random): readonly Uint8Array[] {
  const largest = random.pick([1, 7, 100, 5000, bytes.length + 1]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.below(largest);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}

function oddFrames(event: SseEvent, other: SseEvent | undefined, random: Random, inSoMany: number): readonly string[] {
  const frame = formatEvent(event.event, event.data);
  if (!random.once(inSoMany)) return [frame];
  switch (random.below(7)) {
    case 0:
      return [];
    case 1:
      return [frame, frame];
    case 2:
      return other === undefined ? [] : [formatEvent(other.event, other.data), frame];
    case 3:
      return [formatComment('idle'), frame];
    case 4:
      return [formatEvent(other?.event, event.data)];
    default:
      return [formatEvent(event.event, event.data === '[DONE]' ? '[]' : oddJson(JSON.parse(event.data), random, 8))];
  }
}

/** Some bytes changed, taken out or put in. */
function oddBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(12);
  const noise = Uint8Array.from({ length: random.below(12) }, () => random.below(256));
  return joinBytes([bytes.subarray(0, at), noise, bytes.subarray(at + length)]);
}
