import { Command, CommanderError } from 'commander';
import { UsageError, type CliIo } from './cli-io.js';
import { addConfigCommands } from './commands/config.js';
import { addGrantCommand } from './commands/grant.js';
import { addHashPasswordCommand } from './commands/hash-password.js';
import { addReportCommand } from './commands/report.js';
import { addServeCommand } from './commands/serve.js';
import { addSessionCommands } from './commands/sessions.js';
import { version } from './version.js';

/** Runs the command line, `argv` without program names. Resolves to the exit code: 0 well, 1 refused, 2 wrong usage. */
export async function runReportsCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    await program(io).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander said it already
    io.stderr(`smart-router-reports: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function program(io: CliIo): Command {
  const root = new Command('smart-router-reports')
    .description('Reports on usage, cost and failures, and who may see them')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  addServeCommand(root, io);
  addReportCommand(root, io);
  addConfigCommands(root, io);
  addHashPasswordCommand(root, io);
  addGrantCommand(root, io);
  addSessionCommands(root, io);
  return root;
}
