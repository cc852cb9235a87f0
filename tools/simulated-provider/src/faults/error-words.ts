import type { ErrorWords } from '../wire-dialect.js';

/** Errors as the providers phrase them. */
export const errorWords = {
  rateLimited: words(429, 'rate_limit_exceeded', 'requests', 'rate_limit_error', 'Rate limit reached for requests.'),
  noQuota: words(
    429,
    'insufficient_quota',
    'insufficient_quota',
    'billing_error',
    'You exceeded your current quota, please check your plan and billing details.',
  ),
  paymentRequired: words(
    402,
    'billing_error',
    'insufficient_quota',
    'billing_error',
    'Your credit balance is too low.',
  ),
  badKey: words(401, 'invalid_api_key', 'invalid_request_error', 'authentication_error', 'Incorrect API key provided.'),
  forbidden: words(
    403,
    'unsupported_country_region_territory',
    'request_forbidden',
    'permission_error',
    'Country, region, or territory not supported.',
  ),
  unknownModel: words(
    404,
    'model_not_found',
    'invalid_request_error',
    'not_found_error',
    'The model does not exist or you do not have access to it.',
  ),
  serverError: words(500, null, 'server_error', 'api_error', 'The server had an error while processing your request.'),
  unavailable: words(503, null, 'service_unavailable', 'overloaded_error', 'The service is temporarily unavailable.'),
  overloaded: words(529, null, 'overloaded_error', 'overloaded_error', 'Overloaded'),
  contextLength: {
    ...words(
      400,
      'context_length_exceeded',
      'invalid_request_error',
      'invalid_request_error',
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130500 tokens. Please reduce the length of the messages.",
    ),
    anthropicMessage: 'prompt is too long: 130500 tokens > 128000 maximum',
  },
  contentPolicy: words(
    400,
    'content_policy_violation',
    'invalid_request_error',
    'invalid_request_error',
    'Your request was rejected by the content policy: simulated reason.',
  ),
  noPrefill: words(
    400,
    null,
    'invalid_request_error',
    'invalid_request_error',
    'This model does not support assistant message prefill.',
  ),
} as const satisfies Readonly<Record<string, ErrorWords>>;

function words(status: number, code: string | null, type: string, anthropicType: string, message: string): ErrorWords {
  return { status, code, type, anthropicType, message };
}
