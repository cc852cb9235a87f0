import type { Command } from 'commander';
import type { KeyAdmin, LimitChange } from '@smart-router/usage-storage';
import { Refusal, UsageError, type CliIo } from '../cli-io.js';
import { deedOf, withAdmin, withCommon, withDeed, type CommonOptions, type DeedOptions } from '../common-options.js';
import { holderOf, withHolder, type Holder, type HolderOptions } from '../holder.js';
import { limitsOf, shapeOf, withLimits, withReserve, type LimitOptions } from '../limit-options.js';
import { ownerEntry } from '../owner-entry.js';
import { printEntry, type Entry } from '../print.js';
import { tokenEntry } from '../token-entry.js';

interface SetLimitsOptions extends CommonOptions, DeedOptions, HolderOptions, LimitOptions {
  readonly clear?: true;
}

/** Adds `set-limits`. */
export function addSetLimitsCommand(root: Command, io: CliIo): void {
  const command = root
    .command('set-limits [token-id]')
    .description('limit a key, or all tokens of a user, project or organization together; 0 takes a limit away')
    .option('--clear', 'take all its limits away first; a key then has the configured defaults again');
  withCommon(withDeed(withReserve(withLimits(withHolder(command))))).action(
    (tokenId: string | undefined, options: SetLimitsOptions) => setLimits(tokenId, options, io),
  );
}

async function setLimits(tokenId: string | undefined, options: SetLimitsOptions, io: CliIo): Promise<void> {
  const holder = holderOf(tokenId, options);
  const change = changeOf(options);
  if (holder.kind === 'owner' && options.reserve !== undefined) {
    throw new UsageError(`--reserve is a setting of a key, and --${holder.owner.kind} has none`);
  }
  const entry = await withAdmin(options, io, (admin) => applyTo(holder, { admin, change, options }, io));
  io.stdout(printEntry(entry, options.format));
}

interface Application {
  readonly admin: KeyAdmin;
  readonly change: LimitChange;
  readonly options: SetLimitsOptions;
}

async function applyTo(holder: Holder, { admin, change, options }: Application, io: CliIo): Promise<Entry> {
  const deed = deedOf(options, io);
  if (holder.kind === 'token') {
    const result = await admin.setLimits(holder.tokenId, change, deed);
    if (result.ok) return tokenEntry(result.value, io.now());
    throw new Refusal(result.fault.message);
  }
  const result = await admin.setOwnerLimits(holder.owner, change, deed);
  if (result.ok) return ownerEntry(result.value);
  throw new Refusal(result.fault.message);
}

function changeOf(options: SetLimitsOptions): LimitChange {
  const { clear, reserve } = options;
  const [limits, shape] = [limitsOf(options), shapeOf(options)];
  if (!clear && limits === undefined && shape === undefined && reserve === undefined) {
    throw new UsageError('at least one limit, or --clear, should be given, got none');
  }
  return { rest: clear ? 'goes' : 'stays', limits, shape, reserve };
}
