import { SourceMap, type SourceMapPayload } from 'node:module';
import { moduleName } from './sandbox/module-name.js';

/** Steps of a stack that are shown. */
const maxSteps = 3;

/** Gives where in the author's files something happened, innermost first. */
export type AuthorStack = (stack: string) => readonly string[];

/** Reads stacks of bundled code by its source map: `at route (policy.js:4:9)` is `route.ts:12:5`. */
export function authorStack(map: string): AuthorStack {
  const sourceMap = new SourceMap(JSON.parse(map) as SourceMapPayload); // esbuild's own output
  return (stack) =>
    [...stack.matchAll(position)].slice(0, maxSteps).flatMap(([, line, column]) => {
      const found = sourceMap.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in found)) return [];
      return [`${found.originalSource}:${found.originalLine + 1}:${found.originalColumn + 1}`];
    });
}

const position = new RegExp(`\\(?${moduleName.replace('.', '\\.')}:(\\d+):(\\d+)\\)?`, 'g');
