import fc from 'fast-check';
import { createDeadlines } from './deadlines.js';

describe('deadlines', () => {
  it('come in the order in which they end, however they were added', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (moments) => {
        const deadlines = createDeadlines(moments.map((deadlineMs) => ({ deadlineMs })));
        const taken: number[] = [];
        while (deadlines.first() !== undefined) taken.push(deadlines.takeFirst()?.deadlineMs ?? -1);
        expect(taken).toEqual(moments.toSorted((one, other) => one - other));
        expect(deadlines.size).toBe(0);
      }),
    );
  });
});
