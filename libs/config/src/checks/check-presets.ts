import { suggest } from '@smart-router/core';
import { findPreset, presets } from '@smart-router/eligibility';
import { problem, type ConfigProblem } from '../config-problem.js';
import { findValues } from './find-values.js';

/** Checks that every preset that is named exists. */
export function checkPresets(raw: unknown): readonly ConfigProblem[] {
  return findValues(raw, ['providers', '*', 'models', '*', 'preset']).flatMap(({ path, value }) =>
    typeof value !== 'string' || value === '' || findPreset(value) !== undefined
      ? []
      : [problem(path, `preset should be one that is shipped, got "${value}"${suggest(value, Object.keys(presets))}`)],
  );
}
