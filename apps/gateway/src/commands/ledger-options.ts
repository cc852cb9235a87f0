import type { CommandIo } from './command-io.js';
import type { GivenInstant } from './instant.js';
import { storageSettings, type OperatorOptions } from './operator-options.js';

/** Options of the commands of the ledger. */
export interface LedgerOptions extends OperatorOptions {
  readonly spool?: readonly string[];
  readonly since?: GivenInstant;
}

/** The spools that a command looks at. */
export function spoolsOf(options: LedgerOptions, io: CommandIo): readonly string[] {
  return options.spool ?? [storageSettings(options, io)?.spool.directory ?? './data/spool'];
}
