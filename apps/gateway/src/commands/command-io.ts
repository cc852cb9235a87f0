import { explainDatabaseError } from '@smart-router/usage-storage';

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

/** An error in one line, without anything secret: neither URLs nor values of rows. */
export function reasonOf(error: unknown): string {
  return error instanceof UsageError || error instanceof Refusal ? error.message : explainDatabaseError(error);
}
