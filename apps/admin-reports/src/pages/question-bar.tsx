import type { Dimension, Range } from '@smart-router/usage-storage';
import type { VNode } from 'preact';
import { dimensionTitle } from '../figures/dimension-columns.js';
import { shownRange } from '../format/format-time.js';
import { visibleText } from '../format/visible-text.js';
import { plainQuestion, type Period, type Question } from '../question/question.js';
import { writeValue } from '../question/value-text.js';
import { hrefOf, writeQuestion } from '../question/write-question.js';
import type { ReportControls } from '../reports/report.js';
import { periodPresets } from './period-presets.js';

interface BarProps {
  readonly path: string;
  readonly question: Question;
  readonly controls: ReportControls;
  readonly range: Range;
  readonly now: number;
  /** The period of a question that names none. */
  readonly usualPeriod: Period;
  readonly baselines: readonly { readonly id: string; readonly name: string }[];
}

/** What can be asked of a page: the period, filters, grouping. All of it are links and forms that lead to a URL. */
export function QuestionBar(props: BarProps): VNode | null {
  const { controls } = props;
  if (!controls.hasPeriod && controls.filters.length === 0) return null;
  return (
    <section class="question" aria-label="What is shown">
      {controls.hasPeriod && <PeriodPicker {...props} />}
      <Narrowing {...props} />
      <Chips {...props} />
    </section>
  );
}

function PeriodPicker({ path, question, range, now, usualPeriod }: BarProps): VNode {
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

function Narrowing(props: BarProps): VNode | null {
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

const groupChoices: readonly Dimension[] = [
  ...(['project', 'environment', 'user', 'key', 'organization', 'group', 'provider', 'model', 'client'] as const),
  ...(['dialect', 'target-dialect', 'outcome', 'error-type', 'stream', 'cost-basis'] as const),
];

function GroupFields({ chosen }: { readonly chosen: readonly Dimension[] }): VNode {
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

function CompareField({ question }: { readonly question: Question }): VNode {
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

function BaselineFields({ question, baselines }: BarProps): VNode {
  const { baseline } = question;
  const custom = baseline?.kind === 'custom' ? baseline : undefined;
  return (
    <>
      <label>
        Compare cost with
        <select name="baseline">
          {baselines.map(({ id, name }) => (
            <option value={id} selected={baseline?.kind === 'named' && baseline.id === id}>
              {name}
            </option>
          ))}
          <option value="custom" selected={custom !== undefined}>
            my own prices
          </option>
        </select>
      </label>
      <PriceField name="baseline-input" label="Own input price" microUsd={custom?.inputMicroUsdPerMillion} />
      <PriceField name="baseline-output" label="Own output price" microUsd={custom?.outputMicroUsdPerMillion} />
    </>
  );
}

function PriceField(props: {
  readonly name: string;
  readonly label: string;
  readonly microUsd: number | undefined;
}): VNode {
  const value = props.microUsd === undefined ? '' : String(props.microUsd / 1_000_000);
  return (
    <label>
      {props.label} (USD per million tokens)
      <input name={props.name} inputmode="decimal" value={value} placeholder="2.50" />
    </label>
  );
}

/** One value can be typed; where a link brought more of them, they stay until they are removed below. */
function FilterField(props: { readonly dimension: Dimension; readonly question: Question }): VNode {
  const { dimension, question } = props;
  const [first, ...more] = question.filter[dimension] ?? [];
  const isFiltered = question.filter[dimension] !== undefined;
  return (
    <label>
      {dimensionTitle(dimension)}
      <input
        name={dimension}
        value={isFiltered ? writeValue(first) : ''}
        placeholder="any"
        autocomplete="off"
        spellcheck={false}
        data-values={dimension}
      />
      {more.map((value) => (
        <input type="hidden" name={dimension} value={writeValue(value)} />
      ))}
    </label>
  );
}

function RequestFields({ question }: { readonly question: Question }): VNode {
  return (
    <>
      <TextField name="requested-model" label="Model as asked for" value={question.requestedModel} />
      <TextField name="token" label="Token id" value={question.tokenId} />
      <TextField name="client-request" label="Caller's own request id" value={question.clientRequestId} />
      <label class="check">
        <input type="checkbox" name="only" value="shaped" checked={question.only.includes('shaped')} />
        Held back by limits or shaping
      </label>
      <label class="check">
        <input type="checkbox" name="only" value="fallback" checked={question.only.includes('fallback')} />
        Needed another target
      </label>
    </>
  );
}

function TextField(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
}): VNode {
  return (
    <label>
      {props.label}
      <input name={props.name} value={props.value ?? ''} placeholder="any" autocomplete="off" spellcheck={false} />
    </label>
  );
}

/** What a form leaves as it is. */
function HiddenFields({ question }: { readonly question: Question }): VNode {
  return (
    <>
      {[...new URLSearchParams(writeQuestion(question))].map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** What is filtered, each to be removed with a click. */
function Chips({ path, question }: BarProps): VNode | null {
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

function localValue(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}
