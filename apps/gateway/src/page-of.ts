import { fault, refuse, succeed, type Result } from '@smart-router/core';

/** The most Anthropic gives on one page; also what is given when no limit is asked for, since groups are few. */
const maxLimit = 1000;

/** A part of a list, and whether more lies beyond it in the direction of reading. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
}

/** The part of a list that a cursor query asks for. @see https://docs.anthropic.com/en/api/models-list */
export function pageOf<Entry extends { readonly name: string }>(
  all: readonly Entry[],
  query: URLSearchParams,
): Result<Page<Entry>> {
  const limit = Number(query.get('limit') ?? maxLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
    return invalid('limit', `a whole number from 1 to ${maxLimit}`, query.get('limit'));
  }
  const after = query.get('after_id');
  const before = query.get('before_id');
  if (after !== null && before !== null) return invalid('before_id', 'left out beside after_id', before);
  const cursor = after ?? before;
  const place = all.findIndex(({ name }) => name === cursor);
  if (cursor !== null && place < 0) {
    return invalid(after === null ? 'before_id' : 'after_id', 'the id of a listed model', cursor);
  }
  if (before !== null) {
    const start = Math.max(0, place - limit);
    return succeed({ entries: all.slice(start, place), hasMore: start > 0 });
  }
  const end = place + 1 + limit;
  return succeed({ entries: all.slice(place + 1, end), hasMore: end < all.length });
}

function invalid(param: string, expectation: string, got: string | null): Result<never> {
  const message = `${param} should be ${expectation}, got "${(got ?? '').slice(0, 100)}"`;
  return refuse(fault('invalid-request', message, { details: { param } }));
}
