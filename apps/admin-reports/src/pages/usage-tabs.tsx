import type { Dimension } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { dimensionTitle } from '../figures/dimension-columns.js';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';

const tabs: readonly Dimension[] = ['project', 'environment', 'user', 'key', 'group', 'provider', 'model', 'client'];

/** Usage by one dimension each, one click away. */
export function UsageTabs({ question }: { readonly question: Question }): VNode {
  const chosen = question.groupBy.length === 0 ? 'project' : question.groupBy.join();
  return (
    <nav class="tabs" aria-label="Group by">
      <ul>
        {tabs.map((dimension) => (
          <li>
            <a
              href={hrefOf('/usage', { ...question, groupBy: [dimension], cursor: undefined })}
              aria-current={chosen === dimension ? 'true' : undefined}
            >
              {`By ${dimensionTitle(dimension).toLowerCase()}`}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
