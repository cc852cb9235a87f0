import type { Range } from './reports.js';
import type { Scope } from './scope.js';

/** A question for how targets were chosen. */
export interface RoutingQuestion {
  readonly scope: Scope;
  readonly range: Range;
  /** Only these groups. */
  readonly groups?: readonly string[];
}

/** How often a strategy of a group chose a target first. */
export interface RoutingChoice {
  readonly group: string | undefined;
  readonly strategy: string | undefined;
  readonly target: string | undefined;
  readonly requests: number;
}

/** How often a target of a group was not eligible, by reason. */
export interface RoutingExclusion {
  readonly group: string | undefined;
  readonly target: string | undefined;
  readonly reason: string;
  readonly requests: number;
}

/** The answer to a {@link RoutingQuestion}, most requests first. */
export interface RoutingReport {
  readonly choices: readonly RoutingChoice[];
  readonly exclusions: readonly RoutingExclusion[];
}
