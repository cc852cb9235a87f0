import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Confidence } from '../rehearse/judge-confidence.js';
import type { Rehearsal } from '../rehearse/rehearsal.js';
import { rehearsalEntry } from '../rehearse/rehearsal-entry.js';
import { rehearsalMarkdown, rehearsalText } from '../rehearse/rehearsal-text.js';
import { rehearse } from '../rehearse/rehearse.js';
import { findCrossings, type Crossing, type Thresholds } from '../rehearse/thresholds.js';
import { runCommand, UsageError, type CommandIo } from './command-io.js';
import { parseInstant, type GivenInstant } from './instant.js';
import { openConfiguration } from './open-configuration.js';
import { withDatabase, type OperatorOptions } from './operator-options.js';
import { printJson } from './print-json.js';

interface RehearseCommandOptions extends Thresholds {
  readonly config: string;
  readonly since: GivenInstant;
  readonly until?: GivenInstant;
  readonly group?: readonly string[];
  readonly map?: readonly string[];
  readonly sample?: number;
  readonly compareConfig?: string;
  readonly askExternal?: true;
  readonly databaseUrl?: string;
  readonly format: 'words' | 'json' | 'markdown';
}

/** Adds `rehearse`. */
export function addRehearseCommand(root: Command, io: CommandIo): void {
  root
    .command('rehearse')
    .description('decide stored requests again by another configuration; exit with 1 when a threshold is crossed')
    .requiredOption('--config <file>', 'the new configuration')
    .addOption(
      new Option('--since <when>', 'requests since a date or an age').argParser(parseInstant).makeOptionMandatory(),
    )
    .option('--until <when>', 'requests before a date or an age; now when absent', parseInstant)
    .option('--group <name...>', 'only these groups')
    .option('--map <old=new...>', 'groups that have another name in the new configuration')
    .option('--sample <requests>', 'about so many of the requests, always the same ones', parseCount)
    .option('--compare-config <file>', 'the configuration that was in force: rehearsed too, it should change nothing')
    .option('--ask-external', 'also ask policy services, and let code of policies call services, about every request')
    .option('--database-url <url>', 'the database; DATABASE_URL or that of the new configuration when absent')
    .addOption(new Option('--format <format>', 'how to print').choices(['words', 'json', 'markdown']).default('words'))
    .option('--max-cost-increase <percent>', 'of the cost that happened', parsePercent)
    .option(
      '--max-newly-ineligible <percent>',
      'of requests nobody may serve any longer; 1% where cost or latency is limited',
      parsePercent,
    )
    .option('--max-changed <percent>', 'of requests whose first target changes', parsePercent)
    .option('--max-p95-increase <percent>', 'of the 95th percentile of latency', parsePercent)
    .addOption(
      new Option('--min-confidence <level>', 'in these numbers').choices([
        'low',
        'medium',
        'high',
      ] satisfies Confidence[]),
    )
    .option('--each-group', 'hold every group to the thresholds, not only all together')
    .action((options: RehearseCommandOptions) => runCommand(io, () => rehearseCommand(options, io)));
}

async function rehearseCommand(options: RehearseCommandOptions, io: CommandIo): Promise<void> {
  const now = io.now();
  const [since, until] = [options.since(now), options.until?.(now) ?? now];
  if (since >= until) {
    const [from, to] = [since, until].map((at) => new Date(at).toISOString());
    throw new UsageError(`--since should be before --until, got ${from} and ${to}`);
  }
  const renamed = renamedGroups(options.map ?? []);
  const services = options.askExternal === true ? 'asked' : 'left-alone';
  const open = (file: string) => openConfiguration(file, services, io);
  const rehearsed = await open(options.config);
  const before = options.compareConfig === undefined ? undefined : await open(options.compareConfig);
  const range = { since, until, renamed, groups: options.group, sample: options.sample };
  try {
    const rehearsal = await withDatabase(databaseOf(options), io, (database) =>
      rehearse(database, { ...range, configuration: rehearsed, compareWith: before }),
    );
    for (const name of unmet([...(options.group ?? []), ...renamed.keys()], rehearsal))
      io.complain(`no request of the group ${name} is in the period\n`);
    const crossings = findCrossings(rehearsal, options);
    io.say(prints[options.format](rehearsal, crossings));
    if (crossings.length > 0) io.endWith(1);
  } finally {
    await Promise.all([rehearsed.close(), before?.close()]);
  }
}

/** The new configuration names a database, too. */
function databaseOf({ config, databaseUrl }: RehearseCommandOptions): OperatorOptions {
  return { config, format: 'table', ...(databaseUrl !== undefined && { databaseUrl }) };
}

const prints: Readonly<
  Record<RehearseCommandOptions['format'], (rehearsal: Rehearsal, crossings: readonly Crossing[]) => string>
> = {
  words: rehearsalText,
  markdown: rehearsalMarkdown,
  json: (rehearsal, crossings) => printJson(rehearsalEntry(rehearsal, crossings)),
};

/** Names of groups that were given and met nowhere, as a mistyped one is. */
function unmet(names: readonly string[], { groups }: Rehearsal): readonly string[] {
  return [...new Set(names)].filter((name) => !groups.some(({ group }) => group === name));
}

function renamedGroups(pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const [old, renamed, ...rest] = pair.split('=');
      if (!old || !renamed || rest.length > 0) throw new UsageError(`--map should be old=new, got "${pair}"`);
      return [old, renamed];
    }),
  );
}

function parsePercent(text: string): number {
  const found = /^(\d+(?:\.\d+)?) ?%?$/.exec(text);
  if (found === null) throw new InvalidArgumentError('It should be a percentage such as 5% or 0.1%.');
  return Number(found[1]) / 100;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It should be a whole number above 0.');
  return Number(text);
}
