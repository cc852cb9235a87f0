import type { BackoffRules } from '@smart-router/core';
import { z } from 'zod';

const durationMs = z.int().min(1);

/** The keys of a curve, with the defaults of its kind. */
function curve(defaults: { readonly minMs: number; readonly maxMs: number }) {
  return {
    min_ms: durationMs.default(defaults.minMs).describe('The first pause, in milliseconds.'),
    max_ms: durationMs.default(defaults.maxMs).describe('The longest pause, in milliseconds.'),
    multiplier: z.number().min(1).max(10).default(2).describe('Each pause is this many times the one before.'),
  };
}

const honorRetryAfter = z.boolean().default(true).describe("Whether the provider's own hint replaces the curve.");

const minUpToMax = {
  check: (options: { readonly min_ms: number; readonly max_ms: number }): boolean => options.min_ms <= options.max_ms,
  problem: { path: ['max_ms'], message: 'max_ms should be at least min_ms' },
};

/** When and how long a provider's credentials and models pause, as `providers.<name>.backoff` carries it. */
export const backoffOptions = z.strictObject({
  hint_max_ms: z
    .int()
    .min(0)
    .default(600_000)
    .describe("A provider's own hint is believed up to this, in milliseconds."),
  rate_limit: z
    .strictObject({ ...curve({ minMs: 1_000, maxMs: 60_000 }), honor_retry_after: honorRetryAfter })
    .refine(minUpToMax.check, minUpToMax.problem)
    .prefault({})
    .describe('The pause of a model of a credential after a rate limit.'),
  quota: z
    .strictObject({ ...curve({ minMs: 30_000, maxMs: 600_000 }), honor_retry_after: honorRetryAfter })
    .refine(minUpToMax.check, minUpToMax.problem)
    .prefault({})
    .describe(
      'The pause of a credential after an exhausted quota or a rejected key, and of its model after refused access.',
    ),
  failure: z
    .strictObject({
      threshold: z.int().min(1).default(5).describe('Failures in a row that start a pause.'),
      window_ms: durationMs
        .default(30_000)
        .describe('The failures count when they happen within this, in milliseconds.'),
      ...curve({ minMs: 2_000, maxMs: 30_000 }),
    })
    .refine(minUpToMax.check, minUpToMax.problem)
    .prefault({})
    .describe('The pause of a model of a credential after failures.'),
});

/** The checked backoff rules, as the file spells them. */
export type BackoffOptions = z.infer<typeof backoffOptions>;

/** Backoff rules as the store applies them. */
export function toBackoffRules(options: BackoffOptions): BackoffRules {
  const { rate_limit, quota, failure } = options;
  return {
    hintMaxMs: options.hint_max_ms,
    rateLimit: { ...toCurve(rate_limit), honorRetryAfter: rate_limit.honor_retry_after },
    quota: { ...toCurve(quota), honorRetryAfter: quota.honor_retry_after },
    failure: { ...toCurve(failure), threshold: failure.threshold, windowMs: failure.window_ms },
  };
}

function toCurve(options: { readonly min_ms: number; readonly max_ms: number; readonly multiplier: number }) {
  return { minMs: options.min_ms, maxMs: options.max_ms, multiplier: options.multiplier };
}
