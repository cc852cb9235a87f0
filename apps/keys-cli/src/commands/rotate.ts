import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import {
  checkedTokenId,
  deedOf,
  withAdmin,
  withCommon,
  withDeed,
  type CommonOptions,
  type DeedOptions,
} from '../common-options.js';
import { parseDuration, parseExpiry } from '../parse-options.js';
import { handOver } from './hand-over.js';

const dayMs = 86_400_000;

interface RotateOptions extends CommonOptions, DeedOptions {
  readonly grace?: number;
  readonly expires?: number;
  readonly tokenFile?: string;
}

/** Adds `rotate`. */
export function addRotateCommand(root: Command, io: CliIo): void {
  const command = root
    .command('rotate <token-id>')
    .description('issue the successor of a token; the old one works until its grace period is over')
    .option('--grace <duration>', 'how long the old one works on, may be 0; default 24h', parseDuration)
    .option('--expires <when>', 'when the successor expires; default as the old one', (text) =>
      parseExpiry(text, io.now()),
    )
    .option('--token-file <path>', 'write the token to this new file (0600) instead of stdout');
  withCommon(withDeed(command)).action((tokenId: string, options: RotateOptions) => rotate(tokenId, options, io));
}

async function rotate(tokenId: string, options: RotateOptions, io: CliIo): Promise<void> {
  const id = checkedTokenId(tokenId);
  const rotation = { graceMs: options.grace ?? dayMs, expiresAt: options.expires };
  await handOver(io, options, () => withAdmin(options, io, (admin) => admin.rotate(id, rotation, deedOf(options, io))));
}
