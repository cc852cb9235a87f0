import { dialectNames, fault, type DialectName } from '@smart-router/core';
import { valueOf } from '../generated.laws.js';
import { flawOfStream } from '../grammar/flaw-of-stream.laws.js';
import { ableTarget, joined, smallestAsks } from '../grammar/open-lane.laws.js';
import type { JointAnswer } from '../lane.js';
import { prepareLane } from '../lanes.js';
import { dialects } from '../dialects.js';
import { parseAsk } from '../parse-ask.js';
import type { NeutralEvent } from '../neutral/events.js';
import { writeContext } from '../generated.laws.js';
import { differingAnswer } from './differing-answer.js';
import { openJointAnswer } from './open-joint-answer.js';

const parse = (dialect: DialectName, more: object = {}) =>
  valueOf(
    parseAsk(dialect, new TextEncoder().encode(JSON.stringify({ ...smallestAsks[dialect], ...more })), {
      maxDepth: 64,
    }),
  );

const open = (dialect: DialectName): JointAnswer => {
  const answer = openJointAnswer(parse(dialect), ableTarget(dialect));
  if (answer === undefined) throw new Error(`a smallest ask of ${dialect} should be one that may be continued`);
  return answer;
};

type Part = { readonly kind: 'text' | 'reasoning'; readonly pieces: readonly string[] };

/** The bytes a provider of a dialect streams; without an end when it breaks off. */
function streamOf(dialect: DialectName, parts: readonly Part[], end: 'whole' | 'broken'): Uint8Array {
  const writer = dialects[dialect].openWriter({
    ...writeContext(valueOf(parse(dialect).neutral())),
    requestId: `req_${'0'.repeat(31)}2`,
  });
  const blocks = parts.flatMap(({ kind, pieces }, index): readonly NeutralEvent[] => [
    { kind: 'block-start', index, block: { kind } },
    ...pieces.map((text): NeutralEvent => ({ kind: 'block-delta', index, text })),
    ...(end === 'whole' || index < parts.length - 1 ? [{ kind: 'block-end', index } as const] : []),
  ]);
  const events: readonly NeutralEvent[] = [
    { kind: 'begin', id: 'x', model: 'm' },
    ...blocks,
    ...(end === 'whole'
      ? ([
          { kind: 'usage', tokens: { input: 3, output: 5 } },
          { kind: 'finish', reason: 'stop' },
        ] as const)
      : []),
  ];
  return new TextEncoder().encode(events.map((event) => writer.push(event)).join('') + writer.end());
}

const text = (...pieces: readonly string[]): Part => ({ kind: 'text', pieces });
const thinking = (...pieces: readonly string[]): Part => ({ kind: 'reasoning', pieces });

/** What the caller gets of one attempt. */
function attempt(answer: JointAnswer, from: DialectName, to: DialectName, bytes: Uint8Array) {
  const stream = valueOf(prepareLane(parse(from), ableTarget(to))).openPart(answer);
  const wire = new TextDecoder().decode(joined([...stream.push(bytes), ...stream.end()]));
  return { wire, stream };
}

const lanes = dialectNames.flatMap((from) =>
  dialectNames.flatMap((first) => dialectNames.map((second) => [from, first, second] as const)),
);

