import type { CallerShape, QueueRules, UpstreamShape } from '@smart-router/core';
import { z } from 'zod';

/** A rate per second, fractions allowed; 0 switches it off. */
const rateOrNone = z.number().min(0).default(0);

/** A whole number; 0 takes the default that its description names. */
const countOrNone = z.int().min(0).default(0);

const burstNote = '0 = what the rate allows in one second.';

const queueOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether a request waits for room instead of being refused at once.'),
  max_wait_ms: z.int().min(0).default(250).describe('The longest wait, in milliseconds.'),
  max_depth: z.int().min(0).default(4).describe('How many may wait at a time, per replica.'),
});

const sharedRates = {
  request_start_per_sec: rateOrNone.describe('Requests started per second; 0 = none.'),
  request_burst: countOrNone.describe(`Requests that may start at once; ${burstNote}`),
  input_tokens_per_sec: rateOrNone.describe('Estimated input tokens per second; 0 = none.'),
  input_token_burst: countOrNone.describe(`Input tokens that may come at once; ${burstNote}`),
  total_reserved_tokens_per_sec: rateOrNone.describe('Input tokens plus reserved output per second; 0 = none.'),
  total_reserved_token_burst: countOrNone.describe(
    `Input and reserved output tokens that may come at once; ${burstNote}`,
  ),
};

/** Smoothing of a caller, as `defaults.caller_traffic_shape` and tokens carry it. */
export const callerShapeOptions = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether the caller is smoothed at all.'),
  ...sharedRates,
  output_reservation_tokens_per_sec: rateOrNone.describe('Reserved output tokens per second; 0 = none.'),
  output_reservation_token_burst: countOrNone.describe(`Reserved output tokens that may come at once; ${burstNote}`),
  queue: queueOptions.prefault({}).describe('Where a request waits when it comes too fast.'),
});

/** Smoothing of a provider, credential, model or target, as every `traffic_shape` carries it. */
export const upstreamShapeOptions = z.strictObject({
  ...sharedRates,
  concurrent: countOrNone.describe('Attempts in flight; 0 = none.'),
  queue: queueOptions
    .extend({
      max_wait_ms: z.int().min(0).default(2000).describe('The longest wait, in milliseconds.'),
      max_depth: z.int().min(0).default(100).describe('How many may wait at a time, per replica.'),
      weights: z
        .record(z.string().min(1), z.number().min(0.001).max(1000))
        .default({})
        .describe('By project: how much it is served beside others that wait; 1 where none is said.'),
    })
    .prefault({})
    .describe('Where requests wait for room when no target has any, served by turns over projects.'),
});

/** The checked smoothing of a caller, as the file spells it. */
export type CallerShapeOptions = z.infer<typeof callerShapeOptions>;

/** The checked smoothing of an upstream, as the file spells it. */
export type UpstreamShapeOptions = z.infer<typeof upstreamShapeOptions>;

type UpstreamQueue = UpstreamShapeOptions['queue'];

/** The shape of a caller; `undefined` when it is switched off. */
export function toCallerShape(options: CallerShapeOptions): CallerShape | undefined {
  if (!options.enabled) return undefined;
  return {
    ...toSharedRates(options),
    outputReservationTokensPerSec: options.output_reservation_tokens_per_sec,
    outputReservationTokenBurst: options.output_reservation_token_burst,
    queue: toQueue(options.queue),
  };
}

/** The shape of an upstream; `undefined` when it limits nothing, so that nobody counts for it. */
export function toUpstreamShape(options: UpstreamShapeOptions): UpstreamShape | undefined {
  const { request_start_per_sec, input_tokens_per_sec, total_reserved_tokens_per_sec, concurrent } = options;
  if (request_start_per_sec + input_tokens_per_sec + total_reserved_tokens_per_sec + concurrent === 0) return undefined;
  return { ...toSharedRates(options), concurrent, queue: toQueue(options.queue) };
}

function toSharedRates(options: CallerShapeOptions | UpstreamShapeOptions) {
  return {
    requestStartPerSec: options.request_start_per_sec,
    requestBurst: options.request_burst,
    inputTokensPerSec: options.input_tokens_per_sec,
    inputTokenBurst: options.input_token_burst,
    totalReservedTokensPerSec: options.total_reserved_tokens_per_sec,
    totalReservedTokenBurst: options.total_reserved_token_burst,
  };
}

function toQueue({
  enabled,
  max_wait_ms,
  max_depth,
  ...rest
}: CallerShapeOptions['queue'] | UpstreamQueue): QueueRules {
  const rules = { enabled, maxWaitMs: max_wait_ms, maxDepth: max_depth };
  return 'weights' in rest ? { ...rules, weights: rest.weights } : rules;
}
