import { fault } from '@smart-router/core';
import { chatStreams } from '../__fixtures__/chat-streams.js';
import { messagesStreams } from '../__fixtures__/messages-streams.js';
import { responsesStreams } from '../__fixtures__/responses-streams.js';
import { joinBytes } from '../join-bytes.js';
import { curatedFixtures } from '../matrix/curated-fixtures.laws.js';
import { chatRecordings } from '../openai-chat/recordings.laws.js';
import { openFrameSplitter } from '../sse/split.js';
import { flawOfStream } from './flaw-of-stream.laws.js';
import { joined, openLane } from './open-lane.laws.js';
import { recordedStreams, type RecordedStream } from './recorded-streams.laws.js';
import { searchedStream } from './searched-stream.laws.js';
import { publishedDialects, type PublishedDialect } from '../matrix/exchanges.laws.js';

const named = (dialect: PublishedDialect, streams: Readonly<Record<string, string>>): readonly RecordedStream[] =>
  Object.entries(streams).map(([name, text]) => ({ name, dialect, text }));

const streams: readonly RecordedStream[] = [
  ...named('openai-chat', { ...chatStreams, ...chatRecordings }),
  ...named('openai-responses', { ...responsesStreams, searched: searchedStream }),
  ...named('anthropic-messages', messagesStreams),
  ...curatedFixtures().flatMap(({ name, dialect, stream }) =>
    stream === undefined ? [] : [{ name, dialect, text: new TextDecoder().decode(stream) }],
  ),
  ...recordedStreams(),
];

const pairs = publishedDialects.flatMap((from) => publishedDialects.map((to) => [from, to] as const));

describe.each(pairs)('what a %s caller gets of a %s stream', (from, to) => {
  const mode = from === to ? 'provider' : 'router';
  const recorded = streams.filter(({ dialect }) => dialect === to);

  it('is a valid stream', () => {
    for (const { name, text } of recorded) {
      const stream = openLane(from, to).openStream();
      const pieces = [...stream.push(new TextEncoder().encode(text)), ...stream.end()];
      const end = stream.outcome.fault === undefined ? [] : [stream.fail(fault('upstream-failed', 'broken'))];
      expect([name, flawOfStream(from, joinBytes([joined(pieces), ...end]), mode)]).toEqual([name, undefined]);
    }
  });

  it('is a valid stream that ends with an error, wherever it is broken off', () => {
    for (const { name, text } of recorded) {
      for (const frames of beginnings(text)) {
        const stream = openLane(from, to).openStream();
        const pieces = joined(stream.push(joinBytes(frames)));
        const ended = joinBytes([pieces, stream.fail(fault('upstream-failed', 'broken'))]);
        expect([name, frames.length, flawOfStream(from, ended, mode)]).toEqual([name, frames.length, undefined]);
      }
    }
  });
});

/** How often a long recording is broken off. */
const maxBreaks = 30;

/** The stream up to a frame, without the ones that end it. */
function beginnings(text: string): readonly (readonly Uint8Array[])[] {
  const frames = openFrameSplitter().push(new TextEncoder().encode(text));
  const step = Math.ceil(frames.length / maxBreaks);
  return frames.flatMap((_frame, kept) =>
    kept % step === 0 && kept < frames.length - 4 ? [frames.slice(0, kept)] : [],
  );
}
