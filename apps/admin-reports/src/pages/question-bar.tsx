import type { VNode } from 'preact';
import type { BarProps } from './bar-props.js';
import { FilterChips } from './filter-chips.js';
import { NarrowingForm } from './narrowing-form.js';
import { PeriodPicker } from './period-picker.js';

/** What can be asked of a page: the period, filters, grouping. All of it are links and forms that lead to a URL. */
export function QuestionBar(props: BarProps): VNode | null {
  const { controls } = props;
  if (!controls.hasPeriod && controls.filters.length === 0) return null;
  return (
    <section class="question" aria-label="What is shown">
      {controls.hasPeriod && <PeriodPicker {...props} />}
      <NarrowingForm {...props} />
      <FilterChips {...props} />
    </section>
  );
}
