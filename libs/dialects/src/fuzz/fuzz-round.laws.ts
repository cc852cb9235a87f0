import { fault } from '@smart-router/core';
import { dialects } from '../dialects.js';
import { readContext } from '../generated.laws.js';
import { flawOfStream } from '../grammar/flaw-of-stream.laws.js';
import { flawOfNeutral } from '../grammar/neutral-grammar.laws.js';
import { ableTarget, joined, openLane } from '../grammar/open-lane.laws.js';
import { joinBytes } from '../join-bytes.js';
import { readJson } from '../json/json-text.js';
import { prepareLane } from '../lanes.js';
import type { Exchange } from '../matrix/exchanges.laws.js';
import { openFrameSplitter } from '../sse/split.js';
import { parseAsk } from '../parse-ask.js';
import { chunksOf, oddBody, oddStream } from './odd-bytes.laws.js';
import type { Random } from './random.laws.js';
import { publishedDialects, type PublishedDialect } from '../matrix/exchanges.laws.js';

/** Something that must not happen, and the bytes it happened with. */
export interface Finding {
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** Makes one exchange odd and sends it everywhere it can go. */
export function fuzzRound({ name, dialect, ask, reply, stream }: Exchange, random: Random): Finding | undefined {
  const bytes = stream === undefined ? oddBody(ask ?? reply ?? new Uint8Array(), random) : oddStream(stream, random);
  const play = ask !== undefined ? playAsk : reply !== undefined ? playReply : playStream;
  try {
    const flaw = play(dialect, bytes, random);
    return flaw === undefined ? undefined : { what: `${dialect} ${name}: ${flaw}`, bytes };
  } catch (error) {
    return { what: `${dialect} ${name} threw ${error instanceof Error ? error.stack : String(error)}`, bytes };
  }
}

function playAsk(dialect: PublishedDialect, bytes: Uint8Array): string | undefined {
  const ask = parseAsk(dialect, bytes, { maxDepth: 64 });
  if (!ask.ok) return undefined;
  for (const to of publishedDialects) {
    const lane = prepareLane(ask.value, ableTarget(to));
    if (lane.ok) JSON.parse(new TextDecoder().decode(lane.value.outbound.body));
  }
  return undefined;
}

function playReply(dialect: PublishedDialect, bytes: Uint8Array): string | undefined {
  const read = readJson(bytes, 512);
  const { message } = dialects[dialect].readFault(500, read.ok ? read.value : undefined);
  if (message.length > 2000) return `a message of ${message.length} characters`;
  for (const from of publishedDialects) {
    const whole = openLane(from, dialect).readWhole(bytes);
    if (whole.ok) JSON.parse(new TextDecoder().decode(whole.value.body));
  }
  if (!read.ok) return undefined;
  return flawOfNeutral(dialects[dialect].readReply(read.value, readContext));
}

function playStream(dialect: PublishedDialect, bytes: Uint8Array, random: Random): string | undefined {
  const chunks = chunksOf(bytes, random);
  watch(dialect, bytes);
  const flaws = [
    flawOfReading(dialect, chunks, bytes.length),
    ...publishedDialects.map((from) => flawOfLane(from, dialect, chunks)),
  ];
  return flaws.find((flaw) => flaw !== undefined);
}

function watch(dialect: PublishedDialect, bytes: Uint8Array): void {
  const tap = dialects[dialect].openTap({ removeUsage: true });
  const splitter = openFrameSplitter();
  for (const frame of [...splitter.push(bytes), ...splitter.end()]) tap.see(frame);
}

function flawOfReading(dialect: PublishedDialect, chunks: readonly Uint8Array[], length: number): string | undefined {
  const reader = dialects[dialect].openReader(readContext);
  const events = [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
  if (events.length > length + 1) return `${events.length} events out of ${length} bytes`;
  return flawOfNeutral(events);
}

/** What a caller gets: always a valid stream, on the same lane as far as the provider's is one. */
function flawOfLane(from: PublishedDialect, to: PublishedDialect, chunks: readonly Uint8Array[]): string | undefined {
  const stream = openLane(from, to).openStream();
  const pieces = joined([...chunks.flatMap((chunk) => stream.push(chunk)), ...stream.end()]);
  const broken = stream.outcome.fault !== undefined;
  if (stream.outcome.complete === broken && from !== to) return `for ${from}: complete and broken are both ${broken}`;
  const ended = broken ? joinBytes([pieces, stream.fail(fault('upstream-failed', 'broken'))]) : pieces;
  if (from === to) return undefined;
  const flaw = flawOfStream(from, ended, 'router');
  return flaw === undefined ? undefined : `for ${from}: ${flaw}`;
}
