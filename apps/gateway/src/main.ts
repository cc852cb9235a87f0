import { resolve } from 'node:path';
import { Command } from 'commander';
import { configSchema } from '@smart-router/config';
import { reasonOf, UsageError } from './commands/command-io.js';
import { operatorCommands } from './commands/operator-commands.js';
import { checkedDatabaseUrl } from './commands/operator-options.js';
import { readEnvironment } from './env.js';
import { problemLines } from './load-catalog.js';
import { loadConfiguration } from './load-configuration.js';
import { migrateDatabase } from './migrate-database.js';
import { silentNotes } from './policies/policy-log.js';
import { serve } from './serve.js';
import { version } from './version.js';

const env = readEnvironment();
const say = (text: string): void => void process.stdout.write(text);
const complain = (text: string): void => void process.stderr.write(text);

// Whoever reads our output may have read enough, e.g. `| head`.
process.stdout.on('error', () => process.exit(0));

await program()
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    complain(`smart-router: ${reasonOf(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  });

function program(): Command {
  const root = new Command('smart-router')
    .description('The governed gateway for enterprise LLM traffic')
    .version(version);
  root.configureOutput({ writeErr: complain }).exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  root
    .command('serve')
    .description('serve the gateway until SIGTERM')
    .option('--config <file>', 'the configuration file', env['SMART_ROUTER_CONFIG'] ?? 'smart-router.yaml')
    .action(async (options: { config: string }) => process.exit(await serve({ file: options.config, env, complain })));
  root
    .command('migrate')
    .description('bring the database up to date')
    .option('--database-url <url>', 'the database; DATABASE_URL when absent')
    .action(migrateCommand);
  const config = root.command('config').description('work with configuration files');
  config.command('check <file>').description('report every problem of a file').action(checkCommand);
  config
    .command('schema')
    .description('print the JSON Schema of the configuration')
    .action(() => say(`${JSON.stringify(configSchema(), null, 2)}\n`));
  const io = { env, say, complain, now: () => Date.now(), endWith: (code: 1 | 2) => void (process.exitCode = code) };
  for (const addCommands of operatorCommands) addCommands(root, io);
  return root;
}

async function checkCommand(name: string): Promise<void> {
  const loaded = await loadConfiguration({ file: resolve(name), env, notes: silentNotes });
  if (loaded.ok) {
    loaded.policies.byGroup.forEach((policy) => policy.retire());
    complain(loaded.warnings.map((warning) => `warning: ${problemLines([warning])}`).join(''));
    say(`${name} is valid; its hash is ${loaded.catalog.hash}\n`);
  } else {
    complain(problemLines(loaded.problems));
    process.exitCode = 1;
  }
}

async function migrateCommand(options: { databaseUrl?: string }): Promise<void> {
  // Not a default of the option: help would print it, and it holds a password.
  const databaseUrl = options.databaseUrl ?? env['DATABASE_URL'];
  if (databaseUrl === undefined) {
    complain('smart-router: migrate needs --database-url or DATABASE_URL\n');
    process.exitCode = 2;
    return;
  }
  const applied = await migrateDatabase(checkedDatabaseUrl(databaseUrl));
  say(applied.length === 0 ? 'the database is up to date\n' : `applied ${applied.join(', ')}\n`);
}
