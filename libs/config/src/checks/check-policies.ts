import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { findValues } from './find-values.js';
import { recordOf, textOf } from './plain.js';
import { shorten } from './show-value.js';

/** The strategies that cannot work without settings of their own, under a key of the same name. */
const withSettings: readonly string[] = ['typescript', 'external'];

/** Checks that a group whose strategy is a policy says which, and that no other group does. */
export function checkPolicies(raw: unknown): readonly ConfigProblem[] {
  return findValues(raw, ['model_groups', '*']).flatMap(({ path, value }) => {
    const group = recordOf(value);
    const strategy = textOf(group['strategy']) ?? 'failover';
    return withSettings.flatMap((name) => checkSettings([...path, name], { name, strategy, settings: group[name] }));
  });
}

interface PolicySettings {
  readonly name: string;
  /** That of the group they stand in. */
  readonly strategy: string;
  readonly settings: unknown;
}

function checkSettings(path: ConfigPath, { name, strategy, settings }: PolicySettings): readonly ConfigProblem[] {
  if (strategy === name && settings === undefined)
    return [problem(path, `${name} should be given with the strategy ${name}, got nothing`)];
  if (strategy !== name && settings !== undefined)
    return [
      problem(path, `${name} should stand in a group with strategy ${name}, and this one has ${shorten(strategy)}`),
    ];
  return [];
}
