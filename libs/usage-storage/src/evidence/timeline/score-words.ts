import type { TargetScore, TermScore, WaitScore } from '@smart-router/core';

/** A score as one line: what it is, what it was made of, and how much had been seen. */
export function scoreWords(score: TargetScore): string {
  return score.kind === 'wait' ? waitWords(score) : termWords(score);
}

function termWords({ final, live, term, observationCount, isOverThreshold, parts }: TermScore): string {
  const made = Object.entries(parts).map(([name, share]) => `${name} ${share.toFixed(2)}`);
  const by = term === undefined ? [] : [`${live === undefined ? term : `${live.toFixed(3)} by ${term}`}`];
  const seen = `${observationCount} observed`;
  const over = isOverThreshold ? ['over a threshold'] : [];
  return [final.toFixed(3), ...by, ...made, seen, ...over].join(', ');
}

function waitWords({ final, speed, waitMs, observationCount }: WaitScore): string {
  const seen = `${observationCount} observed`;
  if (speed === undefined) return `too little known, ${seen}`;
  if (waitMs === undefined) return `nothing served, ${seen}`;
  return `${final.toFixed(3)}, ${Math.round(waitMs)} ms expected, ${speed.toFixed(2)} as fast as the fastest, ${seen}`;
}
