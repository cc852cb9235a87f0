import { Command, CommanderError } from 'commander';
import { UsageError, type CliIo } from './cli-io.js';
import { addChangeCommands } from './commands/change.js';
import { addIssueCommand } from './commands/issue.js';
import { addListCommand } from './commands/list.js';
import { addRotateCommand } from './commands/rotate.js';
import { addSetAllowCommand } from './commands/set-allow.js';
import { addSetLimitsCommand } from './commands/set-limits.js';
import { addShowCommand } from './commands/show.js';
import { explain } from './explain.js';
import { version } from './version.js';

/** Runs the command line, `argv` without program names. Resolves to the exit code: 0 well, 1 refused, 2 wrong usage. */
export async function runKeysCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    await program(io).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander said it already
    io.stderr(`smart-router-keys: ${explain(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function program(io: CliIo): Command {
  const root = new Command('smart-router-keys')
    .description('Issue and administer router tokens. The database comes from DATABASE_URL.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  addIssueCommand(root, io);
  addListCommand(root, io);
  addShowCommand(root, io);
  addRotateCommand(root, io);
  addChangeCommands(root, io);
  addSetLimitsCommand(root, io);
  addSetAllowCommand(root, io);
  return root;
}
