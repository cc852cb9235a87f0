import type { AnswerSink } from './answer-sink.js';
import { StreamStage } from './stream-stage.js';

/** A sink that only writes down what it is told. */
function recordingSink() {
  const heard: string[] = [];
  const sink: AnswerSink = {
    gone: false,
    whenGone: () => undefined,
    whole: () => void heard.push('whole'),
    begin: (status) => void heard.push(`begin ${status}`),
    write: (bytes) => {
      heard.push(new TextDecoder().decode(bytes));
      return true;
    },
    whenDrained: () => undefined,
    end: () => void heard.push('end'),
  };
  return { sink, heard };
}

const piece = (text: string) => ({ kind: 'content' as const, bytes: new TextEncoder().encode(text) });
const untilHeard = async (heard: readonly string[], count: number): Promise<void> => {
  while (heard.length < count) await new Promise((next) => setTimeout(next, 5));
};

describe('a stage', () => {
  it('sends the status with the first event, and knows that it has spoken', () => {
    const { sink, heard } = recordingSink();
    const stage = new StreamStage({ sink, headers: {}, keepaliveIntervalMs: 60_000, now: () => Date.now() });
    expect([stage.opened, stage.spoken]).toEqual([false, false]);
    stage.write([piece('a'), piece('b')]);
    expect([stage.opened, stage.spoken]).toEqual([true, true]);
    stage.end(piece('c').bytes);
    expect(heard).toEqual(['begin 200', 'a', 'b', 'c', 'end']);
  });

  it('opens with a comment when nothing else came in time, and has still not spoken', async () => {
    const { sink, heard } = recordingSink();
    const stage = new StreamStage({ sink, headers: {}, keepaliveIntervalMs: 60_000, now: () => Date.now() });
    stage.commitBy(Date.now() + 10);
    await untilHeard(heard, 2);
    expect(heard).toEqual(['begin 200', ': keep-alive\n\n']);
    expect([stage.opened, stage.spoken]).toEqual([true, false]);
    stage.close();
  });

  it('keeps a silent stream alive with comments, again and again', async () => {
    const { sink, heard } = recordingSink();
    const stage = new StreamStage({ sink, headers: {}, keepaliveIntervalMs: 10, now: () => Date.now() });
    await untilHeard(heard, 3);
    stage.close();
    expect(heard.slice(0, 3)).toEqual(['begin 200', ': keep-alive\n\n', ': keep-alive\n\n']);
  });
});
