import type { ConfigProblem } from '@smart-router/config';
import type { Logger } from 'pino';
import { problemLines } from './load-catalog.js';

/** Says what is right in a configuration and should be looked at, a line each. */
export function warnOf(warnings: readonly ConfigProblem[], log: Pick<Logger, 'warn'>): void {
  for (const warning of warnings)
    log.warn({ problem: problemLines([warning]).trimEnd() }, 'configuration should be looked at');
}
