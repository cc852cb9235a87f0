import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Grant } from '@smart-router/core';
import { migrate, openDatabase, type TokenOrder } from '@smart-router/usage-storage';
import type { CliIo } from '../cli-io.js';
import {
  databaseUrlOf,
  deedOf,
  withAdmin,
  withCommon,
  withDeed,
  type CommonOptions,
  type DeedOptions,
} from '../common-options.js';
import { limitsOf, shapeOf, withLimits, withReserve, type LimitOptions } from '../limit-options.js';
import { collect, parseExpiry, parseList } from '../parse-options.js';
import { handOver } from './hand-over.js';

/** The second part of a token where nobody says otherwise, as in the configuration. */
const defaultOrganization = 'default';

interface IssueOptions extends CommonOptions, DeedOptions, LimitOptions {
  readonly user: string;
  readonly project: string;
  readonly env: string;
  readonly organization?: string;
  readonly allow: readonly string[];
  readonly grants?: readonly Grant[];
  readonly label?: readonly string[];
  readonly expires?: number;
  readonly create?: true;
  readonly tokenFile?: string;
}

/** Adds `issue`. */
export function addIssueCommand(root: Command, io: CliIo): void {
  const command = root
    .command('issue')
    .description('issue a token and show it once')
    .requiredOption('--user <name>', 'who it belongs to')
    .requiredOption('--project <name>', 'the project it is for')
    .requiredOption('--env <name>', 'the environment it is for, e.g. prod')
    .requiredOption('--allow <groups>', 'model groups with commas; a trailing * matches any rest', parseList)
    .option('--organization <name>', `default SMART_ROUTER_ORGANIZATION, else ${defaultOrganization}`)
    .option('--create', 'create user, project and membership where they are missing')
    .option('--grants <grants>', 'metrics, content', parseGrants)
    .option('--label <text>', 'a label; may be repeated', collect)
    .option('--expires <when>', 'a date, or a duration such as 90d', (text) => parseExpiry(text, io.now()))
    .option('--token-file <path>', 'write the token to this new file (0600) instead of stdout');
  withCommon(withDeed(withReserve(withLimits(command)))).action((options: IssueOptions) => issue(options, io));
}

async function issue(options: IssueOptions, io: CliIo): Promise<void> {
  if (options.create) await prepareTables(databaseUrlOf(options, io), io);
  await handOver(io, options, () =>
    withAdmin(options, io, (admin) => admin.issue(orderOf(options, io), deedOf(options, io))),
  );
}

/** With `--create`, a database without our tables gets them; one with tables is left as it is. */
async function prepareTables(databaseUrl: string, io: CliIo): Promise<void> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    const tables = await database.introspection.getTables();
    if (tables.some((table) => table.name === 'tokens')) return;
    const applied = await migrate(database, io.now());
    io.stderr(`smart-router-keys: made the tables (${applied.join(', ')})\n`);
  } finally {
    await database.destroy();
  }
}

function orderOf(options: IssueOptions, io: CliIo): TokenOrder {
  return {
    organization: options.organization ?? io.env['SMART_ROUTER_ORGANIZATION'] ?? defaultOrganization,
    user: options.user,
    project: options.project,
    environment: options.env,
    allow: options.allow,
    grants: options.grants ?? [],
    labels: options.label ?? [],
    expiresAt: options.expires,
    limits: limitsOf(options),
    shape: shapeOf(options),
    reserve: options.reserve,
    owners: options.create ? 'create' : 'must-exist',
  };
}

function parseGrants(text: string): readonly Grant[] {
  return parseList(text).map((word) => {
    if (word === 'metrics' || word === 'content') return word;
    throw new InvalidArgumentError('Grants are metrics and content.');
  });
}
