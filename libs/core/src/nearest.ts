/** The candidate with the smallest edit distance to a word, if it is close enough to be meant; else `undefined`. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // Half the letters may differ: further away a suggestion misleads.
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** `; did you mean "x"?`, or what there is to choose from. */
export function suggest(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  if (meant !== undefined) return `; did you mean "${meant}"?`;
  return candidates.length === 0 ? '; there are none' : `; there are ${candidates.join(', ')}`;
}

/** Letters to insert, delete or replace to get from one word to another (Levenshtein). */
export function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (let column = 0; column < other.length; column += 1) {
      const replaced = at(previous, column) + (letter === other[column] ? 0 : 1);
      current.push(Math.min(replaced, at(previous, column + 1) + 1, at(current, column) + 1));
    }
    previous = current;
  }
  return at(previous, other.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
