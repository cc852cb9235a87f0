import type { Range } from './reports.js';
import type { Scope } from './scope.js';

/** How providers did in a range: the attempts that requests of the scope made. */
export interface HealthQuestion {
  readonly scope: Scope;
  readonly range: Range;
}

/** How one credential did at one model of a provider. */
export interface ProviderHealth {
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly credentialId: string | undefined;
  readonly attempts: number;
  /** How many attempts failed, by class, the most frequent first. */
  readonly errors: readonly { readonly errorClass: string; readonly attempts: number }[];
  /** Over the attempts that served; right to within one step of the buckets. `undefined` when there were none. */
  readonly durationP50Ms: number | undefined;
  readonly durationP95Ms: number | undefined;
  /** How often a pause began, and how much of the range was spent in pauses; what overlaps counts once. */
  readonly cooldowns: number;
  readonly pausedMs: number;
}
