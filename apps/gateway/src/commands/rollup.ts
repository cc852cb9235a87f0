import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import {
  finalise,
  planFinalise,
  planRollUp,
  readRollupStatus,
  rollUp,
  type FinaliseReport,
  type RollUpReport,
} from '@smart-router/usage-storage';
import { Refusal, runCommand, UsageError, type CommandIo } from './command-io.js';
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

/** How long to wait for a gateway that adds usage up, and how long between two looks. */
const [longestWaitMs, pauseMs] = [60_000, 200];

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
  const until = untilOf(options, io) ?? io.now() - timesOf(options, io).settleMs;
  await withDatabase(options, io, async (database) => {
    if (options.dryRun === true) {
      const { due, renewed } = await planRollUp(database, until);
      return print(options, io, { dryRun: true, ...hoursDaysMonths(due), renewed });
    }
    const runs = await untilFree(() => rollUp(database, { until }));
    const total = (count: (run: RollUpReport) => number): number => runs.reduce((sum, each) => sum + count(each), 0);
    print(options, io, {
      ...{ dryRun: false, hours: total(({ added }) => added.hour), days: total(({ added }) => added.day) },
      ...{ months: total(({ added }) => added.month), renewed: total(({ renewed }) => renewed) },
    });
  });
}

async function runFinalise(options: RollupOptions, io: CommandIo): Promise<void> {
  const until = untilOf(options, io);
  const { finalDayAfterMs, finalMonthAfterMs } = timesOf(options, io);
  const bounds = { daysUntil: until ?? io.now() - finalDayAfterMs, monthsUntil: until ?? io.now() - finalMonthAfterMs };
  await withDatabase(options, io, async (database) => {
    const runs =
      options.dryRun === true
        ? [await planFinalise(database, bounds)]
        : await untilFree(() => finalise(database, bounds));
    const refused = runs.at(-1)?.refused ?? []; // a run looks at all drafts again
    print(options, io, {
      ...{ dryRun: options.dryRun === true, days: runs.reduce((sum, { days }) => sum + days, 0) },
      ...{ months: runs.reduce((sum, { months }) => sum + months, 0), refused: refused.length },
    });
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

/** What is not over cannot be added up. */
function untilOf({ until }: RollupOptions, io: CommandIo): number | undefined {
  const instant = until?.(io.now());
  if (instant !== undefined && instant > io.now()) throw new UsageError('--until should not be in the future');
  return instant;
}

/** Gateways do the same by and by, a few windows at a time: what one is at comes next. */
async function untilFree<Run extends { readonly busy: boolean }>(run: () => Promise<Run>): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const deadline = Date.now() + longestWaitMs; ; await sleep(pauseMs)) {
    const last = await run();
    runs.push(last);
    if (!last.busy) return runs;
    if (Date.now() > deadline) throw new Refusal('another process has been adding usage up all the time: try again');
  }
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
