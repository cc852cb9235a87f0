import type { Rule } from './rule.js';

/** Reasons that lie in sizes. A size nobody declared does not exclude. */
export const sizeRules: readonly Rule[] = [
  {
    reason: 'context',
    applies: () => true,
    excludes: ({ contextTokens, requestLimits }, { facts }) =>
      isOver(facts.estimatedInputTokens + (facts.outputCap ?? 0), contextTokens) ||
      isOver(facts.estimatedInputTokens, requestLimits.maxEstimatedInputTokens),
  },
  {
    reason: 'request-bytes',
    applies: () => true,
    excludes: ({ requestLimits }, { facts }) => isOver(facts.requestBytes, requestLimits.maxRequestBytes),
  },
  {
    reason: 'tool-schema-bytes',
    applies: ({ facts }) => facts.toolSchemaBytes > 0,
    excludes: ({ requestLimits }, { facts }) => isOver(facts.toolSchemaBytes, requestLimits.maxToolSchemaBytes),
  },
  {
    reason: 'max-output',
    applies: ({ facts }) => facts.outputCap !== undefined,
    excludes: ({ capabilities }, { facts }) => isOver(facts.outputCap, capabilities.maxOutputTokens),
  },
  {
    reason: 'min-output',
    applies: ({ facts }) => facts.outputCap !== undefined,
    excludes: ({ capabilities }, { facts }) => isOver(capabilities.minOutputTokens, facts.outputCap),
  },
  {
    reason: 'honors-max-tokens',
    applies: ({ facts }) => facts.outputCap !== undefined,
    excludes: ({ capabilities }) => !capabilities.honorsMaxTokens,
  },
];

function isOver(size: number | undefined, limit: number | undefined): boolean {
  return size !== undefined && limit !== undefined && size > limit;
}
