import { createHmac, timingSafeEqual } from 'node:crypto';
import { fault, refuse, succeed, type Result } from '@smart-router/core';

/** Where a page ended: the values its list is sorted by, as the database says them. */
export type PagePosition = readonly string[];

/** Cursors of one list: they lead to the next page of the question they were made for, and of no other. */
export interface PageCursors {
  write(position: PagePosition): string;
  read(cursor: string): Result<PagePosition>;
}

/** Cursors that `question` (scope, range, filter, order) binds. Whoever has not `key` can make none. */
export function pageCursors(key: string, question: unknown): PageCursors {
  const about = JSON.stringify(question);
  const sealOf = (position: string): Buffer => createHmac('sha256', key).update(`${about}\n${position}`).digest();
  return {
    write: (position) => {
      const text = JSON.stringify(position);
      return `${Buffer.from(text).toString('base64url')}.${sealOf(text).toString('base64url')}`;
    },
    read: (cursor) => {
      const [position = '', seal = ''] = cursor.split('.');
      const text = Buffer.from(position, 'base64url').toString();
      const [told, right] = [Buffer.from(seal, 'base64url'), sealOf(text)];
      if (told.length !== right.length || !timingSafeEqual(told, right)) return refuse(foreignCursor);
      // Sealed by us: it is what was written.
      return succeed(JSON.parse(text) as PagePosition);
    },
  };
}

const foreignCursor = fault(
  'invalid-report-filter',
  'the cursor belongs to another list, order or filter: begin again with the first page',
  { details: { param: 'cursor' } },
);
