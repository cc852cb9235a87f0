import type { Command } from 'commander';
import {
  finalise,
  planFinalise,
  planRollUp,
  readRollupStatus,
  rollUp,
  type FinaliseReport,
} from '@smart-router/usage-storage';
import { runCommand, type CommandIo } from './command-io.js';
import { instantText, parseInstant, type GivenInstant } from './instant.js';
import { storageSettings, withDatabase, withOperatorOptions, type OperatorOptions } from './operator-options.js';
import { printJson } from './print-json.js';
import { printTable, type Cell } from './print-table.js';
import { rollupEntries, rollupTable } from './rollup-print.js';

interface RollupOptions extends OperatorOptions {
  readonly until?: GivenInstant;
  readonly dryRun?: true;
}

const hourMs = 3_600_000;

/** As the configuration has them when none is named. */
const defaultTimes = { settleMs: hourMs / 4, finalDayAfterMs: 48 * hourMs, finalMonthAfterMs: 168 * hourMs };

/** Adds `rollup run`, `rollup finalise` and `rollup status`. */
export function addRollupCommands(root: Command, io: CommandIo): void {
  const rollup = root.command('rollup').description('add usage up by hours, days and months');
  const add = (name: string, description: string, work: (options: RollupOptions, io: CommandIo) => Promise<void>) =>
    withOperatorOptions(rollup.command(name).description(description)).action((options: RollupOptions) =>
      runCommand(io, () => work(options, io)),
    );
  const withRange = (command: Command) =>
    command
      .option('--until <when>', 'windows that end by then; as configured when absent', parseInstant)
      .option('--dry-run', 'only say what would be done');
  withRange(add('run', 'add up what is complete', runRollup));
  withRange(add('finalise', 'make final what equals its rows; exit with 1 when a window does not', runFinalise));
  add('status', 'show how far usage is added up', showStatus);
}

async function runRollup(options: RollupOptions, io: CommandIo): Promise<void> {
  const until = options.until?.(io.now()) ?? io.now() - timesOf(options, io).settleMs;
  await withDatabase(options, io, async (database) => {
    if (options.dryRun === true) {
      const { due, renewed } = await planRollUp(database, until);
      return print(options, io, { dryRun: true, ...hoursDaysMonths(due), renewed });
    }
    const { added, renewed, busy } = await rollUp(database, { until });
    print(options, io, { dryRun: false, ...hoursDaysMonths(added), renewed, busy });
    if (busy) io.complain('smart-router: another process is adding usage up, and does the rest\n');
  });
}

async function runFinalise(options: RollupOptions, io: CommandIo): Promise<void> {
  const until = options.until?.(io.now());
  const { finalDayAfterMs, finalMonthAfterMs } = timesOf(options, io);
  const bounds = { daysUntil: until ?? io.now() - finalDayAfterMs, monthsUntil: until ?? io.now() - finalMonthAfterMs };
  await withDatabase(options, io, async (database) => {
    const report =
      options.dryRun === true
        ? { ...(await planFinalise(database, bounds)), busy: false }
        : await finalise(database, bounds);
    const { days, months, refused, busy } = report;
    print(options, io, { dryRun: options.dryRun === true, days, months, refused: refused.length, busy });
    if (busy) io.complain('smart-router: another process is adding usage up, and does the rest\n');
    if (refused.length > 0) refuse(refused, io);
  });
}

function refuse(refused: FinaliseReport['refused'], io: CommandIo): void {
  const rows = refused.map(({ window, rollup, source }) => [
    ...[window.period, instantText(window.start), source.source, rollup.requests, source.requests],
    ...[rollup.costNanoUsd, source.costNanoUsd],
  ]);
  const head = ['refused', 'start', 'compared with', 'requests', 'should be', 'nano-USD', 'should be'];
  io.complain(printTable(head, rows));
  io.endWith(1);
}

async function showStatus(options: RollupOptions, io: CommandIo): Promise<void> {
  const rollups = await withDatabase(options, io, readRollupStatus);
  io.say(options.format === 'json' ? printJson(rollupEntries(rollups)) : rollupTable(rollups));
}

function timesOf(options: RollupOptions, io: CommandIo): typeof defaultTimes {
  return storageSettings(options, io)?.rollups ?? defaultTimes;
}

function hoursDaysMonths({ hour, day, month }: Readonly<Record<'hour' | 'day' | 'month', number>>) {
  return { hours: hour, days: day, months: month };
}

function print(options: RollupOptions, io: CommandIo, entry: Readonly<Record<string, Cell>>): void {
  if (options.format === 'json') io.say(printJson(entry));
  else
    io.say(
      printTable(
        Object.keys(entry).map((name) => (name === 'dryRun' ? 'dry run' : name)),
        [Object.values(entry)],
      ),
    );
}
