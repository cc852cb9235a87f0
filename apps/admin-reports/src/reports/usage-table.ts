import type { Dimension, UsageRow, UsageTable } from '@smart-router/usage-storage';
import { dimensionColumn } from '../figures/dimension-columns.js';
import { usageFigures, type FigureName } from '../figures/usage-figures.js';
import type { Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { Cell, ReportTable, TableColumn, TableRow } from '../table/report-table.js';

/** How usage becomes a table. */
export interface UsageTableOptions {
  readonly name: string;
  readonly title: string;
  readonly about?: string;
  readonly groupBy: readonly Dimension[];
  readonly figures: readonly FigureName[];
  /** What the page was asked: links keep it. */
  readonly question: Question;
  /** Whether the viewer may see single requests of all of it. */
  readonly canDrill: boolean;
  /** The same in the period before. */
  readonly before?: UsageTable;
  readonly order?: NonNullable<ReportTable['order']>;
}

/** Usage as a table: its dimensions, then its figures; with a period before also how cost changed. */
export function usageTable(table: UsageTable, options: UsageTableOptions): ReportTable {
  const { name, title, about, groupBy, figures, before, order } = options;
  const columns: readonly TableColumn[] = [
    ...groupBy.map(dimensionColumn),
    ...figures.map((figure) => usageFigures[figure]).map(columnOf),
    ...(before === undefined ? [] : [...beforeColumns]),
  ];
  const known = new Map(before?.rows.map((row) => [keyOf(row), row]));
  const rows = table.rows.map((row) => rowOf(row, known.get(keyOf(row)), options));
  return {
    ...{ name, title, columns, rows, rowCount: table.rowCount },
    ...(about === undefined ? {} : { about }),
    ...(order === undefined ? {} : { order }),
    ...(groupBy.length === 0 || rows.length < 2 ? {} : { total: totalOf(table, options) }),
    empty: 'No requests match. Choose a longer range or remove a filter.',
  };
}

const beforeColumns: readonly TableColumn[] = [
  { name: 'cost_before_usd', title: 'Cost before', kind: 'money', hint: 'in the period of the same length before' },
  { name: 'cost_change', title: 'Change', kind: 'change' },
];

function rowOf(row: UsageRow, before: UsageRow | undefined, options: UsageTableOptions): TableRow {
  const figures = options.figures.map((figure) => usageFigures[figure].of(row.measures));
  const changes =
    options.before === undefined ? [] : changesOf(row.measures['cost_nano_usd'], before?.measures['cost_nano_usd']);
  return { cells: [...row.keys, ...figures, ...changes], links: linksOf(row, options) };
}

function totalOf(table: UsageTable, { groupBy, figures, before }: UsageTableOptions): TableRow {
  const keys = groupBy.map((_, index) => (index === 0 ? `Total of ${table.rowCount}` : ''));
  const changes = before === undefined ? [] : changesOf(table.total['cost_nano_usd'], before.total['cost_nano_usd']);
  return { cells: [...keys, ...figures.map((figure) => usageFigures[figure].of(table.total)), ...changes] };
}

function changesOf(now: bigint | undefined, before: bigint | undefined): readonly Cell[] {
  return [before, changeOf(now, before)];
}

/** How much a number changed: 0.1 for ten percent more; `undefined` where there was nothing before. */
export function changeOf(now: Cell, before: Cell): number | undefined {
  const [present, past] = [numberOf(now), numberOf(before)];
  return present === undefined || past === undefined || past === 0 ? undefined : (present - past) / Math.abs(past);
}

function numberOf(cell: Cell): number | undefined {
  return typeof cell === 'bigint' || typeof cell === 'number' ? Number(cell) : undefined;
}

/** What a row is made of, as filters. */
function linksOf(row: UsageRow, { groupBy, question, canDrill }: UsageTableOptions): Readonly<Record<string, string>> {
  const own = Object.fromEntries(groupBy.map((dimension, index) => [dimension, [row.keys[index]]]));
  const { period, compare } = question;
  const narrowed: Question = {
    ...question,
    filter: { ...question.filter, ...own },
    cursor: undefined,
    order: undefined,
  };
  const next: Question = { ...narrowed, groupBy: [nextGroup(Object.keys(narrowed.filter))], compare };
  const first = groupBy[0] === undefined ? {} : { [dimensionColumn(groupBy[0]).name]: hrefOf('/usage', next) };
  const requests = { ...narrowed, groupBy: [], compare: undefined, baseline: undefined, limit: undefined, period };
  return canDrill ? { ...first, requests: hrefOf('/requests', requests) } : first;
}

/** What to split by next: the first that is not fixed yet. */
function nextGroup(fixed: readonly string[]): Dimension {
  const order: readonly Dimension[] = ['project', 'model', 'user', 'key', 'client', 'environment', 'provider'];
  return order.find((name) => !fixed.includes(name)) ?? 'outcome';
}

function columnOf({ name, title, kind, hint, isOrder, hasBar, isExtra }: TableColumn): TableColumn {
  return {
    ...{ name, title, kind },
    ...(hint === undefined ? {} : { hint }),
    ...(isOrder === true ? { isOrder } : {}),
    ...(hasBar === true ? { hasBar } : {}),
    ...(isExtra === true ? { isExtra } : {}),
  };
}

function keyOf({ keys }: UsageRow): string {
  return JSON.stringify(keys.map((key) => key ?? null));
}
