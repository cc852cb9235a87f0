import { z } from 'zod';

const host = z
  .string()
  .regex(
    /^(?:[^*\s/:@?#[\]]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/,
    'should be a host name or address, with a port where it is not the usual one, without scheme or wildcard',
  );

const allowHosts = 'exactly as URLs spell them; with a port where it is not the usual one of the scheme.';

const allowPrivateAddresses = z
  .boolean()
  .default(false)
  .describe(
    'Whether their names may lead to private addresses. Link-local ones, where clouds keep credentials, never.',
  );

const onError = z
  .enum(['fail_closed', 'fallback'])
  .default('fail_closed')
  .describe('A policy that fails fails the request with routing-policy-error, or leaves the configured order.');

const answerBytes = z.int().min(1).max(4_194_304).default(65_536);

const http = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether the policy may call router.fetchJSON.'),
  allow_hosts: z.array(host).default([]).describe(`The hosts it may call, ${allowHosts}`),
  allow_http: z.boolean().default(false).describe('Whether http is allowed beyond loopback.'),
  allow_private_addresses: allowPrivateAddresses,
  timeout_ms: z.int().min(1).max(5_000).default(1_000).describe('For one call, redirects included.'),
  max_response_bytes: answerBytes.describe('Longest answer it may read.'),
});

/** A policy of the operator's own code, as `model_groups.<name>.typescript` declares it. */
export const typescriptOptions = z.strictObject({
  file: z.string().min(1).describe('A module that exports route(context); relative to the configuration file.'),
  timeout_ms: z.int().min(1).max(10_000).default(50).describe('For one decision, its calls of fetchJSON included.'),
  memory_mb: z.int().min(2).max(512).default(32).describe('Heap of one run.'),
  concurrency: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Runs at once, over all requests of the group; others wait within their time limit.'),
  on_error: onError,
  http: http.prefault({}).describe('Calls the policy may make.'),
});

const feedback = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Whether the service is told how each request it was asked about ended.'),
  url: z.url().optional().describe('Where; the policy URL with its last segment replaced by feedback when left out.'),
  timeout_ms: z.int().min(1).max(30_000).default(1_000).describe('For one delivery.'),
  max_retries: z.int().min(0).max(5).default(2).describe('Further tries of a delivery.'),
  retry_backoff_ms: z.int().min(1).default(500).describe('Pause before a further try, times its number.'),
  max_pending: z
    .int()
    .min(1)
    .default(1_000)
    .describe('Deliveries that wait at most; further ones are dropped and counted.'),
});

/** Headers that the router sets itself. */
const reservedHeaders =
  /^(host|connection|content-length|content-type|content-encoding|transfer-encoding|upgrade|expect|accept|accept-encoding|idempotency-key)$/i;

/** Headers whose values are secrets whatever they say. */
const secretHeaders = /^(authorization|proxy-authorization|x-api-key|cookie)$/i;

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: 'should be a header name' })
  .refine((name) => !reservedHeaders.test(name), { error: 'is set by the router' });

const plainHeader = z.string().regex(/^[\t\x20-\x7e]*$/, { error: 'should be one line of printable ASCII' });

const secretHeader = z.union([
  z.strictObject({ env: z.string().min(1).describe('Name of the environment variable that holds the value.') }),
  z.strictObject({ file: z.string().min(1).describe('Path of the file that holds the value.') }),
]);

/** No token stands in the configuration. */
function refuseOpenSecrets(headers: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const [name, value] of Object.entries(headers))
    if (secretHeaders.test(name) && typeof value === 'string')
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `${name} should be { env: NAME } or { file: PATH }, never the secret itself`,
      });
}

/** A policy service, as `model_groups.<name>.external` declares it. */
export const externalOptions = z.strictObject({
  url: z.url().describe('Where decisions are asked for, by POST.'),
  allow_hosts: z.array(host).min(1).describe(`The hosts it may be at, ${allowHosts}`),
  allow_http: z.boolean().default(false).describe('Whether http is allowed beyond loopback.'),
  allow_private_addresses: allowPrivateAddresses,
  timeout_ms: z.int().min(1).max(10_000).default(300).describe('For one decision.'),
  max_response_bytes: answerBytes.describe('Longest answer.'),
  concurrency: z.int().min(1).max(10_000).default(256).describe('Decisions asked for at once.'),
  headers: z
    .record(headerName, z.union([plainHeader, secretHeader]))
    .default({})
    .describe('Fixed headers of questions and feedback.')
    .superRefine(refuseOpenSecrets),
  on_error: onError,
  include_request: z.boolean().default(false).describe('Whether the service is sent the body of the request itself.'),
  max_request_bytes: z
    .int()
    .min(0)
    .default(1_048_576)
    .describe('Longest body it is sent; of a longer one it is told that it was left out.'),
  mode: z
    .enum(['baseline', 'shadow', 'enforce'])
    .default('enforce')
    .describe('Whether it is not asked, asked and not followed, or followed.'),
  feedback: feedback.prefault({}).describe('What the service is told afterwards.'),
});

/** Checked options of a policy file. */
export type TypescriptOptions = z.infer<typeof typescriptOptions>;

/** Checked options of a policy service. */
export type ExternalOptions = z.infer<typeof externalOptions>;
