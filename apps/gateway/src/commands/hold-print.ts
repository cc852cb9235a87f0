import type { LegalHold } from '@smart-router/usage-storage';
import { instantDate, instantText } from './instant.js';
import { printTable } from './print-table.js';

const head = ['hold', 'class', 'request', 'from', 'to', 'project', 'user', 'reason', 'placed', 'by', 'released'];

/** Holds, one a line; what a hold does not name stays empty and is anything. */
export function holdTable(holds: readonly LegalHold[]): string {
  if (holds.length === 0) return 'no holds\n';
  const rows = holds.map(({ holdId, placed, released, ...things }) => [
    ...[holdId, things.dataClass, things.requestId, instantText(things.from), instantText(things.to)],
    ...[things.project, things.user, placed.reason, instantText(placed.at), placed.actor],
    released && `${instantText(released.at) ?? ''} by ${released.actor}: ${released.reason}`,
  ]);
  return printTable(head, rows);
}

/** The same for JSON. */
export function holdEntry({ from, to, placed, released, ...hold }: LegalHold): unknown {
  return {
    ...hold,
    ...{ from: instantDate(from), to: instantDate(to), placed: { ...placed, at: instantDate(placed.at) } },
    released: released && { ...released, at: instantDate(released.at) },
  };
}
