/** The world as the command line sees it. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly stdout: (text: string) => void;
  /** Everything that is not a result. */
  readonly stderr: (text: string) => void;
  /** Asks for a secret without showing it, or reads it from a pipe; without its line end. */
  readonly readSecret: (question: string) => Promise<string>;
  /** Resolves when the program should stop. */
  readonly stopped: () => Promise<void>;
  readonly now: () => number;
}

/** The command was used wrongly: exit code 2. */
export class UsageError extends Error {}

/** The command was understood and could not be done: exit code 1. */
export class Refusal extends Error {}
