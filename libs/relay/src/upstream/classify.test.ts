import type { UpstreamClass } from '@smart-router/core';
import { classifyFault, isContextLength } from './classify.js';

const wire = (status: number | undefined, words: { type?: string; code?: string; message?: string } = {}) => ({
  status,
  type: words.type,
  code: words.code,
  param: undefined,
  message: words.message ?? '',
});

describe('classifyFault', () => {
  const cases: readonly (readonly [string, ReturnType<typeof wire>, UpstreamClass])[] = [
    ['a plain 429', wire(429, { type: 'rate_limit_error' }), 'rate_limited'],
    ['a 429 of an empty account', wire(429, { code: 'insufficient_quota' }), 'quota_exhausted'],
    ['402', wire(402), 'quota_exhausted'],
    ['a 400 of an empty account', wire(400, { message: 'Your credit balance is too low' }), 'quota_exhausted'],
    ['401', wire(401, { code: 'invalid_api_key' }), 'credential_rejected'],
    ['a 403 without words', wire(403), 'credential_rejected'],
    ['a 403 about the region', wire(403, { message: 'Country, region, or territory not supported' }), 'access_denied'],
    ['a 403 about credit', wire(403, { message: 'Your credit balance is too low' }), 'quota_exhausted'],
    ['a 404 of a model', wire(404, { code: 'model_not_found' }), 'access_denied'],
    ['a 404 of a sub-resource', wire(404, { message: 'Response with id resp_1 not found.' }), 'caller_fault'],
    ['400', wire(400, { type: 'invalid_request_error' }), 'caller_fault'],
    ['408, by which a front end gives up', wire(408), 'server_error'],
    ['409', wire(409), 'caller_fault'],
    ['413', wire(413), 'caller_fault'],
    ['422', wire(422), 'caller_fault'],
    ['500', wire(500), 'server_error'],
    ['an overloaded 500', wire(500, { type: 'overloaded_error' }), 'overloaded'],
    ['503', wire(503), 'overloaded'],
    ['529', wire(529, { type: 'overloaded_error' }), 'overloaded'],
    ['a redirect, which is never followed', wire(302), 'server_error'],
    ['an overload inside a stream', wire(undefined, { type: 'overloaded_error' }), 'overloaded'],
    ['a rate limit inside a stream', wire(undefined, { code: 'rate_limit_exceeded' }), 'rate_limited'],
    ['an invalid frame', wire(undefined, { type: 'invalid-frame' }), 'broken_stream'],
    ['a rate limit inside a 200 body', wire(200, { code: 'rate_limit_exceeded' }), 'rate_limited'],
    ['a too long context inside a 200 body', wire(200, { code: 'context_length_exceeded' }), 'caller_fault'],
    ['a 200 body without known words', wire(200), 'server_error'],
    ['an error without known words', wire(undefined, { type: 'weird' }), 'server_error'],
  ];
  it.each(cases)('reads %s', (_name, fault, expected) => {
    expect(classifyFault(fault)).toBe(expected);
  });

  const told: readonly (readonly [string, ReturnType<typeof wire>, UpstreamClass])[] = [
    [
      'a value of the caller’s that is repeated in a 400',
      wire(400, { message: "Invalid value: 'insufficient_quota'. Supported values are: 'low'" }),
      'caller_fault',
    ],
    [
      'a field of the caller’s that is repeated in a 400',
      wire(400, { message: 'Your credit balance is too low: Extra inputs are not permitted' }),
      'caller_fault',
    ],
    [
      'a value of the caller’s that is repeated in a stream',
      wire(undefined, { type: 'invalid_request_error', message: "Invalid value: 'billing credit'" }),
      'caller_fault',
    ],
    [
      'a file that is not there, by Anthropic',
      wire(404, { type: 'not_found_error', message: 'File not found: file_model' }),
      'caller_fault',
    ],
    [
      'an id of the caller’s that is called like a model',
      wire(404, { type: 'invalid_request_error', message: "Container with id 'model' not found." }),
      'caller_fault',
    ],
    [
      'a bare id of the caller’s that is called like a model',
      wire(404, { message: 'Response with id model not found.' }),
      'caller_fault',
    ],
    [
      'content that a 403 refuses',
      wire(403, { code: '403', message: 'The model requires moderation. Your input was flagged' }),
      'caller_fault',
    ],
  ];
  it.each(told)('lets no caller stop a credential or a model with %s', (_name, fault, expected) => {
    expect(classifyFault(fault)).toBe(expected);
  });

  const own: readonly (readonly [string, ReturnType<typeof wire>, UpstreamClass])[] = [
    ['a model by Anthropic', wire(404, { type: 'not_found_error', message: 'model: claude-9' }), 'access_denied'],
    ['a model by OpenAI', wire(404, { message: 'The model `gpt-9` does not exist' }), 'access_denied'],
    ['a deployment by Azure', wire(404, { code: 'DeploymentNotFound', message: 'It is not there' }), 'access_denied'],
    ['a path nobody knows', wire(404, { type: 'not_found_error', message: 'Not Found' }), 'access_denied'],
    [
      'an empty account at length',
      wire(400, {
        message: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
      }),
      'quota_exhausted',
    ],
    [
      'a quota with an address',
      wire(400, { message: 'You exceeded your current quota. Read the docs: https://platform.openai.com/docs' }),
      'quota_exhausted',
    ],
    [
      'a rate limit that advises to pay',
      wire(429, { code: 'rate_limit_exceeded', message: 'Rate limit reached. Add a payment method to your account' }),
      'rate_limited',
    ],
  ];
  it.each(own)('reads %s from the provider’s own words', (_name, fault, expected) => {
    expect(classifyFault(fault)).toBe(expected);
  });

  it('knows a too long context by each provider’s words', () => {
    expect(isContextLength(wire(400, { code: 'context_length_exceeded' }))).toBe(true);
    expect(isContextLength(wire(400, { message: 'prompt is too long: 210000 tokens > 200000 maximum' }))).toBe(true);
    expect(isContextLength(wire(400, { message: 'messages is required' }))).toBe(false);
  });
});
