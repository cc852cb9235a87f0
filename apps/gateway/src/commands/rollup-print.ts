import type { RollupStatus } from '@smart-router/usage-storage';
import { instantDate, instantText } from './instant.js';
import { printTable } from './print-table.js';

const head = ['rollup', 'windows', 'final', 'first', 'last', 'requests', 'corrections'];

/** How far usage is added up, as a table. */
export function rollupTable(rollups: readonly RollupStatus[]): string {
  const rows = rollups.map(({ period, windows, final, first, last, requests, corrections }) => [
    ...[period, windows, final, instantText(first), instantText(last)],
    ...[requests, corrections],
  ]);
  return printTable(head, rows);
}

/** The same for JSON. */
export function rollupEntries(rollups: readonly RollupStatus[]): readonly unknown[] {
  return rollups.map(({ first, last, computedAt, ...counts }) => ({
    ...counts,
    ...{ first: instantDate(first), last: instantDate(last), computedAt: instantDate(computedAt) },
  }));
}
