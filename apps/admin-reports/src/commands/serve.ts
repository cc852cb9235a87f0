import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { openLog } from '../reports-log.js';
import { startReports, type RunningReports } from '../start-reports.js';
import { loadSettings } from './load-settings.js';

/** Where the configuration is looked for when nobody says. */
const defaultConfigFile = 'smart-router-reports.yaml';

/** How often is looked whether the database has what is needed, until it has. */
const lookEveryMs = 250;

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
      log.info({ url: reports.url }, 'listening');
      const stopping = new AbortController();
      void untilReady(reports, stopping.signal).then(() => {
        if (!stopping.signal.aborted) log.info({ url: reports.url }, 'ready');
      });
      await io.stopped();
      stopping.abort();
      await reports.close();
      log.info('stopped');
      log.flush();
    });
}

/** The reports listen whether or not their database is there. Ends with the signal, too. */
async function untilReady(reports: Pick<RunningReports, 'isReady'>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await reports.isReady()))
    await sleep(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined); // aborted, the loop ends
}
