import fc from 'fast-check';
import type { NeutralEvent } from './events.js';
import { foldEvents } from './fold.js';
import { sequenceBlocks } from './sequence.js';

const begin: NeutralEvent = { kind: 'begin', id: 'a', model: 'm' };
const call = (index: number, name: string): NeutralEvent => ({
  kind: 'block-start',
  index,
  block: { kind: 'tool-call', id: name, name },
});
const text = (index: number, words: string): NeutralEvent => ({ kind: 'block-delta', index, text: words });
const close = (index: number): NeutralEvent => ({ kind: 'block-end', index });
const finish: NeutralEvent = { kind: 'finish', reason: 'tool-calls' };

function sequence(events: readonly NeutralEvent[]): readonly NeutralEvent[] {
  const sequencer = sequenceBlocks();
  return [...events.flatMap((event) => sequencer.push(event)), ...sequencer.end()];
}

describe('sequenceBlocks', () => {
  it('holds the texts of a later block until the open one has ended, and numbers blocks from 0', () => {
    const events = [
      begin,
      call(7, 'x'),
      call(3, 'y'),
      text(7, '1'),
      text(3, 'a'),
      text(7, '2'),
      close(7),
      text(3, 'b'),
      close(3),
      finish,
    ];
    expect(sequence(events)).toEqual([
      begin,
      call(0, 'x'),
      text(0, '1'),
      text(0, '2'),
      close(0),
      call(1, 'y'),
      text(1, 'a'),
      text(1, 'b'),
      close(1),
      finish,
    ]);
  });

  it('keeps the order of the starts when a later block ends first', () => {
    const events = [call(0, 'x'), call(1, 'y'), text(1, 'a'), close(1), text(0, '1'), close(0)];
    expect(sequence(events)).toEqual([call(0, 'x'), text(0, '1'), close(0), call(1, 'y'), text(1, 'a'), close(1)]);
  });

  it('ends what is open at the finish, and takes nothing but usage afterwards', () => {
    const usage: NeutralEvent = { kind: 'usage', tokens: { output: 2 } };
    expect(sequence([call(0, 'x'), finish, text(0, 'late'), call(1, 'y'), usage, finish])).toEqual([
      call(0, 'x'),
      close(0),
      finish,
      usage,
    ]);
  });

  it('merges usage that comes several times, the last word counting', () => {
    const usages: readonly NeutralEvent[] = [
      { kind: 'usage', tokens: { input: 5, output: 1 } },
      { kind: 'usage', tokens: { output: 9 } },
    ];
    expect(sequence([finish, ...usages])).toEqual([finish, { kind: 'usage', tokens: { input: 5, output: 9 } }]);
  });

  it('leaves a cut block open at a fault, and says nothing after it', () => {
    const fault: NeutralEvent = {
      kind: 'fault',
      fault: { status: undefined, type: 'x', code: undefined, param: undefined, message: 'm' },
    };
    expect(sequence([call(0, 'x'), text(0, '{"a'), fault, close(0), finish])).toEqual([
      call(0, 'x'),
      text(0, '{"a'),
      fault,
    ]);
  });

  it('says nothing of a text without words, wherever it stands', () => {
    const words = (index: number): NeutralEvent => ({ kind: 'block-start', index, block: { kind: 'text' } });
    const empty = [words(0), close(0), words(0), call(1, 'x'), text(0, ''), close(0), words(2), close(1), close(2)];
    expect(sequence([...empty, words(0), text(0, 'hi'), finish])).toEqual([
      call(0, 'x'),
      close(0),
      words(1),
      text(1, 'hi'),
      close(1),
      finish,
    ]);
  });

  it('lets an index be used again once its block has ended', () => {
    expect(sequence([call(0, 'x'), close(0), call(0, 'y'), close(0)])).toEqual([
      call(0, 'x'),
      close(0),
      call(1, 'y'),
      close(1),
    ]);
  });

  it('yields one open block at a time and every text whole, however blocks overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.constantFrom('start', 'delta', 'end'))), (steps) => {
        const texts = new Map<number, string>();
        const expected: string[] = [];
        const order: number[] = [];
        const events = steps.flatMap(([index, step], at): readonly NeutralEvent[] => {
          if (step === 'start' && !texts.has(index)) {
            texts.set(index, '');
            order.push(expected.push('') - 1);
            return [call(index, 'x')];
          }
          return step === 'delta'
            ? [text(index, `${at} `)]
            : step === 'end' && texts.delete(index)
              ? [close(index)]
              : [];
        });
        const out = sequence(events);
        let open: number | undefined;
        let next = 0;
        for (const event of out) {
          if (event.kind === 'block-start') {
            expect([open, event.index]).toEqual([undefined, next]);
            open = event.index;
          } else if (event.kind === 'block-delta') expect(event.index).toBe(open);
          else if (event.kind === 'block-end') {
            expect(event.index).toBe(open);
            open = undefined;
            next += 1;
          }
        }
        expect(open).toBeUndefined();
        expect(foldEvents(out).blocks).toHaveLength(order.length);
      }),
    );
  });
});
