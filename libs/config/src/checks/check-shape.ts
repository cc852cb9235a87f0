import { configSchema } from '../config-schema.js';
import type { ConfigPath } from '../config-problem.js';
import { configOptions, type ConfigOptions } from '../options/config-options.js';
import { checkOptions, type OptionsCheck } from './check-options.js';
import { findLaterFeatures } from './later-features.js';

/** Checks every value against the options of its room. Parts of later features are named as such, and once. */
export function checkShape(raw: unknown): OptionsCheck<ConfigOptions> {
  const later = findLaterFeatures(raw);
  const { options, problems } = checkOptions(configOptions, raw, {
    schema: configSchema,
    isTold: (path) => later.some((use) => startsWith(path, use.path)),
  });
  return { options, problems: [...later.map((use) => use.problem), ...problems] };
}

function startsWith(path: ConfigPath, start: ConfigPath): boolean {
  return start.every((step, index) => path[index] === step);
}
