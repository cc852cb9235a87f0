import type { Command } from 'commander';
import { grantReportsRole, planReportsGrant } from '@smart-router/usage-storage';
import { Refusal, type CliIo } from '../cli-io.js';
import { withDatabase } from './database-option.js';

/** Adds `grant`. */
export function addGrantCommand(root: Command, io: CliIo): void {
  root
    .command('grant')
    .description('give a database role what the reports need, and take everything else from it')
    .requiredOption('--role <name>', 'an existing role, which owns nothing')
    .option('--database-url <url>', 'the database, as its owner; DATABASE_URL when absent')
    .option('--print', 'print the SQL and change nothing')
    .action(async (options: { role: string; databaseUrl?: string; print?: true }) => {
      const act = options.print ? planReportsGrant : grantReportsRole;
      const outcome = await withDatabase(io, options.databaseUrl, (database) => act(database, options.role));
      if (!outcome.ok) throw new Refusal(outcome.fault.message);
      if (options.print) io.stdout(`${outcome.value.join('\n')}\n`);
      else io.stdout(`the role ${options.role} can read usage, and change nothing but sessions and events of access\n`);
    });
}
