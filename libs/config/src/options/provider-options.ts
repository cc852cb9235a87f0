import { dialectNames } from '@smart-router/core';
import { adaptiveOptions, backoffOptions, upstreamShapeOptions } from '@smart-router/traffic-shaping';
import { z } from 'zod';
import { modelOptions } from './model-options.js';
import { secretReference } from './secret-options.js';
import { timeoutOverrides } from './timeout-options.js';

const baseUrl = z.string().refine(isBaseUrl, {
  error:
    'should be an http(s) URL with the version path and without user, query or fragment, e.g. https://api.openai.com/v1',
});

/** Headers the router sets itself; a key belongs in `credentials`, where it can be a reference. */
const reservedHeaders =
  /^(authorization|proxy-authorization|x-api-key|cookie|host|connection|content-length|content-type|transfer-encoding|upgrade)$/i;

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: 'should be a header name' })
  .refine((name) => !reservedHeaders.test(name), { error: 'is set by the router; keys belong in credentials' });

const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, { error: 'should be one line of printable ASCII' });

const credential = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'should be 1 to 64 letters, digits, dots, dashes or underscores' })
    .describe('Its name in logs and metrics.'),
  key: secretReference.optional().describe('The key itself; needed unless auth is none.'),
  priority: z.int().min(0).default(0).describe('Lower ones are tried first.'),
  weight: z.number().min(0).default(1).describe('Share with the weighted strategy.'),
  disabled: z.boolean().default(false).describe('Do not use it.'),
  traffic_shape: upstreamShapeOptions.prefault({}).describe('Smoothing of this key alone.'),
});

/** The name of a model, as groups refer to it. */
export const modelRef = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:@/-]{0,127}$/, { error: 'should be a model ref of letters, digits and . _ - : @ /' });

/** The options of one upstream account. */
export const providerOptions = z.strictObject({
  dialect: z.enum(dialectNames).describe('What the provider speaks.'),
  base_url: baseUrl.describe('Its URL, version path included.'),
  auth: z.enum(['bearer', 'x-api-key', 'none']).default('bearer').describe('How the key is sent.'),
  credentials: z.array(credential).default([]).describe('Its keys.'),
  credential_strategy: z
    .enum(['round-robin', 'fill-first', 'weighted'])
    .default('round-robin')
    .describe('Order among equal priorities.'),
  prefix: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional()
    .describe('With expose_models: models answer to prefix/model.'),
  issuer: z
    .string()
    .min(1)
    .optional()
    .describe("Who can read this account's sealed state; the provider's name when absent."),
  force_model_prefix: z
    .boolean()
    .default(false)
    .describe('With expose_models: only prefix/model, never the bare name.'),
  headers: z.record(headerName, headerValue).default({}).describe('Fixed extra headers.'),
  timeouts: timeoutOverrides.default({}).describe("Any of the server's timeouts."),
  traffic_shape: upstreamShapeOptions.prefault({}).describe('Smoothing of the whole account.'),
  backoff: backoffOptions.prefault({}).describe('Pauses after failures.'),
  adaptive_concurrency: adaptiveOptions.prefault({}).describe('A concurrency limit that finds itself.'),
  models: z.record(modelRef, modelOptions).default({}).describe('Its models, by ref.'),
});

/** Checked options of a provider. */
export type ProviderOptions = z.infer<typeof providerOptions>;

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return /^https?:$/.test(url.protocol) && plain;
}
