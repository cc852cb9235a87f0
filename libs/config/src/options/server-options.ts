import { z } from 'zod';
import { secretReference } from './secret-options.js';
import { timeoutOptions } from './timeout-options.js';

/** `host:port`; IPv6 hosts stand in brackets, port 0 takes a free one. */
export const addressText = z
  .string()
  .refine((text) => parseAddress(text) !== undefined, { error: 'should be host:port, e.g. 127.0.0.1:8080' });

/** An address or a range of addresses, e.g. `10.0.0.0/8`. */
export const networkRange = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: 'should be an address or a range of addresses, e.g. 10.0.0.0/8',
});

const milliseconds = z.int().min(0);

/** Splits `host:port`; `undefined` when it is not one. */
export function parseAddress(text: string): { readonly host: string; readonly port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

const requestLimits = z.strictObject({
  max_body_bytes: z.int().min(1).default(33_554_432).describe('Largest request body, in bytes.'),
  max_header_bytes: z.int().min(1_024).default(32_768).describe('Largest request head, in bytes.'),
  max_depth: z.int().min(1).default(64).describe('Deepest nesting of a JSON body.'),
  body_timeout_ms: z.int().min(1).default(30_000).describe('Time a caller has to send the body.'),
});

const translation = z.strictObject({
  strict: z.boolean().default(false).describe('Refuse what a translation would drop.'),
  default_max_tokens: z
    .int()
    .min(1)
    .default(4_096)
    .describe(
      'Output cap for dialects that demand one, when none is sent; at most what the target declares. Codex sends none: give coding agents 32000 or more.',
    ),
});

const compatibility = z.strictObject({
  tolerate_responses_body_on_chat_endpoint: z
    .boolean()
    .default(false)
    .describe('Accept a Responses body on the Chat endpoint, told by its fields, and answer it as Responses.'),
});

/** The options of the HTTP side. */
export const serverOptions = z.strictObject({
  listen: addressText.default('127.0.0.1:8080').describe('Address of the data plane.'),
  admin_listen: addressText
    .optional()
    .describe('Address of metrics and readiness detail; never public. None when absent.'),
  organization: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,64}$/, { error: 'should be 1 to 64 letters, digits, dots or dashes' })
    .default('default')
    .describe('The second part of every token.'),
  default_model_group: z.string().min(1).optional().describe('The group of requests that name no model.'),
  owned_by: z.string().default('smart-llmrouter').describe('`owned_by` of listed models.'),
  model_identity: z
    .enum(['upstream', 'requested_group'])
    .default('upstream')
    .describe("What an answer's `model` says."),
  response_headers: z
    .enum(['minimal', 'detailed'])
    .default('minimal')
    .describe('Whether answers name target, attempts and notes.'),
  expose_models: z.boolean().default(false).describe('Also answer to prefixed models and aliases outside groups.'),
  translation: translation.prefault({}).describe('How asks are carried to another dialect.'),
  request_limits: requestLimits.prefault({}).describe('Bounds of what a caller may send.'),
  timeouts: timeoutOptions.prefault({}).describe('Time limits of attempts; providers and targets may override them.'),
  keepalive_interval_ms: z.int().min(100).default(15_000).describe('Pause between keep-alive comments of a stream.'),
  drain_timeout_ms: milliseconds.default(30_000).describe('Time open requests have to finish at shutdown.'),
  trusted_proxies: z.array(networkRange).default([]).describe('Addresses whose X-Forwarded-For is believed.'),
  allow_private_image_urls: z.boolean().default(false).describe('Pass on media URLs of private addresses.'),
  forbidden_hosted_tools: z.array(z.string().min(1)).default([]).describe('Hosted tools nobody may ask for.'),
  openai_compatibility: compatibility.prefault({}).describe('Tolerances towards OpenAI clients.'),
  default_output_reservation: z.int().min(1).default(4_096).describe('Output tokens set aside when no cap is sent.'),
  on_disconnect: z
    .enum(['cancel', 'drain'])
    .default('cancel')
    .describe('What becomes of the upstream call of a caller who left.'),
  conversation_salt: secretReference
    .optional()
    .describe(
      'What keys of conversations are made with; the same for all replicas. Made of the database URL when absent.',
    ),
});

/** Checked options of the HTTP side. */
export type ServerOptions = z.infer<typeof serverOptions>;
