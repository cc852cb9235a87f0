import { sampleTarget, seededRng } from './strategy.laws.js';
import { weightedStrategy } from './weighted.js';

describe('weighted', () => {
  it('respects the weights: chi-square over 30,000 draws stays below the 0.1 % point', () => {
    const weights = [1, 2, 3, 4];
    const candidates = weights.map((weight, index) => sampleTarget(`t${index}`, weight));
    const rng = seededRng(7);
    const draws = 30_000;
    const counts = weights.map(() => 0);
    for (let draw = 0; draw < draws; draw += 1) {
      const first = weightedStrategy.order(candidates, { rng })[0];
      const index = candidates.findIndex((candidate) => candidate === first);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count, index) => {
      const expected = (draws * (weights[index] ?? 0)) / 10;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(16.27); // 3 degrees of freedom
  });

  it('lets no target with a weight starve', () => {
    const candidates = [sampleTarget('heavy', 1000), sampleTarget('light', 1)];
    const rng = seededRng(3);
    const firsts = Array.from({ length: 20_000 }, () => weightedStrategy.order(candidates, { rng })[0]?.id);
    expect(firsts).toContain('light');
  });

  it('puts weight 0 behind everything else, in configured order', () => {
    const candidates = [sampleTarget('a', 0), sampleTarget('b', 1), sampleTarget('c', 0)];
    expect(weightedStrategy.order(candidates, { rng: () => 0.99 }).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('follows one worked example: weights 1 and 3, a ticket of 0.2 of 4 falls to the first', () => {
    const candidates = [sampleTarget('a', 1), sampleTarget('b', 3)];
    expect(weightedStrategy.order(candidates, { rng: () => 0.2 }).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(weightedStrategy.order(candidates, { rng: () => 0.25 }).map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
