import type { CallerLimits, Quota } from '@smart-router/core';
import { z } from 'zod';
import { toNanoUsd } from './nano-usd.js';

/** A whole number that counts something; 0 switches the limit off. */
const countOrNone = z.int().min(0).default(0);

/** An amount of US dollars; 0 switches the limit off. */
const usdOrNone = z.number().min(0).default(0);

const quotaOptions = z.strictObject({
  requests: countOrNone.describe('Requests per period; 0 = none.'),
  tokens: countOrNone.describe('Input and output tokens per period; 0 = none.'),
  cost_usd: usdOrNone.describe('US dollars per period; 0 = none.'),
});

const lifetimeOptions = z.strictObject({
  tokens: countOrNone.describe('Input and output tokens over the life of the key; 0 = none.'),
  cost_usd: usdOrNone.describe('US dollars over the life of the key; 0 = none.'),
});

/** Hard limits of a caller, as `defaults.caller_limits` and tokens carry them. A key left out limits nothing. */
export const callerLimitsOptions = z.strictObject({
  rpm: countOrNone.describe('Requests in any rolling minute; 0 = none.'),
  tpm: countOrNone.describe('Tokens, input and reserved output, in any rolling minute; 0 = none.'),
  concurrent: countOrNone.describe('Requests in flight; 0 = none.'),
  quota: z
    .strictObject({
      day: quotaOptions.prefault({}).describe('What a calendar day (UTC) allows.'),
      month: quotaOptions.prefault({}).describe('What a calendar month (UTC) allows.'),
    })
    .prefault({})
    .describe('Quotas of calendar periods.'),
  lifetime: lifetimeOptions.prefault({}).describe('What a key may use in all its life, its rotations included.'),
  reserve: z
    .enum(['cap', 'observed'])
    .default('cap')
    .describe(
      'What a request sets aside for its answer: its cap, or what the answers of its key are observed to need, where that is less.',
    ),
  soft_percent: z
    .number()
    .min(0)
    .max(100)
    .default(80)
    .describe('From this percentage of a limit on, usage and metrics warn; 0 = never.'),
});

/** The checked hard limits of a caller, as the file spells them. */
export type CallerLimitsOptions = z.infer<typeof callerLimitsOptions>;

/** Hard limits as the store counts them: dollars become integers of nano-USD. */
export function toCallerLimits(options: CallerLimitsOptions): CallerLimits {
  return {
    rpm: options.rpm,
    tpm: options.tpm,
    concurrent: options.concurrent,
    day: toQuota(options.quota.day),
    month: toQuota(options.quota.month),
    lifetime: { tokens: options.lifetime.tokens, costNanoUsd: toNanoUsd(options.lifetime.cost_usd) },
    softPercent: options.soft_percent,
  };
}

function toQuota(options: CallerLimitsOptions['quota']['day']): Quota {
  return { requests: options.requests, tokens: options.tokens, costNanoUsd: toNanoUsd(options.cost_usd) };
}
