import fc from 'fast-check';
import { dialectNames, fault, type DialectName } from '@smart-router/core';
import type { Ask } from './ask.js';
import { dialects } from './dialects.js';
import { asks, jsonText, readContext, replies, valueOf, writeContext, writeTarget } from './generated.laws.js';
import { flawOfStream } from './grammar/flaw-of-stream.laws.js';
import { ableTarget, joined, openLane, smallestAsks } from './grammar/open-lane.laws.js';
import { joinBytes } from './join-bytes.js';
import { writeJson } from './json/write-json.js';
import { laneFor, lanes, prepareLane } from './lanes.js';
import { foldEvents, unfoldReply } from './neutral/fold.js';
import type { NeutralReply } from './neutral/reply.js';
import { parseAsk } from './parse-ask.js';
import { contentOf, expectOrder, readStream, writeStream } from './streams.laws.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const parseText = (dialect: DialectName, text: string): Ask =>
  valueOf(parseAsk(dialect, encode(text), { maxDepth: 64 }));

const parse = (dialect: DialectName, body: object): Ask => parseText(dialect, JSON.stringify(body));

/** What arrives of a reply in any dialect; Messages has one word for a filter and a refusal. */
const comparable = (reply: NeutralReply): unknown =>
  contentOf({ ...reply, finish: reply.finish === 'refusal' ? 'content-filter' : reply.finish });

const pairs = dialectNames.flatMap((from) => dialectNames.map((to) => [from, to] as const));

describe('the table of lanes', () => {
  it('has one row for each pair of dialects, the same ones first', () => {
    expect(lanes).toHaveLength(pairs.length);
    expect(lanes.slice(0, dialectNames.length).map(({ from, to }) => [from, to])).toEqual(
      dialectNames.map((name) => [name, name]),
    );
    for (const [from, to] of pairs) expect(laneFor(from, to)).toMatchObject({ from, to });
  });
});

