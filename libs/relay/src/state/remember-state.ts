import type { IssuedState } from '@smart-router/core';
import type { Ending, ReadyTrip } from '../journey-state.js';
import { ownerKey, readOwner, writeOwner, type Owner } from './owner.js';

/** Providers keep what they store this long. @see https://platform.openai.com/docs/guides/conversation-state */
const stateTtlMs = 30 * 24 * 3_600_000;

/** Remembers who issued the state an answer gave, and to whom. Not awaited by the answer. */
export function rememberState(trip: ReadyTrip, ending: Ending): void {
  const { outcome, target } = ending;
  // Chat has no place for state, whoever answered.
  if (target === undefined || outcome?.state === undefined || trip.dialect === 'openai-chat') return;
  const owner: Owner = { issuer: target.endpoint.issuer, keyId: trip.caller.keyId };
  // Forgotten, state counts as some that we never saw.
  remember(trip, owner, outcome.state).catch(() => undefined);
}

/** Some servers seal alike for everybody: a proof that another key was given too must not lock either of them out. */
async function remember(trip: ReadyTrip, owner: Owner, state: readonly IssuedState[]): Promise<void> {
  const { limits } = trip.house.ports;
  const entries = [...new Map(state.map((piece) => [ownerKey(piece), piece]))];
  const before = limits.recall(entries.map(([key]) => key));
  const own = entries.map(([key]) => limits.remember(key, writeOwner(owner), stateTtlMs));
  const known = await before;
  const shared = entries.filter(([, { kind }], index) => kind === 'proof' && isOfOther(known[index], owner));
  const everybody = writeOwner({ ...owner, keyId: undefined });
  await Promise.all([...own, ...shared.map(([key]) => limits.remember(key, everybody, stateTtlMs))]);
}

function isOfOther(known: string | undefined, { keyId }: Owner): boolean {
  return known !== undefined && readOwner(known).keyId !== keyId;
}
