import type { ReportAnswer } from './report.js';

/** A cursor of a page, opened: when its first page was asked for, and the database's own cursor. */
export interface OpenedCursor {
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly cursor: string | undefined;
}

const pattern = /^([0-9a-z]{1,9})~(.+)$/;

/**
 * Opens a cursor that {@link closeCursors} closed. The further pages of a list end where its first one did, though "until
 * now" is later by then. A moment that somebody made up makes another range, which the database's cursor does not fit.
 */
export function openCursor(text: string | undefined, now: number): OpenedCursor {
  const [, moment, cursor] = pattern.exec(text ?? '') ?? [];
  const askedAt = Number.parseInt(moment ?? '', 36);
  return cursor === undefined || askedAt > now ? { askedAt: now, cursor: text } : { askedAt, cursor };
}

/** The answer, whose cursors say when its first page was asked for. */
export function closeCursors(answer: ReportAnswer, askedAt: number): ReportAnswer {
  const tables = answer.tables.map((table) =>
    table.nextCursor === undefined ? table : { ...table, nextCursor: `${askedAt.toString(36)}~${table.nextCursor}` },
  );
  return { ...answer, tables };
}
