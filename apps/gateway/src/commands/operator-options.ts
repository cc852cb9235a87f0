import { Option, type Command } from 'commander';
import type { StorageSettings } from '@smart-router/config';
import { isDatabaseUrl, openDatabase } from '@smart-router/usage-storage';
import { loadCatalog, problemLines } from '../load-catalog.js';
import { Refusal, UsageError, type CommandIo } from './command-io.js';

/** A database opened by a command. */
export type Database = ReturnType<typeof openDatabase>;

/** Options of every operator's command. */
export interface OperatorOptions {
  readonly databaseUrl?: string;
  readonly config?: string;
  readonly format: 'table' | 'json';
}

/** Adds the options of every operator's command. */
export function withOperatorOptions(command: Command): Command {
  return command
    .option('--database-url <url>', 'the database; DATABASE_URL or the configuration when absent')
    .option('--config <file>', 'the configuration file; SMART_ROUTER_CONFIG when absent')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'));
}

/** The storage part of the configuration that was named by flag or environment; `undefined` when none was. */
export function storageSettings(options: OperatorOptions, io: CommandIo): StorageSettings | undefined {
  const file = options.config ?? io.env['SMART_ROUTER_CONFIG'];
  if (file === undefined) return undefined;
  const loaded = loadCatalog(file, io.env);
  if (loaded.ok) return loaded.catalog.storage;
  throw new Refusal(`${file} is not valid:\n${problemLines(loaded.problems).trimEnd()}`);
}

/** Does something with the database that was named by flag, environment or configuration, and closes it. */
export async function withDatabase<Value>(
  options: OperatorOptions,
  io: CommandIo,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  const database = openDatabase(databaseUrlOf(options, io), { maxConnections: 2 });
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}

/** The URL holds a password and is never repeated. */
function databaseUrlOf(options: OperatorOptions, io: CommandIo): string {
  const url = options.databaseUrl ?? io.env['DATABASE_URL'] ?? storageSettings(options, io)?.databaseUrl.reveal();
  if (!url)
    throw new UsageError(
      'the database should be named by --database-url, DATABASE_URL, --config or SMART_ROUTER_CONFIG',
    );
  return checkedDatabaseUrl(url);
}

/** What is no such address is not repeated: it may hold a password. */
export function checkedDatabaseUrl(url: string): string {
  if (isDatabaseUrl(url)) return url;
  throw new UsageError('the database URL should look like postgres://user:password@host:5432/name');
}
