import type { Rule } from './rule.js';

/** Hosted tools that every dialect has under some name, so that a lane can ask for them and tell what they did. */
const translatableHostedTools: ReadonlySet<string> = new Set(['web_search']);

/** Reasons that lie in what the model can do. */
export const capabilityRules: readonly Rule[] = [
  {
    reason: 'tools',
    applies: ({ facts }) => facts.toolCount > 0,
    excludes: ({ capabilities }) => !capabilities.tools,
  },
  {
    // `auto` is what happens without a choice; every other choice changes the answer and must not be lost.
    reason: 'tool-choice',
    applies: ({ facts }) =>
      facts.toolChoice !== undefined && facts.toolChoice !== 'auto' && facts.toolCount + facts.hostedTools.length > 0,
    excludes: ({ capabilities }) => !capabilities.toolChoice,
  },
  {
    // A model that calls one tool at a time still serves whoever did not demand more.
    reason: 'parallel-tools',
    applies: ({ facts }) => facts.parallelToolCalls === true && facts.toolCount > 0,
    excludes: ({ capabilities }) => !capabilities.parallelToolCalls,
  },
  {
    // What the provider runs mostly has no counterpart elsewhere: it needs the caller's own dialect.
    reason: 'hosted-tools',
    applies: ({ facts }) => facts.hostedTools.length > 0,
    excludes: ({ endpoint, capabilities }, { facts }) =>
      facts.hostedTools.some(
        (tool) =>
          !capabilities.hostedTools.includes(tool) ||
          (endpoint.dialect !== facts.dialect && !translatableHostedTools.has(tool)),
      ),
  },
  {
    reason: 'structured-output',
    applies: ({ facts }) => facts.structuredOutput,
    excludes: ({ capabilities }) => !capabilities.structuredOutputs,
  },
  {
    reason: 'modality',
    applies: () => true,
    excludes: ({ capabilities }, { facts }) =>
      facts.modalities.some((modality) => !capabilities.inputModalities.includes(modality)),
  },
  {
    reason: 'reasoning',
    applies: ({ facts }) => facts.reasoning !== undefined,
    excludes: ({ capabilities }) => capabilities.reasoning === undefined,
  },
  {
    reason: 'prefill',
    applies: ({ facts }) => facts.prefill,
    excludes: ({ capabilities }) => !capabilities.prefill,
  },
  {
    reason: 'unsupported-feature',
    applies: ({ facts }) => facts.features.length > 0,
    excludes: ({ capabilities }, { facts }) =>
      capabilities.unsupportedFeatures.some((feature) => facts.features.includes(feature)),
  },
];
