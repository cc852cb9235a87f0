import { usdText, type Range } from '@smart-router/usage-storage';
import type { Chart } from '../reports/chart.js';
import type { FigureCard, Report, ReportAnswer } from '../reports/report.js';
import type { Cell, CellKind, ReportTable, TableRow } from '../table/report-table.js';
import { isTime } from '../table/shown-cell.js';
import type { JsonValue } from './write-json.js';

type JsonMembers = Readonly<Record<string, JsonValue>>;

/** A report as the API answers it: snake_case, unknown is null, money exact in USD and as an integer of nano-USD. */
export function answerJson(report: Report, answer: ReportAnswer, asked: Range): JsonMembers {
  const range = answer.range ?? asked;
  return {
    report: report.name,
    range: { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
    ...(answer.cards === undefined ? {} : { figures: figuresJson(answer.cards) }),
    ...(answer.findings === undefined
      ? {}
      : { findings: answer.findings.map(({ severity, text, href }) => ({ severity, text, href: href ?? null })) }),
    tables: byName(answer.tables, tableJson),
    ...(answer.charts === undefined ? {} : { series: byName(answer.charts, chartJson) }),
  };
}

/** A table: its rows by the names of its columns. */
export function tableJson(table: ReportTable): JsonMembers {
  return {
    rows: table.rows.map((row) => rowJson(row, table)),
    total: table.total === undefined ? null : rowJson(table.total, table),
    row_count: table.rowCount ?? null,
    ...(table.nextCursor === undefined ? {} : { next_cursor: table.nextCursor }),
  };
}

function rowJson({ cells }: TableRow, { columns }: ReportTable): JsonMembers {
  return Object.assign(
    {},
    ...columns.map(({ name, kind }, index) => cellJson(name, cells[index], kind)),
  ) as JsonMembers; // made of such members only
}

function cellJson(name: string, cell: Cell, kind: CellKind): JsonMembers {
  if (kind === 'money') {
    const nano = name.replace(/_usd$/, '_nano_usd');
    return typeof cell === 'bigint' ? { [name]: usdText(cell), [nano]: cell } : { [name]: null, [nano]: null };
  }
  if (isTime(kind) && typeof cell === 'number') return { [name]: new Date(cell).toISOString() };
  return { [name]: cell ?? null };
}

function figuresJson(cards: readonly FigureCard[]): JsonMembers {
  return Object.fromEntries(
    cards.map((card) => {
      const value = cellJson(card.name, card.value, card.kind);
      if (!('before' in card)) return [card.name, { value: value[card.name] ?? null, ...extraOf(value, card.name) }];
      const before = cellJson(card.name, card.before, card.kind)[card.name] ?? null;
      return [card.name, { value: value[card.name] ?? null, before, ...extraOf(value, card.name) }];
    }),
  );
}

function extraOf(members: JsonMembers, name: string): JsonMembers {
  return Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));
}

function chartJson({ kind, step, times, series }: Chart): JsonMembers {
  const valueOf = (cell: Cell): JsonValue =>
    kind === 'money' && typeof cell === 'bigint' ? usdText(cell) : (cell ?? null);
  return {
    ...{ unit: kind === 'money' ? 'usd' : kind, step },
    times: times.map((time) => new Date(time).toISOString()),
    series: series.map(({ title, values }) => ({ title, values: values.map(valueOf) })),
  };
}

function byName<Thing extends { readonly name: string }>(
  things: readonly Thing[],
  toJson: (thing: Thing) => JsonValue,
): JsonMembers {
  return Object.fromEntries(things.map((thing) => [thing.name.replaceAll('-', '_'), toJson(thing)]));
}
