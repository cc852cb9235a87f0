import { fault, refuse, succeed, type BoundState, type Result } from '@smart-router/core';
import type { Deciding } from '../journey-state.js';
import { noState, type AskState, type Home } from './ask-state.js';
import { ownerKey, readOwner, type Owner } from './owner.js';
import { refuseState } from './refuse-state.js';

/** Each piece costs a hash and a look-up; a conversation that fills a context of a million tokens has fewer. */
const maxPieces = 4096;

/** A piece of state and who owns it, as far as it is known. */
interface Piece {
  readonly state: BoundState;
  readonly owner: Owner | undefined;
}

/**
 * Who can read the provider state a request goes on from. What was given to another key is refused like what never was.
 * What we never saw is taken for the state of the group's only issuer of the dialect. Where there are several, a stored
 * one is refused, and sealed reasoning is shown to nobody.
 */
export async function findState(trip: Deciding): Promise<Result<AskState>> {
  const { bound } = trip.ask.facts;
  if (bound.length === 0) return succeed(noState);
  if (bound.length > maxPieces) return refuse(tooMany(bound.length));
  const owners = await trip.house.ports.limits.recall(bound.map(ownerKey));
  const pieces = bound.map((state, index): Piece => {
    const text = owners[index];
    return { state, owner: text === undefined ? undefined : readOwner(text) };
  });
  const strange = pieces.find(({ owner }) => owner?.keyId !== undefined && owner.keyId !== trip.caller.keyId);
  if (strange !== undefined) return refuseState(strange.state);
  return readPieces(trip, pieces);
}

function readPieces(trip: Deciding, pieces: readonly Piece[]): Result<AskState> {
  const only = onlyIssuer(trip);
  let boundIssuer: string | undefined;
  for (const { state, owner } of pieces) {
    if (state.kind === 'proof') continue;
    const issuer = owner?.issuer ?? only;
    // Two providers cannot both serve the request: the piece of the second is not to be found at the first.
    if (issuer === undefined || (boundIssuer !== undefined && issuer !== boundIssuer)) return refuseState(state);
    boundIssuer = issuer;
  }
  return succeed({ boundIssuer, ...readProofs(trip, pieces, boundIssuer ?? only) });
}

/** Bare proofs with their issuers, and who issued the latest proof, bare or wrapped. */
function readProofs(
  trip: Deciding,
  pieces: readonly Piece[],
  unseen: string | undefined,
): Omit<AskState, 'boundIssuer'> {
  const proofIssuers = new Map<string, string | undefined>();
  let home: Home | undefined;
  for (const { state, owner } of pieces) {
    if (state.kind !== 'proof') continue;
    const issuer = owner?.issuer ?? unseen;
    if (state.label === undefined) proofIssuers.set(state.value, issuer);
    home = state.label ?? (issuer === undefined ? undefined : { issuer, dialect: trip.dialect });
  }
  return { home, proofIssuers };
}

function onlyIssuer(trip: Deciding): string | undefined {
  const endpoints = trip.group.targets
    .map((target) => target.endpoint)
    .filter(({ dialect }) => dialect === trip.dialect);
  const issuers = new Set(endpoints.map(({ issuer }) => issuer));
  return issuers.size === 1 ? endpoints[0]?.issuer : undefined;
}

function tooMany(count: number) {
  return fault(
    'invalid-request',
    `the body should hold at most ${maxPieces} pieces of provider state (ids, sealed reasoning), got ${count}`,
  );
}
