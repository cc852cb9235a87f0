import { suggest } from '@smart-router/core';
import { problem, type ConfigPath, type ConfigProblem } from '../config-problem.js';
import { findValues } from './find-values.js';
import { listOf, recordOf, textOf, textsOf } from './plain.js';
import { shorten } from './show-value.js';

/** Checks that settings of dynamic-score are for a group that uses them, and that each of its terms can apply. */
export function checkDynamicScore(raw: unknown): readonly ConfigProblem[] {
  return findValues(raw, ['model_groups', '*', 'dynamic_score']).flatMap(({ path, value }) => {
    const group = findGroup(raw, path);
    const strategy = textOf(group['strategy']) ?? 'failover';
    const terms = listOf(recordOf(value)['score_terms']).map(recordOf);
    return [
      ...(strategy === 'dynamic-score' ? [] : [unused(path, strategy)]),
      ...checkNames(path, terms),
      ...checkTags(path, terms, tagsOf(raw, group)),
    ];
  });
}

function findGroup(raw: unknown, path: ConfigPath): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(recordOf(raw)['model_groups'])[String(path[1])]);
}

function unused(path: ConfigPath, strategy: string): ConfigProblem {
  return problem(
    path,
    `dynamic_score should stand in a group with strategy dynamic-score, and this one has ${shorten(strategy)}`,
  );
}

type Terms = readonly Readonly<Record<string, unknown>>[];

function checkNames(path: ConfigPath, terms: Terms): readonly ConfigProblem[] {
  const names = terms.map((term) => textOf(term['name']));
  return names.flatMap((name, index) =>
    name === undefined || names.indexOf(name) === index
      ? []
      : [
          problem(
            [...path, 'score_terms', index, 'name'],
            `name should be unique among the terms, got "${name}" twice`,
          ),
        ],
  );
}

/** Tags of the targets of the group, one list for each. */
function tagsOf(raw: unknown, group: Readonly<Record<string, unknown>>): readonly (readonly string[])[] {
  const providers = recordOf(recordOf(raw)['providers']);
  return listOf(group['targets'])
    .map(recordOf)
    .map((target) => {
      const models = recordOf(recordOf(providers[textOf(target['provider']) ?? ''])['models']);
      const model = recordOf(models[textOf(target['model']) ?? '']);
      return [...textsOf(model['tags']), ...textsOf(target['tags'])];
    });
}

function checkTags(path: ConfigPath, terms: Terms, targets: readonly (readonly string[])[]): readonly ConfigProblem[] {
  return terms.flatMap((term, index) => {
    const required = textsOf(term['require_tags']);
    if (targets.some((tags) => required.every((tag) => tags.includes(tag)))) return [];
    const place: ConfigPath = [...path, 'score_terms', index, 'require_tags'];
    const missing = required.find((tag) => !targets.some((tags) => tags.includes(tag)));
    if (missing === undefined)
      return [problem(place, `require_tags should be tags that a target has together, got ${required.join(', ')}`)];
    const known = [...new Set(targets.flat())];
    return [
      problem(
        place,
        `require_tags should be tags of a target of the group, got "${missing}"${suggest(missing, known)}`,
      ),
    ];
  });
}
