import type { DialectName, RequestShape, Target } from '@smart-router/core';
import { isKnownFeature, isKnownHostedTool, otherWord } from './shape-words.js';

/**
 * Whether a stored request cannot tell if a target could serve it: the request had a word that was not kept, and the target
 * declares one that is never kept, so that they may be the same.
 */
export function isUnjudged(
  { hostedTools, features }: Pick<RequestShape, 'hostedTools' | 'features'>,
  dialect: DialectName,
  { capabilities }: Pick<Target, 'capabilities'>,
): boolean {
  const byTool =
    hostedTools.includes(otherWord) && capabilities.hostedTools.some((declared) => !isKnownHostedTool(declared));
  const byFeature =
    features.includes(otherWord) &&
    capabilities.unsupportedFeatures.some((declared) => !isKnownFeature(dialect, declared));
  return byTool || byFeature;
}
