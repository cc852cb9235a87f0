import { Command } from 'commander';
import { readEnvironment } from './env.js';
import { compareChange } from './replay/compare-change.js';
import { knownChanges } from './replay/known-changes.js';

// What a rehearsal says that a change costs, against what it costs when the same requests go through a gateway that has it:
//   node tools/build/bundle.mjs smart-router replay-month && node tools/month/dist/replay-month.mjs --end … [--sample 5000]
// The database is one that `npm run month` has filled with the same --end.

const dayMs = 86_400_000;
const program: Command = new Command('replay-month')
  .requiredOption('--end <instant>', 'the end of the month')
  .option('--sample <requests>', 'about so many requests of the month', '5000')
  .option('--at-once <requests>', 'so many at a time', '8')
  .option('--change <name...>', `of ${knownChanges.map(({ name }) => name).join(', ')}; all when absent`)
  .option('--database-url <url>', 'the database (default: DATABASE_URL)')
  .parse(process.argv);
const options = program.opts<{
  end: string;
  sample: string;
  atOnce: string;
  change?: readonly string[];
  databaseUrl?: string;
}>();
const databaseUrl = options.databaseUrl ?? readEnvironment()['DATABASE_URL'];
if (databaseUrl === undefined) program.error('a database is needed: --database-url or DATABASE_URL', { exitCode: 2 });

const to = Date.parse(options.end);
const month = {
  databaseUrl,
  from: to - 30 * dayMs,
  to,
  sample: Number(options.sample),
  atOnce: Number(options.atOnce),
};
const usd = (nanoUsd: number): string => `$${(nanoUsd / 1e9).toFixed(2)}`;
const off = (said: number, paid: number): string => (paid === 0 ? '' : `${(100 * (said / paid - 1)).toFixed(2)} %`);
process.stdout.write(
  '| change | requests | happened | rehearsed | replayed | off |\n| --- | --: | --: | --: | --: | --: |\n',
);
for (const known of knownChanges.filter(({ name }) => options.change?.includes(name) ?? true)) {
  const { change, requests, happened, rehearsed, replayed, groups } = await compareChange(known, month);
  const row = (cells: readonly string[]): void => void process.stdout.write(`| ${cells.join(' | ')} |\n`);
  row([change, String(requests), usd(happened), usd(rehearsed), usd(replayed), off(rehearsed, replayed)]);
  for (const each of groups.filter((group) => group.replayed > 0))
    row([`- ${each.group}`, '', '', usd(each.rehearsed), usd(each.replayed), off(each.rehearsed, each.replayed)]);
}
