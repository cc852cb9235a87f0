import type { Command } from 'commander';
import { Refusal, type CliIo } from '../cli-io.js';
import {
  checkedTokenId,
  deedOf,
  withAdmin,
  withCommon,
  withDeed,
  type CommonOptions,
  type DeedOptions,
} from '../common-options.js';
import { parseList } from '../parse-options.js';
import { printEntry } from '../print.js';
import { tokenEntry } from '../token-entry.js';

interface SetAllowOptions extends CommonOptions, DeedOptions {
  readonly allow: readonly string[];
}

/** Adds `set-allow`. */
export function addSetAllowCommand(root: Command, io: CliIo): void {
  const command = root
    .command('set-allow <token-id>')
    .description('say which model groups a key may use, in the place of those it might')
    .requiredOption('--allow <groups>', 'model groups with commas; a trailing * matches any rest', parseList);
  withCommon(withDeed(command)).action((tokenId: string, options: SetAllowOptions) => setAllow(tokenId, options, io));
}

async function setAllow(tokenId: string, options: SetAllowOptions, io: CliIo): Promise<void> {
  const id = checkedTokenId(tokenId);
  const result = await withAdmin(options, io, (admin) => admin.setAllow(id, options.allow, deedOf(options, io)));
  if (!result.ok) throw new Refusal(result.fault.message);
  io.stdout(printEntry(tokenEntry(result.value, io.now()), options.format));
}
