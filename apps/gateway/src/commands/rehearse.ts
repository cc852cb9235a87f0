import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Catalog } from '@smart-router/config';
import { loadCatalog, problemLines } from '../load-catalog.js';
import type { Confidence } from '../rehearse/judge-confidence.js';
import type { Rehearsal } from '../rehearse/rehearsal.js';
import { rehearsalEntry } from '../rehearse/rehearsal-entry.js';
import { rehearsalMarkdown, rehearsalText } from '../rehearse/rehearsal-text.js';
import { openRehearsalPolicies } from '../rehearse/rehearsal-policies.js';
import { rehearse, type RehearsedConfiguration } from '../rehearse/rehearse.js';
import { findCrossings, type Crossing, type Thresholds } from '../rehearse/thresholds.js';
import { runCommand, UsageError, type CommandIo } from './command-io.js';
import { parseInstant, type GivenInstant } from './instant.js';
import { loadedConfig } from './loaded-config.js';
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
    .option('--max-newly-ineligible <percent>', 'of requests nobody may serve any longer', parsePercent)
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
  if (since >= until) throw new UsageError('--since should be before --until');
  const renamed = renamedGroups(options.map ?? []);
  const rehearsed = await openConfig(options.config, options, io);
  const before = options.compareConfig === undefined ? undefined : await openConfig(options.compareConfig, options, io);
  const range = { since, until, renamed, groups: options.group, sample: options.sample };
  try {
    const rehearsal = await withDatabase(databaseOf(options), io, (database) =>
      rehearse(database, { ...range, configuration: rehearsed, compareWith: before }),
    );
    const crossings = findCrossings(rehearsal, options);
    io.say(prints[options.format](rehearsal, crossings));
    if (crossings.length > 0) io.endWith(1);
  } finally {
    await Promise.all([rehearsed.close(), before?.close()]);
  }
}

/** A configuration that cannot be used cannot be rehearsed: that is wrong usage, and no finding about it. */
async function openConfig(file: string, options: RehearseCommandOptions, io: CommandIo): Promise<OpenedConfiguration> {
  const { directory, ...loaded } = loadedConfig(file, io);
  const { complain, now } = io;
  const askExternal = options.askExternal === true;
  // Only who asks services needs the secrets that they are asked with.
  const catalog = askExternal ? withSecrets(file, io) : loaded.catalog;
  const policies = await openRehearsalPolicies(catalog, { directory, askExternal, complain, now });
  if ('problems' in policies) throw new UsageError(`policies cannot be loaded:\n${policies.problems.join('\n')}`);
  return { catalog, policyOf: (group) => policies.of(group), close: () => policies.close() };
}

function withSecrets(file: string, { env }: CommandIo): Catalog {
  const loaded = loadCatalog(file, env);
  if (loaded.ok) return loaded.catalog;
  throw new UsageError(`${file} is not valid:\n${problemLines(loaded.problems).trimEnd()}`);
}

interface OpenedConfiguration extends RehearsedConfiguration {
  close(): Promise<void>;
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
