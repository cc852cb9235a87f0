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

/** A change of a canary; shares are 0 to 1. */
export interface CanaryEventLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly group: string;
  readonly target: string;
  readonly event: string;
  readonly actor: string;
  /** The condition that held, or what an operator said. */
  readonly why: string | undefined;
  /** Of first places, from then on. */
  readonly share: number;
  readonly requests: number | undefined;
  readonly errorShare: number | undefined;
  readonly p95LatencyMs: number | undefined;
  readonly baselineErrorShare: number | undefined;
  readonly baselineP95LatencyMs: number | undefined;
}

/** The answer to a {@link RoutingQuestion}, most requests first. */
export interface RoutingReport {
  readonly choices: readonly RoutingChoice[];
  readonly exclusions: readonly RoutingExclusion[];
  /** The latest first; none for a scope that is not everything. */
  readonly canaryEvents: readonly CanaryEventLine[];
}
