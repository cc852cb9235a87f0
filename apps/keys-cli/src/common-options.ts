import { randomBytes } from 'node:crypto';
import { Option, type Command } from 'commander';
import { looksLikeToken } from '@smart-router/keys';
import { createKeyAdmin, openDatabase, type Deed, type KeyAdmin } from '@smart-router/usage-storage';
import { UsageError, type CliIo } from './cli-io.js';
import type { OutputFormat } from './print.js';

/** A database that says nothing for this long fails the command. */
const queryTimeoutMs = 30_000;

/** Options that every command has. */
export interface CommonOptions {
  readonly databaseUrl?: string;
  /** Absent where the command has its own default. */
  readonly format?: OutputFormat;
  readonly yes?: true;
}

/** Options of every command that changes something. */
export interface DeedOptions {
  readonly actor?: string;
  readonly reason?: string;
}

/** Adds the options of every command. */
export function withCommon(command: Command): Command {
  return command
    .option('--database-url <url>', 'the database; better say DATABASE_URL, since others can see arguments')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json', 'yaml']))
    .option('--yes', 'do not ask');
}

/** Adds the options of every command that changes something. */
export function withDeed(command: Command): Command {
  return command
    .option('--reason <text>', 'why; kept in the history of the token')
    .option('--actor <name>', 'who; default is the name of the system user');
}

/** Who does it, as the history will show. */
export function deedOf(options: DeedOptions, io: CliIo): Deed {
  const actor = options.actor ?? (io.env['USER'] || io.env['LOGNAME'] || 'unknown');
  return { actor: `cli:${actor}`, reason: options.reason };
}

/** Where the database is, from the flag or the environment. */
export function databaseUrlOf(options: CommonOptions, io: CliIo): string {
  const url = options.databaseUrl ?? io.env['DATABASE_URL'];
  if (!url) throw new UsageError('set DATABASE_URL, or give --database-url');
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new UsageError('the database URL should look like postgres://user:password@host:5432/name'); // and is not repeated
}

/** Opens the database for one piece of work and closes it afterwards. */
export async function withAdmin<Value>(
  options: CommonOptions,
  io: CliIo,
  work: (admin: KeyAdmin) => Promise<Value>,
): Promise<Value> {
  const database = openDatabase(databaseUrlOf(options, io), { maxConnections: 1, queryTimeoutMs });
  try {
    return await work(createKeyAdmin(database, { now: io.now, randomBytes }));
  } finally {
    await database.destroy();
  }
}

/** A token id as an argument. A whole token there is a leak, and is not repeated. */
export function checkedTokenId(text: string): string {
  if (!looksLikeToken(text)) return text;
  throw new UsageError(
    'this is a whole token, and its id is all but the last part; other users may have seen it: rotate it',
  );
}
