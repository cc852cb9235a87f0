import { fault } from '@smart-router/core';
import { chatStreams } from '../__fixtures__/chat-streams.js';
import { messagesStreams } from '../__fixtures__/messages-streams.js';
import { responsesStreams } from '../__fixtures__/responses-streams.js';
import { dialects } from '../dialects.js';
import { unfoldReply } from '../neutral/fold.js';
import type { NeutralReply } from '../neutral/reply.js';
import { chatRecordings } from '../openai-chat/recordings.laws.js';
import { openSseParser, type SseEvent } from '../sse/parse.js';
import { writeStream } from '../streams.laws.js';
import { flawOfEvents, flawOfStream } from './flaw-of-stream.laws.js';
import { mutations } from './mutations.laws.js';
import { recordedStreams } from './recorded-streams.laws.js';
import { searchedStream } from './searched-stream.laws.js';
import { publishedDialects, type PublishedDialect } from '../matrix/exchanges.laws.js';

const fixtures: Readonly<Record<PublishedDialect, Readonly<Record<string, string>>>> = {
  'openai-chat': { ...chatStreams, ...chatRecordings },
  'openai-responses': responsesStreams,
  'anthropic-messages': messagesStreams,
};

const block = (start: NeutralReply['blocks'][number]['start'], text: string) => ({ start, text, proof: undefined });

/** An answer with one block of each kind that has a text, and two calls side by side. */
const everything: NeutralReply = {
  id: 'id',
  model: 'model',
  blocks: [
    block({ kind: 'reasoning' }, 'Let me see.'),
    block({ kind: 'text' }, 'One moment.'),
    block({ kind: 'tool-call', id: 'call_1', name: 'weather' }, '{"city":"Ulm"}'),
    block({ kind: 'tool-call', id: 'call_2', name: 'time' }, '{"zone":"CET"}'),
    block({ kind: 'tool-call', id: 'call_3', name: 'shell', form: 'custom' }, 'ls -l'),
    block({ kind: 'text' }, 'Done.'),
  ],
  tokens: { input: 10, output: 7 },
  finish: 'tool-calls',
  stopSequence: undefined,
  fault: undefined,
};

const written: readonly NeutralReply[] = [
  everything,
  { ...everything, blocks: everything.blocks.slice(1, 2), finish: 'stop' },
  { ...everything, blocks: everything.blocks.slice(2, 3) },
];

describe.each(publishedDialects)('the grammar of %s', (dialect) => {
  it('accepts the streams of our fixtures', () => {
    for (const [name, text] of Object.entries(fixtures[dialect])) {
      expect([name, flawOfStream(dialect, text, 'provider')]).toEqual([name, undefined]);
    }
  });

  it('accepts every stream recorded from a provider, where there are recordings', () => {
    for (const { name, text } of recordedStreams().filter((stream) => stream.dialect === dialect)) {
      expect([name, flawOfStream(dialect, text, 'provider')]).toEqual([name, undefined]);
    }
  });

  it('accepts what the router writes, as the router’s and as a provider’s', () => {
    for (const text of routerStreams(dialect)) {
      expect(flawOfStream(dialect, text, 'router')).toBeUndefined();
      expect(flawOfStream(dialect, text, 'provider')).toBeUndefined();
    }
  });

  it('accepts a stream that is nothing but an error', () => {
    const text = dialects[dialect].writeStreamFault(fault('upstream-failed', 'broken'), {
      requestId: `req_${'0'.repeat(31)}1`,
      sequenceNumber: 0,
    });
    expect(flawOfStream(dialect, text, 'router')).toBeUndefined();
  });

  it.each(mutations.filter(({ dialects: names }) => names.includes(dialect)).map((row) => [row.name, row] as const))(
    'rejects a stream in which %s, wherever that is',
    (_name, mutation) => {
      const broken = routerStreams(dialect).flatMap((text) => mutation.break(eventsOf(text)));
      expect(broken.length).toBeGreaterThan(0);
      const accepted = broken.filter((events) => flawOfEvents(dialect, events, 'router') === undefined);
      expect(accepted).toEqual([]);
    },
  );
});

function routerStreams(dialect: PublishedDialect): readonly string[] {
  const streams = written.map((reply) => writeStream(dialects[dialect], unfoldReply(reply)));
  return dialect === 'openai-responses' ? [...streams, searchedStream] : streams;
}

function eventsOf(text: string): readonly SseEvent[] {
  return openSseParser().push(new TextEncoder().encode(text));
}
