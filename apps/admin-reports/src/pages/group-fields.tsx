import type { Dimension } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { dimensionTitle } from '../figures/dimension-columns.js';
import type { Question } from '../question/question.js';

const groupChoices: readonly Dimension[] = [
  ...(['project', 'environment', 'user', 'key', 'organization', 'group', 'provider', 'model', 'client'] as const),
  ...(['dialect', 'target-dialect', 'outcome', 'error-type', 'stream', 'cost-basis'] as const),
];

/** What rows are made of, up to three dimensions. */
export function GroupFields({ chosen }: { readonly chosen: readonly Dimension[] }): VNode {
  const fields = ['Group by', 'then by', 'then by (third)'];
  return (
    <>
      {fields.map((label, index) => (
        <label>
          {label}
          <select name="group-by">
            {index > 0 && <option value="">–</option>}
            {groupChoices.map((dimension) => (
              <option value={dimension} selected={chosen[index] === dimension}>
                {dimensionTitle(dimension)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
}

/** Whether the period before stands beside. */
export function CompareField({ question }: { readonly question: Question }): VNode {
  return (
    <label>
      Compare with
      <select name="compare">
        <option value="">as usual here</option>
        <option value="before" selected={question.compare === 'before'}>
          the period before
        </option>
        <option value="nothing" selected={question.compare === 'nothing'}>
          nothing
        </option>
      </select>
    </label>
  );
}
