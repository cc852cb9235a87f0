import { reasonOf } from './reason-of.js';

/** What to say for errors of the database, by code; the rest speak for themselves. */
const knownTroubles: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the database is unreachable: its host name is unknown',
  ECONNREFUSED: 'the database is unreachable: nothing listens at its address',
  ETIMEDOUT: 'the database is unreachable: its address does not answer',
  '28P01': 'the database refused the user or the password',
  '28000': 'the database refused the user',
  '3D000': 'the database server has no database of that name',
  '42P01': 'the database lacks tables of smart-router: run smart-router migrate',
  '42501': 'the user of the database URL may not do this in the database',
  '55P03': 'others are using the rows just now: try again',
  '57014': 'the database took too long to answer',
};

/** An error of a command in one line, without anything secret: neither URLs nor values of rows. */
export function explainDatabaseError(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown }; // any value may lack it
  const known = typeof code === 'string' ? knownTroubles[code] : undefined;
  if (known !== undefined) return known;
  const reason = reasonOf(error);
  return /timeout|terminated/i.test(reason) ? `the database is unreachable: ${reason}` : reason;
}
