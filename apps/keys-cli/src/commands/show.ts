import type { Command } from 'commander';
import type { KeyAdmin, TokenEvent } from '@smart-router/usage-storage';
import { Refusal, type CliIo } from '../cli-io.js';
import { withAdmin, withCommon, type CommonOptions } from '../common-options.js';
import { holderOf, withHolder, type Holder, type HolderOptions } from '../holder.js';
import { ownerEntry } from '../owner-entry.js';
import { printEntry, printList, type Entry } from '../print.js';
import { eventEntry, tokenEntry } from '../token-entry.js';

const eventColumns = ['at', 'action', 'actor', 'reason'];

type ShowOptions = CommonOptions & HolderOptions;

/** Adds `show`. */
export function addShowCommand(root: Command, io: CliIo): void {
  const command = root
    .command('show [token-id]')
    .description('show a token, or a user, project or organization, and its history; nobody can show a secret');
  withCommon(withHolder(command)).action((tokenId: string | undefined, options: ShowOptions) =>
    show(tokenId, options, io),
  );
}

async function show(tokenId: string | undefined, options: ShowOptions, io: CliIo): Promise<void> {
  const holder = holderOf(tokenId, options);
  const found = await withAdmin(options, io, (admin) => find(holder, admin, io));
  const events = found.events.map(eventEntry);
  const { format = 'table' } = options;
  if (format !== 'table') io.stdout(printEntry({ ...found.entry, events }, format));
  else io.stdout(printEntry(found.entry, format) + printList(events, { format, columns: eventColumns }));
}

interface Found {
  readonly entry: Entry;
  readonly events: readonly TokenEvent[];
}

async function find(holder: Holder, admin: KeyAdmin, io: CliIo): Promise<Found> {
  if (holder.kind === 'token') {
    const result = await admin.show(holder.tokenId);
    if (!result.ok) throw new Refusal(result.fault.message);
    return { entry: tokenEntry(result.value.view, io.now()), events: result.value.events };
  }
  const result = await admin.showOwner(holder.owner);
  if (!result.ok) throw new Refusal(result.fault.message);
  return { entry: ownerEntry(result.value.view), events: result.value.events };
}
