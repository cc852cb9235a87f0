import { faultCatalogue, type FaultType, type UpstreamClass } from '@smart-router/core';
import type { WireFault } from '@smart-router/dialects';

/**
 * What the faults of a router behind this one mean here, each by its type. Its limits are the limits of our token with
 * it, its 503 and 504 speak of the providers behind the group that was asked.
 */
const classesByType: Readonly<Record<FaultType, UpstreamClass>> = {
  'missing-model': 'caller_fault',
  'invalid-request': 'caller_fault',
  'unsupported-parameter': 'caller_fault',
  'responses-body-on-chat-endpoint-disabled': 'caller_fault',
  'pii-filter-blocked': 'caller_fault',
  'provider-hosted-tools-forbidden': 'caller_fault',
  'invalid-report-filter': 'caller_fault',
  'request-too-large': 'caller_fault',
  'unsupported-media-type': 'caller_fault',
  // Of this request's shape alone: nothing against the target, and another one may serve it.
  'no-eligible-target': 'caller_fault',
  unauthorized: 'credential_rejected',
  'key-disabled': 'credential_rejected',
  'key-suspended': 'credential_rejected',
  'key-expired': 'credential_rejected',
  'key-rotated': 'credential_rejected',
  'key-exhausted': 'quota_exhausted',
  'quota-exhausted': 'quota_exhausted',
  'budget-exhausted': 'quota_exhausted',
  'upstream-quota-exhausted': 'quota_exhausted',
  'model-not-allowed': 'access_denied',
  'metrics-forbidden': 'access_denied',
  'reports-forbidden': 'access_denied',
  'content-forbidden': 'access_denied',
  'admin-forbidden': 'access_denied',
  'not-found': 'access_denied',
  'method-not-allowed': 'access_denied',
  'upstream-access-denied': 'access_denied',
  'rpm-exceeded': 'rate_limited',
  'tpm-exceeded': 'rate_limited',
  'concurrency-exceeded': 'rate_limited',
  'traffic-shaped': 'rate_limited',
  'login-rate-limited': 'rate_limited',
  'upstream-rate-limited': 'rate_limited',
  // It says when there will be room, and nothing of ours went to a provider: a limit, no ill health.
  'upstream-capacity-throttled': 'rate_limited',
  'not-ready': 'overloaded',
  'reports-disabled': 'overloaded',
  'upstream-timeout': 'timeout',
  'request-timeout': 'server_error',
  'client-closed-request': 'server_error',
  'internal-error': 'server_error',
  'report-query-failed': 'server_error',
  'routing-policy-error': 'server_error',
  'pii-filter-failed': 'server_error',
  'upstream-failed': 'server_error',
};

/** The class of a fault in a router's own words; `undefined` when it is not one. */
export function classifyRouterFault(fault: WireFault): UpstreamClass | undefined {
  const type = routerFaultType(fault);
  return type === undefined ? undefined : classesByType[type];
}

/** The type of a fault that a router made; the words alone do not make it one, the status has to be theirs as well. */
export function routerFaultType({ type, code, status }: WireFault): FaultType | undefined {
  const word = [type, code].find(isFaultType);
  if (word === undefined || status === undefined) return word;
  // Inside a stream or a 200 body there is no status to compare.
  const isInside = status >= 200 && status < 300;
  return isInside || status === faultCatalogue[word].status ? word : undefined;
}

/** Whether no target of the asked group fits the request: the request is not wrong, and the target is not ill. */
export function fitsNoTarget(fault: WireFault | undefined): boolean {
  return fault !== undefined && routerFaultType(fault) === 'no-eligible-target';
}

/** Whether the account that is empty is one behind the router: other groups of it may do well. */
export function isQuotaBehind(fault: WireFault | undefined): boolean {
  return fault !== undefined && routerFaultType(fault) === 'upstream-quota-exhausted';
}

function isFaultType(word: string | undefined): word is FaultType {
  return word !== undefined && Object.hasOwn(faultCatalogue, word);
}
