import type { Command } from 'commander';
import { addCanaryCommands } from './canary.js';
import type { CommandIo } from './command-io.js';
import { addExplainCommand } from './explain.js';
import { addLedgerCommands } from './ledger.js';
import { addRehearseCommand } from './rehearse.js';
import { addRetentionCommands } from './retention.js';
import { addRollupCommands } from './rollup.js';

/** What adds the commands of operators, each its own. */
export const operatorCommands: readonly ((root: Command, io: CommandIo) => void)[] = [
  addLedgerCommands,
  addRollupCommands,
  addRetentionCommands,
  addCanaryCommands,
  addRehearseCommand,
  addExplainCommand,
];