describe.each(pairs)('the lane from %s to %s', (from, to) => {
  const caller = dialects[from];
  const target = dialects[to];
  const open = () => openLane(from, to);
  // Caps of Responses begin at 16 tokens.
  const smallestCap = from === 'openai-responses' || to === 'openai-responses' ? 16 : 1;

  it('sends an ask the target reads as the caller meant it', () => {
    fc.assert(
      fc.property(asks, (ask) => {
        const sent = parseText(from, writeJson(valueOf(caller.writeAsk(ask, writeTarget)).body));
        const { outbound } = valueOf(prepareLane(sent, ableTarget(to)));
        expect(outbound.path).toBe(target.path);
        const facts = valueOf(target.readFacts(jsonText(decode(outbound.body))));
        expect(facts).toMatchObject({
          model: 'target-model',
          stream: ask.stream,
          toolCount: 3,
          outputCap: ask.outputCap && Math.max(ask.outputCap, smallestCap),
        });
        const arrived = valueOf(target.readAsk(jsonText(decode(outbound.body))));
        expect(arrived.turns).toEqual(ask.turns);
        expect(arrived.toolChoice ?? { kind: 'auto' }).toEqual(ask.toolChoice ?? { kind: 'auto' });
        expect(arrived.tools.map(({ name, schema }) => [name, schema?.value])).toEqual(
          ask.tools.map(({ name, schema }) => [name, schema?.value]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('carries every streamed reply to the caller, wherever it is cut', () => {
    fc.assert(
      fc.property(replies, fc.nat(), (reply, place) => {
        const bytes = encode(writeStream(target, unfoldReply(reply)));
        const stream = open().openStream();
        const cut = place % bytes.length;
        const pieces = [...stream.push(bytes.subarray(0, cut)), ...stream.push(bytes.subarray(cut)), ...stream.end()];
        expect(flawOfStream(from, joined(pieces), 'router')).toBeUndefined();
        const events = readStream(caller, [joined(pieces)]);
        expectOrder(events);
        expect(comparable(foldEvents(events))).toEqual(comparable(reply));
        const { finish, tokens, complete, fault: broken } = stream.outcome;
        expect(comparable({ ...reply, finish, tokens })).toEqual(comparable(reply));
        expect([complete, broken]).toEqual([true, undefined]);
      }),
    );
  });

  it('carries every whole reply to the caller', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const bytes = encode(
          writeJson(target.writeReply(reply, writeContext(valueOf(parse(to, smallestAsks[to]).neutral())))),
        );
        const whole = valueOf(open().readWhole(bytes));
        const events = caller.readReply(jsonText(decode(whole.body)), readContext);
        expect(comparable(foldEvents(events))).toEqual(comparable(reply));
        const { finish, tokens, complete } = whole.outcome;
        expect(comparable({ ...reply, finish, tokens })).toEqual(comparable(reply));
        expect(complete).toBe(true);
      }),
    );
  });

  it('shows the model the caller asked for when it is told to, streamed and whole', () => {
    fc.assert(
      fc.property(replies, (reply) => {
        const lane = valueOf(prepareLane(parse(from, smallestAsks[from]), { ...ableTarget(to), showModel: 'group' }));
        const stream = lane.openStream();
        const pieces = [...stream.push(encode(writeStream(target, unfoldReply(reply)))), ...stream.end()];
        expect(foldEvents(readStream(caller, [joined(pieces)])).model).toBe('group');
        const bytes = encode(
          writeJson(target.writeReply(reply, writeContext(valueOf(parse(to, smallestAsks[to]).neutral())))),
        );
        expect(JSON.parse(decode(valueOf(lane.readWhole(bytes)).body))).toMatchObject({ model: 'group' });
      }),
      { numRuns: 10 },
    );
  });

  it('holds nothing but start-up pieces until content came', () => {
    const stream = open().openStream();
    const writer = target.openWriter(writeContext(valueOf(parse(to, smallestAsks[to]).neutral())));
    const pieces = stream.push(encode(writer.push({ kind: 'begin', id: 'a', model: 'm' })));
    expect(pieces.filter(({ kind }) => kind === 'content')).toEqual([]);
    const texts = [
      writer.push({ kind: 'block-start', index: 0, block: { kind: 'text' } }),
      writer.push({ kind: 'block-delta', index: 0, text: 'hi' }),
    ];
    expect(stream.push(encode(texts.join(''))).at(-1)?.kind).toBe('content');
  });

  it('reports a stream that breaks off, and ends the caller’s with an error and no finish', () => {
    const stream = open().openStream();
    const writer = target.openWriter(writeContext(valueOf(parse(to, smallestAsks[to]).neutral())));
    const begun = [
      writer.push({ kind: 'begin', id: 'a', model: 'm' }),
      writer.push({ kind: 'block-start', index: 0, block: { kind: 'text' } }),
      writer.push({ kind: 'block-delta', index: 0, text: 'hi' }),
    ].join('');
    const pieces = [...stream.push(encode(begun)), ...stream.end()];
    expect(stream.outcome).toMatchObject({ complete: false, finish: undefined });
    expect(stream.outcome.fault).toBeDefined();
    const ended = joinBytes([joined(pieces), stream.fail(fault('upstream-failed', 'the provider broke off'))]);
    expect(flawOfStream(from, ended, from === to ? 'provider' : 'router')).toBeUndefined();
    const reply = foldEvents(readStream(caller, [ended]));
    expect(reply).toMatchObject({ finish: undefined, fault: { message: 'the provider broke off' } });
    expect(reply.blocks.map(({ text }) => text)).toEqual(['hi']);
  });

  it('stops at an error event of the provider and keeps its words', () => {
    const stream = open().openStream();
    const frames = target.writeStreamFault(fault('upstream-failed', 'overloaded'), {
      requestId: 'req_1',
      sequenceNumber: 0,
    });
    const pieces = [...stream.push(encode(frames)), ...stream.end()];
    expect(pieces.filter(({ kind }) => kind === 'content')).toEqual([]);
    expect(stream.outcome).toMatchObject({ complete: false, fault: { message: 'overloaded' } });
  });

  it.each(['{}', '[]', 'null', '<html>', '{"error":{"message":"overloaded"}}'])('refuses %s as a reply', (body) => {
    expect(open().readWhole(encode(body))).toMatchObject({ ok: false, fault: { type: 'upstream-failed' } });
  });
});

describe('the same lane', () => {
  it('changes the model and nothing else', () => {
    const text =
      '{ "messages":[{"role":"user","content":"\\ud800"}], "model" : "group", "max_tokens":9, "x":12345678901234567890,"10":1,"2":1.0 }';
    for (const name of ['openai-chat', 'anthropic-messages'] as const) {
      const ask = valueOf(parseAsk(name, encode(text), { maxDepth: 64 }));
      const { outbound } = valueOf(prepareLane(ask, ableTarget(name)));
      expect(decode(outbound.body)).toBe(text.replace('"group"', '"target-model"'));
    }
  });

  it('hands a whole reply on untouched', () => {
    const reply = encode(
      '{"id":"a","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi","refusal":null},"logprobs":null,"finish_reason":"stop"}],"x":1.0}',
    );
    const lane = valueOf(prepareLane(parse('openai-chat', smallestAsks['openai-chat']), ableTarget('openai-chat')));
    expect(valueOf(lane.readWhole(reply)).body).toBe(reply);
  });
});

describe('a translated lane', () => {
  const chat = (fields: object): Ask => parse('openai-chat', { ...smallestAsks['openai-chat'], ...fields });

  it('drops what is no more than a hint, with a note for each', () => {
    const { outbound } = valueOf(
      prepareLane(chat({ seed: 7, tone: 'warm', user: 'u' }), ableTarget('anthropic-messages')),
    );
    expect(outbound.notes.map(({ field, action }) => [field, action])).toEqual([
      ['seed', 'dropped'],
      ['tone', 'dropped'],
      ['user', 'dropped'],
      ['max_tokens', 'changed'],
    ]);
  });

  it('refuses what would change the answer, naming the field', () => {
    expect(prepareLane(chat({ n: 2 }), ableTarget('anthropic-messages'))).toMatchObject({
      ok: false,
      fault: { type: 'unsupported-parameter', details: { param: 'n' } },
    });
  });

  it('refuses in strict mode what it would otherwise drop', () => {
    const target = { ...ableTarget('anthropic-messages'), strict: true };
    expect(prepareLane(chat({ seed: 7 }), target)).toMatchObject({ ok: false, fault: { details: { param: 'seed' } } });
    expect(prepareLane(chat({ n: 1, logprobs: false, stop: null }), target)).toMatchObject({ ok: true });
  });

  it('carries fields both dialects share, and tells members it did not understand', () => {
    const fields = { metadata: { a: '1' }, text: { verbosity: 'low', tone: 'warm' }, prompt_cache_key: 'k' };
    const ask = parse('openai-responses', { ...smallestAsks['openai-responses'], ...fields });
    const { outbound } = valueOf(prepareLane(ask, ableTarget('openai-chat')));
    expect(JSON.parse(decode(outbound.body))).toMatchObject({
      metadata: { a: '1' },
      verbosity: 'low',
      prompt_cache_key: 'k',
    });
    expect(outbound.notes.map(({ field }) => field)).toEqual(['text.tone']);
  });
});
