import { usdText } from '@smart-router/usage-storage';
import { shownUsd } from '../format/format-money.js';
import { shownChange, shownCount, shownRate, shownShare } from '../format/format-number.js';
import { shownDuration, shownTime } from '../format/format-time.js';
import { visibleText } from '../format/visible-text.js';
import type { Cell, CellKind } from './report-table.js';

/** How an unknown value looks. */
export const unknownMark = '–';

/** A cell as people read it. */
export function shownCell(cell: Cell, kind: CellKind): string {
  if (cell === undefined) return unknownMark;
  if (typeof cell === 'string') return visibleText(cell);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return typeof cell === 'bigint' ? shownInteger(cell, kind) : shownNumber(cell, kind);
}

/** A cell with all its digits: what machines read and a hover shows. `''` is unknown. */
export function exactCell(cell: Cell, kind: CellKind): string {
  if (cell === undefined) return '';
  if (typeof cell === 'bigint' && kind === 'money') return usdText(cell);
  if (typeof cell === 'number' && isTime(kind)) return new Date(cell).toISOString();
  return String(cell);
}

/** Whether the values of a column are moments. */
export function isTime(kind: CellKind): boolean {
  return kind === 'time' || kind === 'minute';
}

/** Whether the values of a column are numbers, which stand on the right. */
export function isNumeric(kind: CellKind): boolean {
  return kind !== 'text' && !isTime(kind) && kind !== 'flag' && kind !== 'status';
}

function shownInteger(cell: bigint, kind: CellKind): string {
  if (kind === 'money') return shownUsd(cell);
  return kind === 'milliseconds' ? shownDuration(Number(cell)) : shownCount(cell);
}

function shownNumber(cell: number, kind: CellKind): string {
  switch (kind) {
    case 'time':
      return shownTime(cell);
    case 'minute':
      return shownTime(cell).slice(0, 16);
    case 'share':
      return shownShare(cell);
    case 'change':
      return shownChange(cell);
    case 'milliseconds':
      return shownDuration(cell);
    case 'rate':
      return shownRate(cell);
    case 'status':
      return String(cell);
    case 'text':
    case 'flag':
    case 'count':
    case 'money':
      return shownCount(cell);
    default:
      return kind satisfies never;
  }
}
