import type { Dimension } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { dimensionTitle } from '../figures/dimension-columns.js';
import { visibleText } from '../format/visible-text.js';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { BarProps } from './bar-props.js';

/** What is filtered, each to be removed with a click. */
export function FilterChips({ path, question }: Pick<BarProps, 'path' | 'question'>): VNode | null {
  const chips = chipsOf(question);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters in use">
      {chips.map(({ name, value, without }) => (
        <li>
          <a href={hrefOf(path, { ...without, cursor: undefined })} aria-label={`Remove the filter ${name}: ${value}`}>
            {name}: <bdi>{value}</bdi> <span aria-hidden="true">✕</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

interface Chip {
  readonly name: string;
  readonly value: string;
  readonly without: Question;
}

function chipsOf(question: Question): readonly Chip[] {
  const { filter } = question;
  // A filter holds dimensions only.
  const byDimension = (Object.keys(filter) as Dimension[]).flatMap((dimension) =>
    (filter[dimension] ?? []).map((value) => ({
      ...{ name: dimensionTitle(dimension), value: value === undefined ? 'unknown' : visibleText(value) },
      without: { ...question, filter: withoutValue(filter, dimension, value) },
    })),
  );
  const texts = (
    [
      ['Asked for', 'requestedModel'],
      ['Token', 'tokenId'],
      ["Caller's id", 'clientRequestId'],
    ] as const
  ).flatMap(([name, field]) => {
    const value = question[field];
    return value === undefined
      ? []
      : [{ name, value: visibleText(value), without: { ...question, [field]: undefined } }];
  });
  const only = question.only.map((word) => ({
    ...{ name: 'Only', value: word === 'shaped' ? 'held back' : 'with fallback' },
    without: { ...question, only: question.only.filter((other) => other !== word) },
  }));
  return [...byDimension, ...texts, ...only];
}

function withoutValue(filter: Question['filter'], dimension: Dimension, value: string | undefined): Question['filter'] {
  const left = (filter[dimension] ?? []).filter((other) => other !== value);
  const { [dimension]: _, ...rest } = filter;
  return left.length === 0 ? rest : { ...rest, [dimension]: left };
}
