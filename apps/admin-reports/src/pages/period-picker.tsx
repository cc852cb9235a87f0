import type { VNode } from 'preact';
import { shownRange } from '../format/format-time.js';
import { plainQuestion, type Period, type Question } from '../question/question.js';
import { hrefOf, writeQuestion } from '../question/write-question.js';
import type { BarProps } from './bar-props.js';
import { HiddenFields } from './hidden-fields.js';
import { periodPresets } from './period-presets.js';

/** The period of a page: the usual ones, any other, and a link that keeps it as it is now. */
export function PeriodPicker({ path, question, range, now, usualPeriod }: BarProps): VNode {
  const absolute: Question = { ...question, period: { kind: 'between', ...range }, cursor: undefined };
  return (
    <div class="period">
      <ul class="segments" aria-label="Period">
        {periodPresets(now).map(({ title, period, name }) => {
          const preset = { ...question, period, cursor: undefined };
          const isChosen = isSamePeriod(period, question.period ?? usualPeriod);
          return (
            <li>
              <a href={hrefOf(path, preset)} title={name} aria-current={isChosen ? 'true' : undefined}>
                {title}
              </a>
            </li>
          );
        })}
      </ul>
      <details class="popover">
        <summary>{shownRange(range)}</summary>
        <form method="get" action={path} class="popover-body">
          <HiddenFields question={{ ...question, period: undefined, cursor: undefined }} />
          <label>
            From (UTC)
            <input type="datetime-local" name="from" value={localValue(range.from)} required />
          </label>
          <label>
            To (UTC)
            <input type="datetime-local" name="to" value={localValue(range.to)} />
          </label>
          <button type="submit">Show</button>
        </form>
      </details>
      <button type="button" class="quiet" data-copy-link={hrefOf(path, absolute)} hidden>
        Copy link
      </button>
    </div>
  );
}

function isSamePeriod(one: Period, other: Period): boolean {
  return writeQuestion({ ...plainQuestion, period: one }) === writeQuestion({ ...plainQuestion, period: other });
}

function localValue(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}
