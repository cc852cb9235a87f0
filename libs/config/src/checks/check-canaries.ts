import { suggest } from '@smart-router/core';
import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { findValues } from './find-values.js';
import { listOf, recordOf, textOf } from './plain.js';
import { shorten, showValue } from './show-value.js';

/** Checks that a canary stands where weights count, and is one target of its group among others. */
export function checkCanaries(raw: unknown): readonly ConfigProblem[] {
  return findValues(raw, ['model_groups', '*', 'canary']).flatMap(({ path, value }) => {
    const group = recordOf(recordOf(recordOf(raw)['model_groups'])[String(path[1])]);
    const strategy = textOf(group['strategy']) ?? 'failover';
    return [
      ...(strategy === 'weighted' ? [] : [misplaced(path, strategy)]),
      ...checkTarget(path, textOf(recordOf(value)['target']), targetsOf(group)),
    ];
  });
}

function misplaced(path: ConfigPath, strategy: string): ConfigProblem {
  return problem(path, `canary should stand in a group with strategy weighted, and this one has ${shorten(strategy)}`);
}

/** Ids of the group's targets that have a share, and of those that have none. */
function targetsOf(
  group: Readonly<Record<string, unknown>>,
): readonly { readonly id: string; readonly serves: boolean }[] {
  return listOf(group['targets'])
    .map(recordOf)
    .map(({ provider, model, weight }) => ({
      id: `${textOf(provider) ?? ''}/${textOf(model) ?? ''}`,
      serves: weight !== 0,
    }));
}

function checkTarget(
  path: ConfigPath,
  target: string | undefined,
  targets: ReturnType<typeof targetsOf>,
): readonly ConfigProblem[] {
  if (target === undefined) return [];
  const ids = targets.map(({ id }) => id);
  const place: ConfigPath = [...path, 'target'];
  if (!ids.includes(target))
    return [problem(place, `target should be a target of the group, got ${showValue(target)}${hint(target, ids)}`)];
  if (targets.some(({ id, serves }) => id !== target && serves)) return [];
  return [problem(place, 'a group with a canary should have another target of a weight above 0')];
}

/** Characters of what there is to choose from. */
const hintCharacters = 300;

function hint(target: string, ids: readonly string[]): string {
  const known = ids.map((id) => shorten(id));
  return shorten(suggest(shorten(target), known), hintCharacters);
}
