import type { Command } from 'commander';
import type { TokenAction } from '@smart-router/usage-storage';
import { Refusal, UsageError, type CliIo } from '../cli-io.js';
import {
  checkedTokenId,
  deedOf,
  withAdmin,
  withCommon,
  withDeed,
  type CommonOptions,
  type DeedOptions,
} from '../common-options.js';
import { printEntry } from '../print.js';
import { tokenEntry } from '../token-entry.js';

const descriptions: Readonly<Record<TokenAction, string>> = {
  suspend: 'stop a token for now (key-suspended)',
  resume: 'let a suspended or disabled token work again',
  disable: 'stop a token until it is resumed (key-disabled)',
  revoke: 'remove a token for ever (unauthorized)',
};

type ChangeOptions = CommonOptions & DeedOptions;

/** Adds `suspend`, `resume`, `disable` and `revoke`. */
export function addChangeCommands(root: Command, io: CliIo): void {
  for (const action of ['suspend', 'resume', 'disable', 'revoke'] as const) {
    const command = root.command(`${action} <token-id>`).description(descriptions[action]);
    withCommon(withDeed(command)).action((tokenId: string, options: ChangeOptions) =>
      change({ action, tokenId, options }, io),
    );
  }
}

interface Change {
  readonly action: TokenAction;
  readonly tokenId: string;
  readonly options: ChangeOptions;
}

async function change({ action, tokenId, options }: Change, io: CliIo): Promise<void> {
  const id = checkedTokenId(tokenId);
  if (action === 'revoke' && !options.yes) await confirmRevoking(id, io);
  const result = await withAdmin(options, io, (admin) => admin.change(id, action, deedOf(options, io)));
  if (!result.ok) throw new Refusal(result.fault.message);
  io.stdout(printEntry(tokenEntry(result.value, io.now()), options.format));
}

/** Of the four, only revoking cannot be undone. */
async function confirmRevoking(tokenId: string, io: CliIo): Promise<void> {
  if (io.confirm === undefined) throw new UsageError('revoking is for ever: say it again with --yes');
  if (!(await io.confirm(`Revoke ${tokenId} for ever?`))) throw new Refusal('nothing was changed');
}
