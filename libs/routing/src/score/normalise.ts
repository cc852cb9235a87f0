/** So much of the largest is added to both sides of a ratio: who is free is then not endlessly better than who is cheap. */
const floorShare = 0.05;

/** What a score is where nobody's is known. */
const neutral = 0.5;

/**
 * Scores of values of which the lowest is the best: (lowest + floor) / (own + floor), the floor being 5 % of the highest.
 * The lowest has 1, twice as much about half. Who is not known has the mean of those who are: no help and no harm.
 */
export function lowerIsBetter(values: readonly (number | undefined)[]): readonly number[] {
  const known = knownOf(values);
  const lowest = Math.min(...known);
  const floor = floorShare * Math.max(...known);
  return fillUnknown(
    values.map((value) => {
      if (value === undefined) return undefined;
      return value === lowest ? 1 : (lowest + floor) / (value + floor);
    }),
  );
}

/** Scores of values of which the highest is the best: own / highest. Who is not known has the mean of those who are. */
export function higherIsBetter(values: readonly (number | undefined)[]): readonly number[] {
  const highest = Math.max(...knownOf(values));
  return fillUnknown(
    values.map((value) => {
      if (value === undefined) return undefined;
      return value === highest ? 1 : value / highest;
    }),
  );
}

/** Scores as they are; who has none has the mean of those who have, and a half where nobody has. */
export function fillUnknown(scores: readonly (number | undefined)[]): readonly number[] {
  const known = knownOf(scores);
  const mean = known.length === 0 ? neutral : known.reduce((sum, score) => sum + score, 0) / known.length;
  return scores.map((score) => score ?? mean);
}

function knownOf(values: readonly (number | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined);
}
