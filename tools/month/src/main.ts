import { Command, InvalidArgumentError } from 'commander';
import { readEnvironment } from './env.js';
import { fillMonth } from './fill-month.js';

const program: Command = new Command('npm run month --')
  .description('fills a database with a believable month of a company’s traffic, the same for the same seed and end')
  .option('--requests <number>', 'how many requests', wholeNumber, 100_000)
  .option('--seed <number>', 'what chance begins with', wholeNumber, 7)
  .option('--end <instant>', 'the end of the 30 days, e.g. 2026-11-21T00:00Z (default: now)', instant)
  .option('--database-url <url>', 'the database (default: DATABASE_URL)')
  // Wrong usage is 2, as with every program of ours.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse(process.argv);
const options = program.opts<{ requests: number; seed: number; end?: number; databaseUrl?: string }>();
const databaseUrl = options.databaseUrl ?? readEnvironment()['DATABASE_URL'];
if (databaseUrl === undefined) program.error('a database is needed: --database-url or DATABASE_URL', { exitCode: 2 });

await fillMonth({
  ...{ databaseUrl, requests: options.requests, seed: options.seed, end: options.end ?? Date.now() },
  onProgress: (message) => void process.stderr.write(`${message}\n`),
});

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`a whole number is expected, got "${text}"`);
  return Number(text);
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError(`an instant in ISO 8601 is expected, got "${text}"`);
  return at;
}
