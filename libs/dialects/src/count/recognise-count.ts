import { counting, type CountDialect } from './counting.js';

const dialectByPath: ReadonlyMap<string, CountDialect> = new Map([
  ...counting['anthropic-messages'].callerPaths.map((path) => [path, 'anthropic-messages'] as const),
  ...counting['openai-responses'].callerPaths.map((path) => [path, 'openai-responses'] as const),
]);

/** The dialect of a request to count tokens, posted to a path without its query; `undefined` for any other path. */
export function recogniseCount(path: string): CountDialect | undefined {
  return dialectByPath.get(path);
}
