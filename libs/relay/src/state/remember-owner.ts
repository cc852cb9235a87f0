import type { IssuedState, TtlMap } from '@smart-router/core';
import { ownerKey, readOwner, writeOwner, type Owner } from './owner.js';

/** Providers keep what they store this long. @see https://platform.openai.com/docs/guides/conversation-state */
const stateTtlMs = 30 * 24 * 3_600_000;

/** Keeps the owner of each piece. Some servers seal alike for everybody: a proof that two keys were given locks out neither. */
export async function rememberOwner(map: TtlMap, owner: Owner, state: readonly IssuedState[]): Promise<void> {
  const entries = [...new Map(state.map((piece) => [ownerKey(piece), piece]))];
  const before = map.recall(entries.map(([key]) => key));
  // Not after the answer to that: the caller may come back at once.
  const own = entries.map(([key]) => map.remember(key, writeOwner(owner), stateTtlMs));
  const known = await before;
  const shared = entries.filter(([, { kind }], index) => kind === 'proof' && isOfOther(known[index], owner));
  const everybody = writeOwner({ ...owner, keyId: undefined });
  await Promise.all([...own, ...shared.map(([key]) => map.remember(key, everybody, stateTtlMs))]);
}

function isOfOther(known: string | undefined, { keyId }: Owner): boolean {
  return known !== undefined && readOwner(known).keyId !== keyId;
}
