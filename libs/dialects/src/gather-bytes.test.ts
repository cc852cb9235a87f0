import fc from 'fast-check';
import { gatherBytes } from './gather-bytes.js';
import { joinBytes } from './join-bytes.js';

describe('gathered bytes', () => {
  it('are those that came, however they were cut', () => {
    const length = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 2000, max: 20_000 }));
    fc.assert(
      fc.property(fc.array(length, { maxLength: 300, size: 'max' }), (lengths) => {
        const chunks = lengths.map((size, index) => new Uint8Array(size).fill(index));
        const gathered = gatherBytes();
        for (const chunk of chunks) gathered.push(chunk);
        expect(gathered.size).toBe(lengths.reduce((sum, size) => sum + size, 0));
        expect(Buffer.compare(gathered.joined(), joinBytes(chunks))).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('are not copied when they came in one piece', () => {
    const gathered = gatherBytes();
    const chunk = new Uint8Array(10);
    gathered.push(chunk);
    expect(gathered.joined()).toBe(chunk);
  });

  it('cost little more than themselves when they come one by one', () => {
    const gathered = gatherBytes();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 2_000_000; count += 1) gathered.push(Uint8Array.of(count));
    globalThis.gc?.();
    expect(gathered.size).toBe(2_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
  });
});
