import type { Command } from 'commander';
import { Refusal, type CliIo } from '../cli-io.js';
import { checkedTokenId, withAdmin, withCommon, type CommonOptions } from '../common-options.js';
import { printEntry, printList } from '../print.js';
import { eventEntry, tokenEntry } from '../token-entry.js';

const eventColumns = ['at', 'action', 'actor', 'reason'];

/** Adds `show`. */
export function addShowCommand(root: Command, io: CliIo): void {
  const command = root
    .command('show <token-id>')
    .description('show a token and its history; nobody can show its secret');
  withCommon(command).action((tokenId: string, options: CommonOptions) => show(tokenId, options, io));
}

async function show(tokenId: string, options: CommonOptions, io: CliIo): Promise<void> {
  const id = checkedTokenId(tokenId);
  const result = await withAdmin(options, io, (admin) => admin.show(id));
  if (!result.ok) throw new Refusal(result.fault.message);
  const token = tokenEntry(result.value.view, io.now());
  const events = result.value.events.map(eventEntry);
  const { format = 'table' } = options;
  if (format === 'table') io.stdout(printEntry(token, format) + printList(events, { format, columns: eventColumns }));
  else io.stdout(printEntry({ ...token, events }, format));
}
