import type { Domain, Scope } from '@smart-router/usage-storage';

/** What both scopes show. */
export function intersectScopes(one: Scope, other: Scope): Scope {
  if (one === 'everything') return other;
  if (other === 'everything') return one;
  return one.flatMap((domain) => other.flatMap((second) => commonOf(domain, second)));
}

function commonOf(one: Domain, other: Domain): readonly Domain[] {
  if (one.project !== other.project) return [];
  if (one.environment === undefined) return [other];
  return other.environment === undefined || other.environment === one.environment ? [one] : [];
}
