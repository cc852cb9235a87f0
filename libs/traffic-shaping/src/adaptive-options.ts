import type { AdaptiveConcurrency } from '@smart-router/core';
import { z } from 'zod';

/** A concurrency limit that finds itself, as `providers.<name>.adaptive_concurrency` carries it. */
export const adaptiveOptions = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Whether a limit of attempts at once follows what each key bears.'),
    min: z.int().min(1).default(4).describe('Lowest limit, with which it begins.'),
    max: z.int().min(1).default(500).describe('Highest limit.'),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], message: 'max should be at least min' });

/** The bounds of the limit; `undefined` when it is switched off. */
export function toAdaptiveConcurrency(options: z.infer<typeof adaptiveOptions>): AdaptiveConcurrency | undefined {
  return options.enabled ? { min: options.min, max: options.max } : undefined;
}
