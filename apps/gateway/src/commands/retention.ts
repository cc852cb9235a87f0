import type { Command } from 'commander';
import { listHolds, readJobs, runRetention, type RetentionJob } from '@smart-router/usage-storage';
import { actorOf } from './actor.js';
import { addHoldCommands } from './hold.js';
import { runCommand, UsageError, type CommandIo } from './command-io.js';
import { holdEntry, holdTable } from './hold-print.js';
import { storageSettings, withDatabase, withOperatorOptions, type OperatorOptions } from './operator-options.js';
import { printJson } from './print-json.js';
import { jobEntry, jobText } from './retention-print.js';

interface RetentionOptions extends OperatorOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly actor?: string;
}

/** So many of the last jobs are shown. */
const shownJobs = 5;

/** Adds `retention status`, `retention run` and `retention hold`. */
export function addRetentionCommands(root: Command, io: CommandIo): void {
  const retention = root
    .command('retention')
    .description('delete what is older than it is kept, and hold what must stay');
  withOperatorOptions(retention.command('status').description('show the last jobs and the holds that stand')).action(
    (options: RetentionOptions) => runCommand(io, () => showStatus(options, io)),
  );
  withOperatorOptions(retention.command('run').description('count or delete what the configuration says is old enough'))
    .option('--dry-run', 'count, and delete nothing')
    .option('--yes', 'delete')
    .option('--actor <name>', 'who; default is the name of the system user')
    .action((options: RetentionOptions) => runCommand(io, () => run(options, io)));
  addHoldCommands(retention, io);
}

async function showStatus(options: RetentionOptions, io: CommandIo): Promise<void> {
  await withDatabase(options, io, async (database) => {
    const [jobs, holds] = [await readJobs(database, shownJobs), await listHolds(database)];
    if (options.format === 'json') return io.say(printJson({ holds: holds.map(holdEntry), jobs: jobs.map(jobEntry) }));
    io.say([holdTable(holds), ...(jobs.length === 0 ? ['no jobs yet\n'] : jobs.map(jobText))].join('\n'));
  });
}

/** What is deleted cannot be brought back, so one of the two has to be said. */
async function run(options: RetentionOptions, io: CommandIo): Promise<void> {
  if ((options.dryRun === true) === (options.yes === true))
    throw new UsageError('retention run should be given --dry-run to count, or --yes to delete');
  const settings = storageSettings(options, io)?.retention;
  if (settings === undefined)
    throw new UsageError(
      'retention run should be given --config or SMART_ROUTER_CONFIG, which says how long rows are kept',
    );
  const job = await withDatabase(options, io, (database) =>
    runRetention(database, {
      ...{ mode: options.yes === true ? 'delete' : 'dry-run', requestedBy: actorOf(options, io), now: io.now() },
      ...{ keptDays: settings.keptDays, batchRows: settings.batchRows },
    }),
  );
  if (job !== undefined) io.say(print(job, options));
}

function print(job: RetentionJob, { format }: RetentionOptions): string {
  return format === 'json' ? printJson(jobEntry(job)) : jobText(job);
}
