import { writeLimits, type LimitRow } from '../keys/limit-columns.js';
import { writeShape, type ShapeRow } from '../keys/shape-columns.js';
import type { TextRow } from './open-snapshots.js';

/** The columns that limits of keys and owners stand in. */
export const limitColumns: readonly string[] = Object.keys(writeLimits(undefined));

/** The columns that shapes of keys stand in. */
export const shapeColumns: readonly string[] = Object.keys(writeShape(undefined));

/** The limit columns of a row that was read as text. */
export function limitRowOf(row: TextRow): LimitRow {
  // They are all there and all numbers, which their readers take as text too.
  return pick(row, limitColumns) as unknown as LimitRow;
}

/** The shape columns of a row that was read as text. */
export function shapeRowOf(row: TextRow): ShapeRow {
  const enabled = row['queue_enabled'];
  const isEnabled = typeof enabled === 'string' ? enabled === 't' : null;
  // As above; the one that is no number is said as what it is.
  return { ...pick(row, shapeColumns), queue_enabled: isEnabled } as unknown as ShapeRow;
}

function pick(row: TextRow, names: readonly string[]): TextRow {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}
