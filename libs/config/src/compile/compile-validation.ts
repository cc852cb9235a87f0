import type { Validation } from '@smart-router/core';
import type { ModelOptions } from '../options/model-options.js';

/** The last evaluation of a model; `undefined` when none is declared. */
export function compileValidation(options: ModelOptions['validation']): Validation | undefined {
  if (options === undefined) return undefined;
  return {
    status: options.status,
    workload: options.workload,
    validatedAt: options.validated_at === undefined ? undefined : Date.parse(options.validated_at),
    qualityScore: options.quality_score,
    passRate: options.pass_rate,
    harness: options.harness,
  };
}
