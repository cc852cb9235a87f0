/** The world as the command line sees it. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results, and nothing else. */
  readonly stdout: (text: string) => void;
  /** Everything that is not a result. */
  readonly stderr: (text: string) => void;
  /** Asks a person; absent where there is none, so that `--yes` is needed. */
  readonly confirm?: (question: string) => Promise<boolean>;
  /** Whether a person reads stdout. */
  readonly isTerminal: boolean;
  readonly now: () => number;
}

/** The command was used wrongly: exit code 2. */
export class UsageError extends Error {}

/** The command was understood and could not be done: exit code 1. */
export class Refusal extends Error {}
