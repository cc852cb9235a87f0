/** The world as an operator's command sees it. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly say: (text: string) => void;
  /** Everything that is not a result. */
  readonly complain: (text: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Sets the exit code: 1 for a refusal or finding, 2 for wrong usage. */
  readonly endWith: (code: 1 | 2) => void;
}

/** The command was used wrongly: exit code 2. */
export class UsageError extends Error {}

/** The command was understood and could not be done: exit code 1. */
export class Refusal extends Error {}

/** Runs a command; what goes wrong is said in one line and sets the exit code. */
export async function runCommand(io: CommandIo, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    io.complain(`smart-router: ${reasonOf(error)}\n`);
    io.endWith(error instanceof UsageError ? 2 : 1);
  }
}

/** What to say for errors of the database, by code; the rest speak for themselves. */
const knownTroubles: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the database is unreachable: its host name is unknown',
  ECONNREFUSED: 'the database is unreachable: nothing listens at its address',
  ETIMEDOUT: 'the database is unreachable: its address does not answer',
  '28P01': 'the database refused the user or the password',
  '3D000': 'the database server has no database of that name',
  '42P01': 'the database lacks tables of smart-router: run smart-router migrate',
  '42501': 'the user of the database URL may not do this in the database',
  '55P03': 'others are using the rows just now: try again',
};

/** An error in one line, without anything secret: neither URLs nor values of rows. */
export function reasonOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }; // any value may lack both
  const known = typeof code === 'string' ? knownTroubles[code] : undefined;
  return known ?? String(message || code || error).split('\n')[0] ?? '';
}
