import type { DialectName } from './question/question.js';

/** The words of an error in each family; `{model}` and the like are filled in by whoever raises it. */
export interface Trouble {
  readonly status: number;
  readonly message: string;
  readonly openai: { readonly type: string; readonly code: string | null; readonly param?: string };
  readonly anthropicType: string;
  /** Where the families do not use the same words. */
  readonly messages?: Readonly<Partial<Record<DialectName, string>>>;
  /** Where Anthropic uses another status. */
  readonly anthropicStatus?: number;
}

const invalid = {
  openai: { type: 'invalid_request_error', code: null },
  anthropicType: 'invalid_request_error',
} as const;
const broken = { openai: { type: 'server_error', code: null }, anthropicType: 'api_error' } as const;

/** Every error this provider can give, as the real ones word it. */
export const troubles = {
  'bad-request': { status: 400, message: 'The request is not valid.', ...invalid },
  unauthorized: {
    status: 401,
    message: 'Incorrect API key provided.',
    openai: { type: 'invalid_request_error', code: 'invalid_api_key' },
    anthropicType: 'authentication_error',
    messages: { 'anthropic-messages': 'invalid x-api-key' },
  },
  billing: {
    status: 402,
    message: 'Your credit balance is too low. Please go to Plans & Billing to purchase credits.',
    openai: { type: 'billing_error', code: 'billing_hard_limit_reached' },
    anthropicType: 'billing_error',
  },
  quota: {
    status: 429,
    message: 'You exceeded your current quota, please check your plan and billing details.',
    openai: { type: 'insufficient_quota', code: 'insufficient_quota' },
    anthropicType: 'invalid_request_error',
    anthropicStatus: 400,
    messages: { 'anthropic-messages': 'Your credit balance is too low to access the Anthropic API.' },
  },
  forbidden: {
    status: 403,
    message: 'Your API key does not have permission to use the specified resource.',
    openai: { type: 'invalid_request_error', code: 'unsupported_country_region_territory' },
    anthropicType: 'permission_error',
  },
  'model-not-found': {
    status: 404,
    message: 'The model does not exist or you do not have access to it.',
    openai: { type: 'invalid_request_error', code: 'model_not_found', param: 'model' },
    anthropicType: 'not_found_error',
  },
  'no-such-path': {
    status: 404,
    message: 'There is nothing at this address.',
    ...invalid,
    anthropicType: 'not_found_error',
  },
  'request-timeout': { status: 408, message: 'The request took too long.', ...broken, anthropicType: 'timeout_error' },
  conflict: { status: 409, message: 'The resource is being changed by another request.', ...invalid },
  'too-large': {
    status: 413,
    message: 'Request exceeds the maximum size.',
    ...invalid,
    anthropicType: 'request_too_large',
  },
  unprocessable: { status: 422, message: 'The request was understood but cannot be processed.', ...invalid },
  'rate-limited': {
    status: 429,
    message: 'Rate limit reached for requests per minute. Please try again later.',
    openai: { type: 'requests', code: 'rate_limit_exceeded' },
    anthropicType: 'rate_limit_error',
  },
  'server-error': { status: 500, message: 'The server had an error while processing your request.', ...broken },
  'bad-gateway': { status: 502, message: 'Bad gateway.', ...broken },
  unavailable: { status: 503, message: 'The engine is currently overloaded, please try again later.', ...broken },
  'gateway-timeout': { status: 504, message: 'Gateway timeout.', ...broken, anthropicType: 'timeout_error' },
  overloaded: {
    status: 529,
    message: 'Overloaded',
    openai: { type: 'server_error', code: 'overloaded' },
    anthropicType: 'overloaded_error',
  },
  'context-length': {
    status: 400,
    message:
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens. Please reduce the length of the messages.",
    openai: { type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' },
    anthropicType: 'invalid_request_error',
    messages: {
      'openai-responses':
        'Your input exceeds the context window of this model. Please adjust your input and try again.',
      'anthropic-messages': 'prompt is too long: 208310 tokens > 200000 maximum',
    },
  },
  'content-policy': {
    status: 400,
    message: 'Your request was rejected as a result of our safety system.',
    openai: { type: 'invalid_request_error', code: 'content_policy_violation' },
    anthropicType: 'invalid_request_error',
    messages: { 'anthropic-messages': 'Output blocked by content filtering policy' },
  },
  prefill: {
    status: 400,
    message: 'This model does not support assistant message prefill. The conversation must end with a user message.',
    ...invalid,
  },
  'foreign-proof': {
    status: 400,
    message: 'The encrypted content could not be verified.',
    openai: { type: 'invalid_request_error', code: 'invalid_encrypted_content' },
    anthropicType: 'invalid_request_error',
    messages: { 'anthropic-messages': 'messages.1.content.0: Invalid `signature` in `thinking` block' },
  },
  'thinking-missing': {
    status: 400,
    message:
      'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block.',
    ...invalid,
  },
} as const satisfies Readonly<Record<string, Trouble>>;

/** The name of an error of the table. */
export type TroubleName = keyof typeof troubles;

/** The error of that name, with other words when given. */
export function troubleOf(name: TroubleName, message?: string): Trouble {
  const trouble: Trouble = troubles[name];
  return message === undefined ? trouble : { ...trouble, message, messages: {} };
}

/** The words of an error in a dialect. */
export const wordsOf = (trouble: Trouble, dialect: DialectName) => trouble.messages?.[dialect] ?? trouble.message;

/** The status of an error in a dialect. */
export function statusOf(trouble: Trouble, dialect: DialectName): number {
  return dialect === 'anthropic-messages' ? (trouble.anthropicStatus ?? trouble.status) : trouble.status;
}
