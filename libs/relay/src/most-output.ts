import type { Target } from '@smart-router/core';

/** More than any model takes in or writes. A cap beyond it is no wish but a mistake, or an attempt to starve others. */
const mostOfAnyModel = 1_000_000;

/** The most tokens a target can write: what its entry declares, else what its context holds, else a bound for all. */
export function mostOutputOf({
  capabilities,
  contextTokens,
}: {
  readonly capabilities: Pick<Target['capabilities'], 'maxOutputTokens'>;
  readonly contextTokens: Target['contextTokens'];
}): number {
  return capabilities.maxOutputTokens ?? contextTokens ?? mostOfAnyModel;
}
