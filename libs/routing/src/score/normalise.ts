/** So much of the largest is added to both sides of a ratio: who is free is then not endlessly better than who is cheap. */
const floorShare = 0.05;

/** What a score is where nobody's is known. */
const neutral = 0.5;

/**
 * Scores of values of which the lowest is the best: (lowest + floor) / (own + floor), the floor being 5 % of the highest.
 * The lowest has 1, twice as much about half. Who is not known has the mean of those who are: no help and no harm.
 */
export function lowerIsBetter(values: Values): readonly number[] {
  const { lowest, highest } = rangeOf(values);
  const floor = floorShare * highest;
  return scoreKnown(values, (value) => (value === lowest ? 1 : (lowest + floor) / (value + floor)));
}

/** Scores of values of which the highest is the best: own / highest. Who is not known has the mean of those who are. */
export function higherIsBetter(values: Values): readonly number[] {
  const { highest } = rangeOf(values);
  return scoreKnown(values, (value) => (value === highest ? 1 : value / highest));
}

/** Scores as they are; who has none has the mean of those who have, and a half where nobody has. */
export function fillUnknown(scores: Values): readonly number[] {
  return scoreKnown(scores, (score) => score);
}

/** One value a target, `undefined` where it is not known. */
type Values = readonly (number | undefined)[];

/** Without lists on the way: this runs five times for every target of a decision. */
function scoreKnown(values: Values, scoreOf: (value: number) => number): readonly number[] {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (value === undefined) continue;
    sum += scoreOf(value);
    count += 1;
  }
  const mean = count === 0 ? neutral : sum / count;
  return values.map((value) => (value === undefined ? mean : scoreOf(value)));
}

function rangeOf(values: Values): { readonly lowest: number; readonly highest: number } {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (value === undefined) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return { lowest, highest };
}
