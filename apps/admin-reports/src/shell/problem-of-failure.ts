import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { isDatabaseAway } from '@smart-router/usage-storage';
import { problems, type Problem } from './answer-problem.js';

/**
 * What a visitor is told of something that failed: that the database is away where it is, else an id. The log has the error,
 * and the id beside it.
 */
export function problemOfFailure(error: unknown, log: Pick<Logger, 'error'>): Problem {
  if (isDatabaseAway(error)) {
    log.error({ err: error }, 'the database did not answer');
    return problems.unavailable;
  }
  const failureId = randomUUID();
  log.error({ err: error, failure_id: failureId }, 'the answer failed');
  return { ...problems.internal, text: `The reports failed to answer. The log says why, as failure ${failureId}.` };
}