describe.each(lanes)('an answer in %s that %s began and %s goes on with', (from, first, second) => {
  const begun = streamOf(first, [text('one ', 'two ', 'thr')], 'broken');
  const read = (wire: string) => {
    const reader = dialects[from].openReader({ issuer: 'i', toolNames: new Map() });
    return [...reader.push(new TextEncoder().encode(wire)), ...reader.end()];
  };
  const textOf = (wire: string) =>
    read(wire)
      .map((event) => (event.kind === 'block-delta' ? event.text : ''))
      .join('');

  it('is one valid answer, whatever the pieces it comes in', () => {
    const answer = open(from);
    const one = attempt(answer, from, first, begun);
    expect(one.stream.outcome.fault).toBeDefined();
    const two = attempt(answer, from, second, streamOf(second, [text('on', 'e two three', ' four')], 'whole'));
    const wire = one.wire + two.wire;
    expect(textOf(wire)).toBe('one two three four');
    expect(flawOfStream(from, wire, 'router')).toBeUndefined();
    expect(two.stream.outcome).toMatchObject({ complete: true, tokens: { input: 3, output: 5 }, finish: 'stop' });
  });

  it.each([
    ['differs', [text('one two four')]],
    ['is shorter', [text('one ')]],
    ['thinks first', [thinking('hm'), text('one two three')]],
    ['has nothing to say', []],
  ])('fails, and validly, when what follows %s', (_title, parts) => {
    const answer = open(from);
    const one = attempt(answer, from, first, begun);
    const two = attempt(answer, from, second, streamOf(second, parts, 'whole'));
    expect(two.wire).toBe('');
    expect(two.stream.outcome).toMatchObject({ complete: false, fault: expect.any(Object) });
    const end = new TextDecoder().decode(two.stream.fail(fault('upstream-failed', 'broke off')));
    expect(flawOfStream(from, one.wire + end, 'router')).toBeUndefined();
  });

  it('goes on behind thinking that was told to its end', () => {
    const answer = open(from);
    const one = attempt(answer, from, first, streamOf(first, [thinking('hm'), text('one')], 'broken'));
    const two = attempt(answer, from, second, streamOf(second, [thinking('h', 'm'), text('one two')], 'whole'));
    expect(textOf(one.wire + two.wire)).toBe('hmone two');
    expect(flawOfStream(from, one.wire + two.wire, 'router')).toBeUndefined();
  });
});

describe('an answer that goes on', () => {
  it('tells that its upstream speaks while the caller has the words already', () => {
    const answer = open('openai-chat');
    attempt(answer, 'openai-chat', 'openai-chat', streamOf('openai-chat', [text('one two')], 'broken'));
    const stream = valueOf(prepareLane(parse('openai-chat'), ableTarget('openai-chat'))).openPart(answer);
    expect(stream.push(streamOf('openai-chat', [text('one')], 'broken'))).toEqual([]);
    expect(stream.contentSeen).toBe(true);
  });

  it('names the difference', () => {
    const answer = open('openai-chat');
    attempt(answer, 'openai-chat', 'openai-chat', streamOf('openai-chat', [text('one')], 'broken'));
    const bytes = streamOf('openai-chat', [text('two')], 'whole');
    expect(attempt(answer, 'openai-chat', 'openai-chat', bytes).stream.outcome.fault).toEqual(differingAnswer);
  });
});

describe('an answer that only its own provider can end', () => {
  const tool = { type: 'function', function: { name: 'f', parameters: {} } };
  it.each<readonly [string, DialectName, object]>([
    ['has tools', 'openai-chat', { tools: [tool] }],
    ['is several', 'openai-chat', { n: 2 }],
    ['tells probabilities', 'openai-chat', { logprobs: true }],
    ['is stored', 'openai-responses', { store: true }],
    ['goes on from a stored one', 'openai-responses', { previous_response_id: 'resp_1' }],
    ['tells more than text', 'openai-responses', { include: ['message.output_text.logprobs'] }],
  ])('%s', (_title, dialect, more) => {
    expect(openJointAnswer(parse(dialect, more), ableTarget(dialect))).toBeUndefined();
  });

  it.each<readonly [DialectName, object]>([
    ['openai-chat', { n: 1, logprobs: false }],
    ['openai-responses', { store: false, include: ['reasoning.encrypted_content'] }],
  ])('is none whose fields of %s say the ordinary', (dialect, more) => {
    expect(openJointAnswer(parse(dialect, more), ableTarget(dialect))).toBeDefined();
  });
});
