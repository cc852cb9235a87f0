import type { Command } from 'commander';
import { runCommand, type CommandIo } from './command-io.js';
import { ledgerStatus } from './ledger-status.js';
import { ledgerVerify } from './ledger-verify.js';
import { parseInstant } from './instant.js';
import type { LedgerOptions } from './ledger-options.js';
import { withOperatorOptions } from './operator-options.js';

/** Adds `ledger status` and `ledger verify`. */
export function addLedgerCommands(root: Command, io: CommandIo): void {
  const ledger = root.command('ledger').description('look after the usage ledger');
  const add = (name: string, description: string, work: (options: LedgerOptions, io: CommandIo) => Promise<void>) =>
    withOperatorOptions(ledger.command(name).description(description))
      .option('--spool <folder...>', 'spools of this machine; that of the configuration, or ./data/spool, when absent')
      .action((options: LedgerOptions) => runCommand(io, () => work(options, io)));
  add('status', 'show what waits in spools, what was stored last and how far it is added up', ledgerStatus);
  add('verify', 'prove that what was answered is stored; exit with 1 when it is not', ledgerVerify).option(
    '--since <when>',
    'only requests since a date or an age such as 7d',
    parseInstant,
  );
}
