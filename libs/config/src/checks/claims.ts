import type { ConfigPath } from '../config-problem.js';
import type { Outline, ProviderOutline } from './outline.js';

/** A name by which a model wants to be reached outside groups. */
export interface Claim {
  readonly name: string;
  readonly kind: 'bare' | 'alias' | 'prefixed';
  readonly provider: string;
  readonly ref: string;
  /** Where the claim is made. */
  readonly path: ConfigPath;
}

/**
 * The names models claim: `prefix/ref`, aliases and, unless a prefix is forced, bare refs. Without `expose_models` no
 * bare ref is claimed: two providers may then have a model of the same ref.
 */
export function findClaims(outline: Outline): readonly Claim[] {
  const claims = [...outline.providers].flatMap(([name, provider]) => claimsOf(name, provider));
  return claims.filter((claim) => claim.kind !== 'bare' || outline.exposeModels);
}

function claimsOf(name: string, provider: ProviderOutline): readonly Claim[] {
  return [...provider.models].flatMap(([ref, aliases]) => {
    const path: ConfigPath = ['providers', name, 'models', ref];
    const own: readonly Claim[] = [
      { name: ref, kind: 'bare', provider: name, ref, path },
      ...aliases.map((alias, index): Claim => ({
        name: alias,
        kind: 'alias',
        provider: name,
        ref,
        path: [...path, 'aliases', index],
      })),
    ];
    const prefixed = provider.prefix === undefined ? [] : own.map((claim) => withPrefix(claim, provider.prefix ?? ''));
    return provider.forceModelPrefix ? prefixed : [...own, ...prefixed];
  });
}

function withPrefix(claim: Claim, prefix: string): Claim {
  return { ...claim, name: `${prefix}/${claim.name}`, kind: 'prefixed' };
}
