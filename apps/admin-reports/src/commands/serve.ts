import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { openLog } from '../reports-log.js';
import { startReports } from '../start-reports.js';
import { loadSettings } from './load-settings.js';

/** Where the configuration is looked for when nobody says. */
const defaultConfigFile = 'smart-router-reports.yaml';

/** Adds `serve`. */
export function addServeCommand(root: Command, io: CliIo): void {
  root
    .command('serve')
    .description('serve the reports until SIGTERM')
    .option('--config <file>', 'the configuration file', io.env['SMART_ROUTER_REPORTS_CONFIG'] ?? defaultConfigFile)
    .action(async (options: { config: string }) => {
      const settings = loadSettings(options.config, io);
      const log = openLog(settings.logLevel);
      const reports = await startReports({ settings, log });
      log.info({ url: reports.url }, 'ready');
      await io.stopped();
      await reports.close();
      log.info('stopped');
      log.flush();
    });
}
