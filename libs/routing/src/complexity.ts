import type { AskFacts } from '@smart-router/core';
import { complexityBuckets, type ComplexityBucket } from './dynamic-score-options.js';

/** What each sign adds at its fullest; together 1. */
const weights = { input: 0.4, tools: 0.2, output: 0.15, reasoning: 0.15, media: 0.05, schema: 0.05 } as const;

/** From this many of each on, a sign is at its fullest. */
const fullest = { inputTokens: 100_000, tools: 20, outputTokens: 16_000, media: 4 } as const;

/** How complex a request looks by its facts, 0 to 1: nobody reads its text. */
export function complexityOf(facts: AskFacts): number {
  const score =
    weights.input * grown(facts.estimatedInputTokens, fullest.inputTokens) +
    weights.tools * grown(facts.toolCount + facts.hostedTools.length, fullest.tools) +
    weights.output * grown(facts.outputCap ?? 0, fullest.outputTokens) +
    weights.reasoning * (facts.reasoning === undefined ? 0 : 1) +
    weights.media * Math.min(1, mediaCount(facts) / fullest.media) +
    weights.schema * (facts.structuredOutput ? 1 : 0);
  return Math.min(1, score); // sums of fractions may end a hair above
}

/** The bucket of a complexity: five equal fifths. */
export function complexityBucket(complexity: number): ComplexityBucket {
  const index = Math.min(complexityBuckets.length - 1, Math.floor(complexity * complexityBuckets.length));
  return complexityBuckets[index] ?? 'extreme';
}

/** Images, and each other kind that is no text: files, audio, video. */
function mediaCount({ imageCount, modalities }: AskFacts): number {
  return imageCount + modalities.filter((modality) => modality !== 'text' && modality !== 'image').length;
}

/** Doubling counts for less and less: 0 at none, 1 at the fullest. */
function grown(count: number, full: number): number {
  return Math.min(1, Math.log1p(count) / Math.log1p(full));
}
