import type { Command } from 'commander';
import type { OwnerKind } from '@smart-router/core';
import type { Owner } from '@smart-router/usage-storage';
import { UsageError } from './cli-io.js';
import { checkedTokenId } from './common-options.js';

/** Options that name an owner in the place of a token. */
export interface HolderOptions {
  readonly user?: string;
  readonly project?: string;
  readonly organization?: string;
}

/** Whom a command is about. */
export type Holder =
  { readonly kind: 'token'; readonly tokenId: string } | { readonly kind: 'owner'; readonly owner: Owner };

const ownerKinds: readonly OwnerKind[] = ['user', 'project', 'organization'];

/** Adds the options that name an owner. */
export function withHolder(command: Command): Command {
  for (const kind of ownerKinds) command.option(`--${kind} <name>`, `of this ${kind}, in the place of a token`);
  return command;
}

/** The one token or owner that was named. */
export function holderOf(tokenId: string | undefined, options: HolderOptions): Holder {
  const owners = ownerKinds.flatMap((kind) => {
    const name = options[kind];
    return name === undefined ? [] : [{ kind, name }];
  });
  const [owner] = owners;
  if (owners.length + (tokenId === undefined ? 0 : 1) !== 1) {
    const given = [...(tokenId === undefined ? [] : ['a token id']), ...owners.map(({ kind }) => `--${kind}`)];
    const got = given.length === 0 ? 'none' : given.join(' and ');
    throw new UsageError(`one of a token id, --user, --project and --organization should be given, got ${got}`);
  }
  if (owner !== undefined) return { kind: 'owner', owner };
  return { kind: 'token', tokenId: checkedTokenId(tokenId ?? '') };
}
