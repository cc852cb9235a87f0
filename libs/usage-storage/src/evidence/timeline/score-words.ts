import type { TargetScore } from '@smart-router/core';

/** A score as one line: what it is, what it was made of, and how much had been seen. */
export function scoreWords({ final, live, term, observationCount, isOverThreshold, parts }: TargetScore): string {
  const made = Object.entries(parts).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  const by = term === undefined ? [] : [`${live === undefined ? term : `${live.toFixed(3)} by ${term}`}`];
  const seen = `${observationCount} observed`;
  const over = isOverThreshold ? ['over a threshold'] : [];
  return [final.toFixed(3), ...by, ...made, seen, ...over].join(', ');
}
