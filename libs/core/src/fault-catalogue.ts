/** Who has to act for a fault to go away. */
export type FaultOwner = 'caller' | 'operator' | 'provider' | 'router';

/** One row of the catalogue; `docs/errors.md` is generated from these. */
export interface FaultRow {
  readonly status: number;
  readonly atFault: FaultOwner;
  /** Whether the same request may succeed later, unchanged; sent as `x-should-retry`. */
  readonly retryable: boolean;
  readonly meaning: string;
  readonly callerAction: string;
  readonly operatorAction: string;
}

const row = (
  status: number,
  atFault: FaultOwner,
  retryable: boolean,
  meaning: string,
  callerAction: string,
  operatorAction: string,
): FaultRow => ({ status, atFault, retryable, meaning, callerAction, operatorAction });

/** Every fault a caller or operator can meet: type, HTTP status, owner, and what to do. */
export const faultCatalogue = {
  'missing-model': row(400, 'caller', false, 'The body names no model and no default group is configured.', 'Send `model` with one of the groups of GET /v1/models.', 'Set `server.default_model_group`.'),
  'invalid-request': row(400, 'caller', false, 'The body or a header is not what the dialect asks for.', 'Correct the field that `param` names.', 'None.'),
  'unsupported-parameter': row(400, 'caller', false, 'A field cannot be carried to the target and must not be lost silently.', 'Remove the field, or use a group that serves this dialect natively.', 'Offer a target of the same dialect.'),
  'responses-body-on-chat-endpoint-disabled': row(400, 'caller', false, 'A Responses body was sent to the Chat endpoint.', 'Post it to /v1/responses.', 'Set `server.openai_compatibility.tolerate_responses_body_on_chat_endpoint`.'),
  'pii-filter-blocked': row(400, 'caller', false, 'The redaction filter of the group blocked the request.', 'Remove the personal data.', 'Review the rules of the group.'),
  'provider-hosted-tools-forbidden': row(400, 'caller', false, 'The request asks for a hosted tool that is forbidden here.', 'Remove the tool.', 'Review `server.forbidden_hosted_tools`.'),
  'invalid-report-filter': row(400, 'caller', false, 'A report filter, range, sort or cursor is not valid.', 'Correct the filter.', 'None.'),
  unauthorized: row(401, 'caller', false, 'The router token is missing or unknown.', 'Send a valid router token.', 'Issue a token with smart-router-keys.'),
  'model-not-allowed': row(403, 'caller', false, 'The token may not use this model group.', 'Use a group of GET /v1/models.', 'Add the group to the token with set-allow.'),
  'key-disabled': row(403, 'operator', false, 'The token, its user, project or membership is disabled.', 'Ask the operator.', 'Enable the record.'),
  'key-suspended': row(403, 'operator', false, 'The token is suspended.', 'Ask the operator.', 'Resume the token.'),
  'key-expired': row(403, 'caller', false, 'The token has expired.', 'Ask for a new token.', 'Issue or rotate the token.'),
  'key-rotated': row(403, 'caller', false, 'The token was rotated and its grace period is over.', 'Use the successor.', 'None.'),
  'key-exhausted': row(403, 'operator', false, 'The lifetime budget of the token is used up.', 'Ask for a larger budget.', 'Raise the lifetime limit.'),
  'metrics-forbidden': row(403, 'caller', false, 'The token has no metrics grant.', 'Use a token with the grant.', 'Grant `metrics`.'),
  'reports-forbidden': row(403, 'caller', false, 'The identity may not read reports.', 'Ask for a role.', 'Grant a reports role.'),
  'content-forbidden': row(403, 'caller', false, 'The identity may not read captured content.', 'Ask for a grant.', 'Grant `content`.'),
  'admin-forbidden': row(403, 'caller', false, 'The identity may not use this admin route.', 'Ask for a role.', 'Grant an admin role.'),
  'not-found': row(404, 'caller', false, 'There is nothing at this path, or it is not yours.', 'Check the path and the id.', 'None.'),
  'request-timeout': row(408, 'caller', true, 'The body arrived too slowly.', 'Send the body faster.', 'Raise `server.request_limits.body_timeout_ms`.'),
  'request-too-large': row(413, 'caller', false, 'The body is larger than the limit.', 'Send less.', 'Raise `server.request_limits.max_body_bytes`.'),
  'unsupported-media-type': row(415, 'caller', false, 'The content type or encoding is not accepted.', 'Send application/json.', 'None.'),
  'rpm-exceeded': row(429, 'caller', true, 'Too many requests in a rolling minute.', 'Wait for Retry-After.', 'Raise `rpm`.'),
  'tpm-exceeded': row(429, 'caller', true, 'Too many tokens in a rolling minute.', 'Wait for Retry-After.', 'Raise `tpm`.'),
  'concurrency-exceeded': row(429, 'caller', true, 'Too many requests in flight.', 'Wait for one to end.', 'Raise `concurrent`.'),
  'quota-exhausted': row(429, 'caller', true, 'The day or month quota is used up.', 'Wait for the next period.', 'Raise the quota.'),
  'budget-exhausted': row(429, 'caller', true, 'The day or month budget is used up.', 'Wait for the next period.', 'Raise the budget.'),
  'traffic-shaped': row(429, 'caller', true, 'The request came faster than the traffic shape allows.', 'Wait for Retry-After.', 'Review `caller_traffic_shape`.'),
  'login-rate-limited': row(429, 'caller', true, 'Too many sign-in attempts.', 'Wait for Retry-After.', 'None.'),
  'client-closed-request': row(499, 'caller', true, 'The caller closed the connection; recorded, never sent.', 'None.', 'None.'),
  'internal-error': row(500, 'router', true, 'The router failed; the log has the reason under the request id.', 'Retry, then report the request id.', 'Look the request id up in the log.'),
  'report-query-failed': row(500, 'router', true, 'A report query failed.', 'Retry.', 'Look at the database.'),
  'no-eligible-target': row(502, 'operator', false, 'No target of the group can serve what the request needs.', 'See `requirements` and `excluded`.', 'Add or correct a target of the group.'),
  'routing-policy-error': row(502, 'operator', true, 'The routing policy of the group failed.', 'Retry.', 'Repair the policy.'),
  'pii-filter-failed': row(502, 'operator', true, 'The redaction filter could not run.', 'Retry.', 'Repair the rules.'),
  'upstream-failed': row(502, 'provider', true, 'Every attempt at a provider failed.', 'Retry.', 'See the attempts of the request.'),
  'upstream-rate-limited': row(503, 'provider', true, 'Every attempt met the rate limit of a provider.', 'Wait for Retry-After.', 'Add capacity or targets.'),
  'upstream-quota-exhausted': row(503, 'provider', true, 'Every attempt met an exhausted provider account.', 'Ask the operator.', 'Top up the provider account.'),
  'upstream-capacity-throttled': row(503, 'operator', true, 'Every fitting target is throttled or pausing.', 'Wait for Retry-After.', 'Add capacity or targets.'),
  'upstream-access-denied': row(503, 'operator', true, 'Every attempt was refused access by a provider.', 'Ask the operator.', 'Check provider credentials and entitlements.'),
  'reports-disabled': row(503, 'operator', true, 'Reports are switched off or their database is unavailable.', 'Ask the operator.', 'Enable reports.'),
  'not-ready': row(503, 'router', true, 'The router cannot take requests yet, or cannot record them.', 'Retry.', 'See GET /readyz on the admin listener.'),
  'upstream-timeout': row(504, 'provider', true, 'No provider answered within its time limits.', 'Retry.', 'Check the provider or raise the timeouts.'),
} as const satisfies Record<string, FaultRow>;

/** The stable word of a fault, as `error.type` shows it. */
export type FaultType = keyof typeof faultCatalogue;
