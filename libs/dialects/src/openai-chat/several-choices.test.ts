import { chatChoicesStream } from '../__fixtures__/chat-streams.js';
import { jsonText, readContext } from '../generated.laws.js';
import { foldEvents } from '../neutral/fold.js';
import { openFrameSplitter } from '../sse/split.js';
import { readReply } from './read-reply.js';
import { openReader } from './read-stream.js';
import { openTap } from './tap.js';

const bytes = new TextEncoder().encode(chatChoicesStream);
const splitter = openFrameSplitter();
const frames = [...splitter.push(bytes), ...splitter.end()];

describe('several answers in one Chat stream', () => {
  const reader = openReader(readContext);
  const events = [...reader.push(bytes), ...reader.end()];

  it('are never mixed: the first is read', () => {
    expect(foldEvents(events)).toMatchObject({
      blocks: [{ start: { kind: 'text' }, text: 'Yes, sir' }],
      finish: 'stop',
      tokens: { input: 9, output: 8 },
    });
  });

  it('and their probabilities are told to be lost, once', () => {
    const foreign = events.flatMap((event) => (event.kind === 'foreign' ? event.name : []));
    expect(foreign).toEqual(['choices', 'logprobs']);
  });

  it('are complete in passing once all of them are', () => {
    const tap = openTap({ removeUsage: true, choices: 2 });
    const seen = frames.map((frame) => [tap.see(frame), tap.outcome.complete] as const);
    expect(seen.map(([kind]) => kind)).toEqual([
      ...['startup', 'startup', 'content', 'content', 'content', 'content', 'content', 'content'],
      ...['remove', 'content'],
    ]);
    expect(seen.findIndex(([, complete]) => complete)).toBe(7);
    expect(tap.outcome).toMatchObject({ finish: 'stop', tokens: { input: 9, output: 8 } });
  });

  it('are complete in passing when only the sentinel says so', () => {
    const tap = openTap({ removeUsage: false, choices: 3 });
    const complete = frames.map((frame) => (tap.see(frame), tap.outcome.complete));
    expect(complete.indexOf(true)).toBe(frames.length - 1);
    expect(tap.outcome.finish).toBe('stop');
  });
});

describe('several answers in one Chat reply', () => {
  const choice = (index: unknown, content: string) => ({ index, message: { content }, finish_reason: 'stop' });
  const textOf = (...choices: readonly object[]) =>
    foldEvents(readReply(jsonText(JSON.stringify({ id: 'a', choices })), readContext)).blocks.map(({ text }) => text);

  it('are read by choice 0, wherever it stands', () => {
    expect(textOf(choice(1, 'no'), choice(0, 'yes'))).toEqual(['yes']);
  });

  it.each([undefined, null, '0', 1, 7])('are one where a server counts it as %j', (index) => {
    expect(textOf(choice(index, 'yes'))).toEqual(['yes']);
  });
});
