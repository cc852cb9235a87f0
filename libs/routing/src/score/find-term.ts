import type { AskFacts, Target } from '@smart-router/core';
import { complexityBucket, complexityOf } from '../complexity.js';
import { complexityBuckets, type ComplexityBucket, type ScoreTerm } from '../dynamic-score-options.js';

/** The terms that a request lets count: those whose `when` it meets, in their order. */
export function termsFor(terms: readonly ScoreTerm[], facts: AskFacts): readonly ScoreTerm[] {
  const rank = rankOf(complexityBucket(complexityOf(facts)));
  return terms.filter(({ when: { complexity_lte: most, complexity_gte: least } }) => {
    return (most === undefined || rank <= rankOf(most)) && (least === undefined || rank >= rankOf(least));
  });
}

/** The term a target is scored by: the first of them whose tags it has. */
export function findTerm(terms: readonly ScoreTerm[], { tags }: Target): ScoreTerm | undefined {
  return terms.find((term) => term.require_tags.every((tag) => tags.includes(tag)));
}

function rankOf(bucket: ComplexityBucket): number {
  return complexityBuckets.indexOf(bucket);
}
