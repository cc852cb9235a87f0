import { problem, type ConfigProblem } from '../config-problem.js';
import { findValues } from './find-values.js';
import { recordOf } from './plain.js';

/** The strategies that cannot work without settings of their own, under a key of the same name. */
const withSettings: readonly unknown[] = ['typescript', 'external'];

/** Checks that a group whose strategy is a policy says which. */
export function checkPolicies(raw: unknown): readonly ConfigProblem[] {
  return findValues(raw, ['model_groups', '*']).flatMap(({ path, value }) => {
    const group = recordOf(value);
    const { strategy } = group;
    if (typeof strategy !== 'string' || !withSettings.includes(strategy) || group[strategy] !== undefined) return [];
    return [problem([...path, strategy], `${strategy} should be given with the strategy ${strategy}, got nothing`)];
  });
}
