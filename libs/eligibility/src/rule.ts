import type { Target, FilterReason } from '@smart-router/core';
import type { EligibilityContext } from './field.js';

/** One reason to exclude a target. */
export interface Rule {
  readonly reason: FilterReason;
  /** Whether the request needs anything that this rule is about. When not, no target is looked at. */
  applies(context: EligibilityContext): boolean;
  /** Whether a target cannot give what the request needs. */
  excludes(target: Target, context: EligibilityContext): boolean;
}
