import { valueOf } from '../generated.laws.js';
import type { ReplyStream } from '../lane.js';
import { prepareLane } from '../lanes.js';
import { parseAsk } from '../parse-ask.js';
import { longExchange } from './long-exchange.laws.js';
import { ableTarget, openLane } from '../grammar/open-lane.laws.js';
import { publishedDialects, type PublishedDialect } from '../matrix/exchanges.laws.js';

/** What one lane has to do, ready to be done again and again; `units` is what one go counts for. */
export interface LaneWork {
  readonly from: PublishedDialect;
  readonly to: PublishedDialect;
  readonly kind: 'ask' | 'reply' | 'stream';
  readonly units: number;
  readonly go: () => void;
}

const pieces = 1000;

/** The work of all lanes: an ask of 20 calls, its reply as a whole, and as a stream of 1000 pieces, per event. */
export function laneWork(): readonly LaneWork[] {
  return publishedDialects.flatMap((from) => publishedDialects.flatMap((to) => workOf(from, to)));
}

function workOf(from: PublishedDialect, to: PublishedDialect): readonly LaneWork[] {
  const { ask } = longExchange(from, { calls: 20, pieces: 1 });
  const { reply, frames } = longExchange(to, { calls: 1, pieces });
  const lane = openLane(from, to);
  return [
    { from, to, kind: 'ask', units: 1, go: () => sendAsk(from, to, ask) },
    { from, to, kind: 'reply', units: 1, go: () => void valueOf(lane.readWhole(reply)) },
    { from, to, kind: 'stream', units: frames.length, go: () => passStream(lane.openStream(), frames) },
  ];
}

function sendAsk(from: PublishedDialect, to: PublishedDialect, body: Uint8Array): void {
  valueOf(prepareLane(valueOf(parseAsk(from, body, { maxDepth: 64 })), ableTarget(to)));
}

function passStream(stream: ReplyStream, frames: readonly Uint8Array[]): void {
  for (const frame of frames) stream.push(frame);
  stream.end();
  if (!stream.outcome.complete) throw new Error('the stream should be complete');
}
