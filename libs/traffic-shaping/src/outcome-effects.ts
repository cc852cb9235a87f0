import type { UpstreamClass } from '@smart-router/core';

/** What an outcome does to the pauses of a credential and its models. */
export type OutcomeEffect =
  /** Ends them. */
  | { readonly kind: 'close' }
  /** Says nothing about the upstream. */
  | { readonly kind: 'none' }
  /** Starts a pause at once. */
  | { readonly kind: 'pause'; readonly scope: 'model' | 'credential'; readonly curve: 'rateLimit' | 'quota' }
  /** Starts one when enough of its kind come in a row. */
  | { readonly kind: 'count'; readonly scope: 'model'; readonly curve: 'failure' };

const failure: OutcomeEffect = { kind: 'count', scope: 'model', curve: 'failure' };
const nothing: OutcomeEffect = { kind: 'none' };

/** Every outcome and its effect. A credential that is rejected or out of quota stops all its models; the rest one. */
export const outcomeEffects: Readonly<Record<UpstreamClass | 'success', OutcomeEffect>> = {
  success: { kind: 'close' },
  caller_fault: nothing,
  caller_gone: nothing,
  rate_limited: { kind: 'pause', scope: 'model', curve: 'rateLimit' },
  quota_exhausted: { kind: 'pause', scope: 'credential', curve: 'quota' },
  credential_rejected: { kind: 'pause', scope: 'credential', curve: 'quota' },
  access_denied: { kind: 'pause', scope: 'model', curve: 'quota' },
  server_error: failure,
  overloaded: failure,
  connect_failed: failure,
  reset: failure,
  timeout: failure,
  broken_stream: failure,
};
