import { explainDatabaseError } from '@smart-router/usage-storage';
import { Refusal, UsageError } from './cli-io.js';

/** An error in one line, without anything secret: neither URLs nor values of rows. */
export function explain(error: unknown): string {
  return error instanceof UsageError || error instanceof Refusal ? error.message : explainDatabaseError(error);
}
