import { Option, type Command } from 'commander';
import type { TokenStatus } from '@smart-router/keys';
import type { CliIo } from '../cli-io.js';
import { withAdmin, withCommon, type CommonOptions } from '../common-options.js';
import { printList } from '../print.js';
import { tokenEntry } from '../token-entry.js';

const statuses: readonly TokenStatus[] = ['active', 'disabled', 'suspended', 'expired', 'rotated', 'removed'];
const columns = ['token_id', 'status', 'user', 'project', 'environment', 'allow', 'expires_at', 'created_at'];

interface ListOptions extends CommonOptions {
  readonly user?: string;
  readonly project?: string;
  readonly env?: string;
  readonly status?: TokenStatus;
}

/** Adds `list`. */
export function addListCommand(root: Command, io: CliIo): void {
  const command = root
    .command('list')
    .description('list tokens, newest first')
    .option('--user <name>', 'only of this user')
    .option('--project <name>', 'only of this project')
    .option('--env <name>', 'only of this environment')
    .addOption(new Option('--status <status>', 'only in this status').choices(statuses));
  withCommon(command).action((options: ListOptions) => list(options, io));
}

/** The status is compared as it is printed: a token whose time is over is `expired`, not `active`. */
async function list(options: ListOptions, io: CliIo): Promise<void> {
  const filter = { user: options.user, project: options.project, environment: options.env };
  const views = await withAdmin(options, io, (admin) => admin.list(filter));
  const entries = views.map((view) => tokenEntry(view, io.now()));
  const shown = entries.filter((entry) => options.status === undefined || entry['status'] === options.status);
  io.stdout(printList(shown, { format: options.format, columns }));
}
