import type { TimelineEntry } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { shownOffset } from '../format/format-time.js';
import { visibleText } from '../format/visible-text.js';

/** What happened to a request, step by step. */
export function TimelineList({ entries }: { readonly entries: readonly TimelineEntry[] }): VNode {
  return (
    <ol class="timeline">
      {entries.map(({ atMs, kind, tone, text, details }) => (
        <li class={`step-${tone}`} data-kind={kind}>
          <span class="at">{shownOffset(atMs)}</span>
          <div class="what">
            <p>
              <bdi>{visibleText(text)}</bdi>
            </p>
            {details.length > 0 && (
              <dl class="details">
                {details.map(({ name, value }) => (
                  <div>
                    <dt>{visibleText(name)}</dt>
                    <dd>
                      <bdi>{visibleText(value)}</bdi>
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
