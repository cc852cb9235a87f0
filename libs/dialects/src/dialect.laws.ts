import fc from 'fast-check';
import { fault } from '@smart-router/core';
import type { Dialect } from './dialect.js';
import {
  asks,
  jsonText,
  plainAsk,
  readContext,
  replies,
  valueOf,
  writeContext,
  writeTarget,
} from './generated.laws.js';
import { flawOfStream } from './grammar/flaw-of-stream.laws.js';
import { JsonText } from './json/json-text.js';
import { writeJson } from './json/write-json.js';
import type { NeutralAsk } from './neutral/ask.js';
import type { NeutralEvent } from './neutral/events.js';
import { foldEvents, unfoldReply } from './neutral/fold.js';
import type { NeutralReply } from './neutral/reply.js';
import { recordedLaws } from './recorded.laws.js';
import { contentOf, encode, expectOrder, framesOf, readStream, writeStream } from './streams.laws.js';

/** What the laws need to know of one dialect. */
export interface DialectSamples {
  /** Whole recorded streams that end well, by name. */
  readonly streams: Readonly<Record<string, string>>;
  /** An ask as it comes back after being written: the same, but for what this dialect has no place for. */
  readonly carriedAsk: (ask: NeutralAsk) => NeutralAsk;
  /** The same for a reply. */
  readonly carriedReply: (reply: NeutralReply) => NeutralReply;
}

/** The laws every dialect must satisfy. */
export function dialectLaws(dialect: Dialect, samples: DialectSamples): void {
  describe(`the laws of ${dialect.name}`, () => {
    askLaws(dialect, samples);
    replyLaws(dialect, samples);
    recordedLaws(dialect, samples.streams);
    faultLaws(dialect);
  });
}

function askLaws(dialect: Dialect, { carriedAsk }: DialectSamples): void {
  it('reads back the ask it wrote', () => {
    fc.assert(
      fc.property(asks, (ask) => {
        const body = writeAskBody(dialect, ask);
        expect(comparable(valueOf(dialect.readAsk(body)))).toEqual(
          comparable({ ...carriedAsk(ask), from: dialect.name }),
        );
      }),
    );
  });

  it('finds facts in every ask it wrote', () => {
    fc.assert(
      fc.property(asks, (ask) => {
        const body = writeAskBody(dialect, ask);
        const facts = valueOf(dialect.readFacts(body));
        expect(facts).toMatchObject({
          dialect: dialect.name,
          model: writeTarget.model,
          stream: ask.stream,
          outputCap: carriedAsk(ask).outputCap,
          toolCount: ask.tools.length,
          toolChoice: carriedAsk(ask).toolChoice?.kind,
          structuredOutput: ask.format !== undefined,
          requestBytes: body.bytes.length,
          prefill: false,
        });
        expect(facts.fields).toEqual(body.entries().map(([name]) => name));
        expect(facts.estimatedInputTokens).toBeGreaterThan(0);
      }),
    );
  });
}

function replyLaws(dialect: Dialect, { carriedReply }: DialectSamples): void {
  it('reads back the whole reply it wrote', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const events = readWhole(dialect, reply);
        expectOrder(events);
        expect(contentOf(foldEvents(events))).toEqual(contentOf(carriedReply(reply)));
      }),
    );
  });

  it('reads back the stream it wrote, and folded it is the whole reply', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const text = writeStream(dialect, unfoldReply(reply));
        expect(flawOfStream(dialect.name, text, 'router')).toBeUndefined();
        const events = readStream(dialect, [encode(text)]);
        expectOrder(events);
        expect(contentOf(foldEvents(events))).toEqual(contentOf(foldEvents(readWhole(dialect, reply))));
        expect(foldEvents(events).id).toBe(foldEvents(readWhole(dialect, reply)).id);
      }),
    );
  });

  it('gives the same events wherever a stream it wrote is cut', () => {
    fc.assert(
      fc.property(replies, fc.array(fc.nat()), (reply, cuts) => {
        const bytes = encode(writeStream(dialect, unfoldReply(reply)));
        expect(mergeDeltas(readStream(dialect, cutAt(bytes, cuts)))).toEqual(mergeDeltas(readStream(dialect, [bytes])));
      }),
    );
  });
}

function faultLaws(dialect: Dialect): void {
  const broken = fault('upstream-failed', 'every attempt failed');

  it('reads back the words of the error envelope it wrote', () => {
    const body = jsonText(writeJson(dialect.writeFault(broken, 'req_1')));
    expect(dialect.readFault(502, body)).toMatchObject({ status: 502, message: broken.message });
  });

  it('reads an error body that is not JSON', () => {
    expect(dialect.readFault(502, undefined)).toMatchObject({ status: 502, type: undefined });
  });

  it('ends a stream with an error that its reader and its tap know, and without a finish', () => {
    const frames = dialect.writeStreamFault(broken, { requestId: 'req_1', sequenceNumber: 0 });
    expect(flawOfStream(dialect.name, frames, 'router')).toBeUndefined();
    const events = readStream(dialect, [encode(frames)]);
    expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'begin')).toEqual(['fault']);
    const tap = dialect.openTap({ removeUsage: false });
    expect(framesOf(frames).map((frame) => tap.see(frame))).toContain('fault');
    expect(tap.outcome.complete).toBe(false);
  });

  it('ends a begun stream of its own with an error in place of the finish', () => {
    const writer = dialect.openWriter(writeContext(plainAsk));
    const begun: readonly NeutralEvent[] = [
      { kind: 'begin', id: 'a', model: 'm' },
      { kind: 'block-start', index: 0, block: { kind: 'tool-call', id: 'call_1', name: 'weather' } },
      { kind: 'block-delta', index: 0, text: '{"ci' },
    ];
    const text = `${begun.map((event) => writer.push(event)).join('')}${writer.fail(broken)}${writer.end()}`;
    expect(flawOfStream(dialect.name, text, 'router')).toBeUndefined();
    const events = readStream(dialect, [encode(text)]);
    expectOrder(events);
    expect(foldEvents(events)).toMatchObject({ finish: undefined, fault: { message: broken.message } });
    expect(events.filter(({ kind }) => kind === 'block-end')).toEqual([]);
  });
}

function writeAskBody(dialect: Dialect, ask: NeutralAsk): JsonText {
  return jsonText(writeJson(valueOf(dialect.writeAsk(ask, writeTarget)).body));
}

function readWhole(dialect: Dialect, reply: NeutralReply): readonly NeutralEvent[] {
  return dialect.readReply(jsonText(writeJson(dialect.writeReply(reply, writeContext(plainAsk)))), readContext);
}

/** Text that came in one piece or in several says the same. */
function mergeDeltas(events: readonly NeutralEvent[]): readonly NeutralEvent[] {
  return events.reduce<readonly NeutralEvent[]>((merged, event) => {
    const last = merged.at(-1);
    if (event.kind !== 'block-delta' || last?.kind !== 'block-delta') return [...merged, event];
    return [...merged.slice(0, -1), { ...event, text: last.text + event.text }];
  }, []);
}

/** A value in which JSON texts compare by what they say byte for byte. */
function comparable(value: unknown): unknown {
  if (value instanceof JsonText) return value.raw;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, comparable(member)]));
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((left, right) => left - right),
    bytes.length,
  ];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}
