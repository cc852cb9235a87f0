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

/** What an outcome says of how many attempts at once a credential bears. */
export type SignOfRoom = 'room' | 'too-many' | 'nothing';

/**
 * Every outcome as a sign of room. A provider that has too much to do refuses, or, where it queues, keeps silent: so a
 * timeout is one. Its own errors and broken connections come for other reasons, and a used-up quota has none left at all.
 */
export const signsOfRoom: Readonly<Record<UpstreamClass | 'success', SignOfRoom>> = {
  success: 'room',
  rate_limited: 'too-many',
  overloaded: 'too-many',
  timeout: 'too-many',
  caller_fault: 'nothing',
  caller_gone: 'nothing',
  quota_exhausted: 'nothing',
  credential_rejected: 'nothing',
  access_denied: 'nothing',
  server_error: 'nothing',
  connect_failed: 'nothing',
  reset: 'nothing',
  broken_stream: 'nothing',
};
