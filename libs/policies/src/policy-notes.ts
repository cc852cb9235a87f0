import type { PolicyError } from '@smart-router/core';
import type { PolicyKind } from '@smart-router/routing';

/** What the operator is told of policies; nothing of it reaches callers. */
export interface PolicyNotes {
  failed(failure: PolicyFailure): void;
  /** A line that a policy printed. */
  log(line: { readonly group: string; readonly requestId: string; readonly line: string }): void;
}

/** A run that failed. */
export interface PolicyFailure {
  readonly group: string;
  readonly kind: PolicyKind;
  readonly requestId: string;
  readonly error: PolicyError;
  readonly message: string;
  /** Where in the author's files, innermost first, e.g. `route.ts:12:5`; empty where that is not known. */
  readonly at: readonly string[];
}
