import { Refusal, UsageError } from './cli-io.js';

/** What to say for errors of the database, by code; the rest speak for themselves. */
const knownTroubles: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the database is unreachable: its host name is unknown',
  ECONNREFUSED: 'the database is unreachable: nothing listens at its address',
  ETIMEDOUT: 'the database is unreachable: its address does not answer',
  '28P01': 'the database refused the user or the password',
  '28000': 'the database refused the user',
  '3D000': 'the database server has no database of that name',
  '42P01': 'the database has no tables of smart-router yet: run smart-router migrate',
  '42501': 'the user of the database URL may not do this in the database',
};

/** An error in one line, without anything secret: neither URLs nor values of rows. */
export function explain(error: unknown): string {
  if (error instanceof UsageError || error instanceof Refusal) return error.message;
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }; // any value may lack both
  const known = typeof code === 'string' ? knownTroubles[code] : undefined;
  if (known !== undefined) return known;
  const line = String(message || code || error).split('\n')[0] ?? '';
  return /timeout|terminated/i.test(line) ? `the database is unreachable: ${line}` : line;
}
