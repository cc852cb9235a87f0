import type { Rule } from './rule.js';

/** Reasons that lie in the target itself, or in where its request would have to go. */
export const targetRules: readonly Rule[] = [
  {
    reason: 'disabled',
    applies: () => true,
    excludes: ({ disabled, endpoint }) => disabled || endpoint.credentials.every((credential) => credential.disabled),
  },
  {
    reason: 'tool-only',
    applies: ({ facts }) => facts.toolCount === 0 && facts.hostedTools.length === 0,
    excludes: ({ toolOnly }) => toolOnly,
  },
  {
    // Stored state means something only in the dialect that names it. Proofs are left out where nobody reads them.
    reason: 'dialect',
    applies: ({ facts }) => facts.bound.some(({ kind }) => kind !== 'proof'),
    excludes: ({ endpoint }, { facts }) => endpoint.dialect !== facts.dialect,
  },
  {
    reason: 'issuer-bound',
    applies: ({ boundIssuer }) => boundIssuer !== undefined,
    excludes: ({ endpoint }, { boundIssuer }) => endpoint.issuer !== boundIssuer,
  },
  {
    reason: 'translation-loss',
    applies: ({ facts }) => facts.fields.length > 0,
    excludes: ({ endpoint }, { facts, refusedFields }) =>
      endpoint.dialect !== facts.dialect && refusedFields(endpoint.dialect).length > 0,
  },
];
