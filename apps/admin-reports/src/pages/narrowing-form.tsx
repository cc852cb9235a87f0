import type { Dimension } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { plainQuestion, type Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { BarProps } from './bar-props.js';
import { BaselineFields } from './baseline-fields.js';
import { FilterField, RequestFields } from './filter-fields.js';
import { CompareField, GroupFields } from './group-fields.js';
import { HiddenFields } from './hidden-fields.js';

/** Grouping, comparing and filtering, as far as the page has them. */
export function NarrowingForm(props: BarProps): VNode | null {
  const { path, question, controls } = props;
  const { filters, groupBy, hasBaseline, hasRequestFilters, canCompare } = controls;
  if (filters.length === 0 && groupBy === undefined && hasBaseline !== true && canCompare !== true) return null;
  const kept: Question = {
    ...question,
    ...{ groupBy: groupBy === undefined ? question.groupBy : [], filter: others(question, filters), cursor: undefined },
    ...(hasBaseline === true ? { baseline: undefined } : {}),
    ...(canCompare === true ? { compare: undefined } : {}),
    ...(hasRequestFilters === true ? requestFilters : {}),
  };
  return (
    <details class="narrow">
      <summary>{groupBy === undefined ? 'Filter' : 'Group and filter'}</summary>
      <form method="get" action={path} class="narrow-body">
        <HiddenFields question={kept} />
        {groupBy !== undefined && <GroupFields chosen={question.groupBy.length > 0 ? question.groupBy : groupBy} />}
        {canCompare === true && <CompareField question={question} />}
        {hasBaseline === true && <BaselineFields {...props} />}
        {filters.map((dimension) => (
          <FilterField dimension={dimension} question={question} />
        ))}
        {hasRequestFilters === true && <RequestFields question={question} />}
        <div class="form-end">
          <button type="submit">Apply</button>
          <a href={hrefOf(path, { ...plainQuestion, period: question.period })}>Clear all</a>
        </div>
      </form>
    </details>
  );
}

const requestFilters = { requestedModel: undefined, tokenId: undefined, clientRequestId: undefined, only: [] } as const;

/** Filters that the form has no field for. */
function others({ filter }: Question, fields: readonly Dimension[]): Question['filter'] {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !fields.some((field) => field === name)));
}
