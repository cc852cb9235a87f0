import type { BackoffRules } from '@smart-router/core';
import type { AttemptFailure } from './upstream/exchange.js';

/** The failure with the provider's hint as far as the operator lets it be believed. */
export function believeHint(failure: AttemptFailure, rules: BackoffRules): AttemptFailure {
  const { retryAfterMs } = failure;
  if (retryAfterMs === undefined) return failure;
  return { ...failure, retryAfterMs: isHonoured(failure, rules) ? Math.min(retryAfterMs, rules.hintMaxMs) : undefined };
}

function isHonoured({ errorClass }: AttemptFailure, { rateLimit, quota }: BackoffRules): boolean {
  switch (errorClass) {
    case 'rate_limited':
      return rateLimit.honorRetryAfter;
    case 'quota_exhausted':
    case 'credential_rejected':
    case 'access_denied':
      return quota.honorRetryAfter;
    default:
      return true;
  }
}
