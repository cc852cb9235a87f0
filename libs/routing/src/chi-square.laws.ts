/** How often each word occurs. */
export function countWords(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Pearson's chi-square of counts against the expected shares. */
export function chiSquare(counts: ReadonlyMap<string, number>, shares: Readonly<Record<string, number>>): number {
  const draws = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return Object.entries(shares).reduce((sum, [id, share]) => {
    const expected = share * draws;
    return sum + ((counts.get(id) ?? 0) - expected) ** 2 / expected;
  }, 0);
}

/** The 99.9 % quantile of chi-square with two degrees of freedom: of three words. */
export const criticalOfThree = 13.8;
