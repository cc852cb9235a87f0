import { problem, type Catalog, type ConfigProblem } from '@smart-router/config';
import { externalUrlProblems } from '@smart-router/policies';

/** What is wrong with where the policy services of a catalog are. */
export function externalProblems(catalog: Catalog): readonly ConfigProblem[] {
  return [...catalog.groups.values()].flatMap(({ name, routing: { strategy, external } }) => {
    if (strategy !== 'external' || external === undefined) return [];
    return externalUrlProblems(external).map(({ field, message }) =>
      problem(['model_groups', name, 'external', ...field.split('.')], message),
    );
  });
}
