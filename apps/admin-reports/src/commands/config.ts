import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { reportsConfigSchema } from '../config/reports-config-schema.js';
import { loadSettings } from './load-settings.js';

/** Adds `config check` and `config schema`. */
export function addConfigCommands(root: Command, io: CliIo): void {
  const config = root.command('config').description('work with configuration files');
  config
    .command('check <file>')
    .description('report every problem of a file')
    .action((file: string) => {
      loadSettings(file, io);
      io.stdout(`${file} is valid\n`);
    });
  config
    .command('schema')
    .description('print the JSON Schema of the configuration')
    .action(() => io.stdout(`${JSON.stringify(reportsConfigSchema(), null, 2)}\n`));
}
