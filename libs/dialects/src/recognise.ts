import type { DialectName } from '@smart-router/core';

const dialectByPath: ReadonlyMap<string, DialectName> = new Map([
  ['/v1/chat/completions', 'openai-chat'],
  ['/v1/responses', 'openai-responses'],
  ['/v1/responses/compact', 'openai-responses'],
  ['/v1/messages', 'anthropic-messages'],
  ['/anthropic/v1/messages', 'anthropic-messages'],
]);

/** The dialect of a model request posted to a path; a query string is passed over. `undefined` for any other path. */
export function recogniseDialect(path: string): DialectName | undefined {
  const query = path.indexOf('?');
  return dialectByPath.get(query === -1 ? path : path.slice(0, query));
}
