import type { Ask } from './open-snapshots.js';
import { readUsage } from './read-usage.js';
import type { Comparison, UsageFilter, UsageQuestion, UsageRow, UsageTable } from './reports.js';

/** More than any ledger has: the period before is cut to the combinations of now, and not by its own order. */
const allCombinations = 1_000_000;

/** Answers a question for its range and for the one as long before it. */
export async function compareUsage(ask: Ask, question: UsageQuestion): Promise<Comparison> {
  const now = await readUsage(ask, question);
  const { from, to } = question.range;
  const before = await readUsage(ask, {
    ...{ ...question, range: { from: from - (to - from), to: from }, limit: allCombinations },
    filter: filterOfRows(question, now.rows),
  });
  const rows = matching(question, now, before);
  // Ungrouped, nothing was left out of it.
  if (question.groupBy.length === 0) return { now, before: { ...before, rows } };
  const whole = await readUsage(ask, { ...question, range: before.range, groupBy: [], limit: 1 });
  return { now, before: { ...before, rows, total: whole.total } };
}

/** Only values that combinations of now have: what else there was before is not shown. */
function filterOfRows({ groupBy, filter }: UsageQuestion, rows: readonly UsageRow[]): UsageFilter {
  const own = groupBy.map((dimension, index) => [dimension, [...new Set(rows.map(({ keys }) => keys[index]))]]);
  // Its names are those of dimensions.
  return { ...filter, ...(Object.fromEntries(own) as UsageFilter) };
}

function matching({ step }: UsageQuestion, now: UsageTable, before: UsageTable): readonly UsageRow[] {
  const shown = new Set(now.rows.map(keyOf));
  if (step !== undefined) return before.rows.filter((row) => shown.has(keyOf(row)));
  const known = new Map(before.rows.map((row) => [keyOf(row), row]));
  const nothing = Object.fromEntries(Object.keys(now.total).map((name) => [name, 0n]));
  return now.rows.map((row) => known.get(keyOf(row)) ?? { ...row, measures: nothing });
}

function keyOf({ keys }: UsageRow): string {
  return JSON.stringify(keys.map((key) => key ?? null));
}
