import type { Measure } from './measures.js';
import type { Ask, TextRow } from './open-snapshots.js';
import type { UsageQuestion, UsageRow, UsageTable } from './reports.js';
import { planSegments } from './plan-segments.js';
import { readWindows } from './read-windows.js';
import { measuresOf, usageStatement } from './usage-statement.js';

/** Answers a question about usage. */
export async function readUsage(ask: Ask, question: UsageQuestion): Promise<UsageTable> {
  if (question.range.from >= question.range.to) return noUsage(question);
  const { range, segments } = planSegments(question, await readWindows(ask, question.range));
  const { text, values } = usageStatement(question, segments);
  const answer = await ask(text, values);
  const wanted = measuresOf(question);
  const total = answer.find((row) => row['rank'] === null);
  return {
    rows: answer.filter((row) => row !== total).map((row) => rowOf(row, question, wanted)),
    rowCount: Number(total?.['row_count'] ?? 0),
    total: valuesOf(total, wanted),
    range,
  };
}

/** The answer to a question of nobody's: nothing, in the shape of the others. */
export function noUsage(question: UsageQuestion): UsageTable {
  const total = valuesOf(undefined, measuresOf(question));
  const isOneRow = question.groupBy.length === 0 && question.step === undefined;
  const rows = isOneRow ? [{ bucketStart: undefined, keys: [], measures: total }] : [];
  return { rows, rowCount: rows.length, total, range: question.range };
}

function rowOf(row: TextRow, question: UsageQuestion, wanted: readonly Measure[]): UsageRow {
  return {
    bucketStart: question.step === undefined ? undefined : Number(row['bucket']),
    keys: question.groupBy.map((_, index) => row[`key_${index}`] ?? undefined),
    measures: valuesOf(row, wanted),
  };
}

function valuesOf(row: TextRow | undefined, wanted: readonly Measure[]): Readonly<Record<string, bigint>> {
  return Object.fromEntries(wanted.map(({ column }) => [column, BigInt(row?.[column] ?? '0')]));
}
