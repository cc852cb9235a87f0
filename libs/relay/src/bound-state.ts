import { createHash } from 'node:crypto';
import { fault, refuse, succeed, type Result } from '@smart-router/core';
import type { Ending, ReadyTrip } from './journey-state.js';

/** Providers keep a response this long. @see https://platform.openai.com/docs/guides/conversation-state */
const responseTtlMs = 30 * 24 * 3_600_000;

/**
 * Who can read the stored response a request goes on from; `undefined` when it goes on from none. A response of another
 * key is refused like one that never was; one we never saw goes to the group's only issuer of the dialect, if there is one.
 */
export async function findBoundIssuer(trip: ReadyTrip): Promise<Result<string | undefined>> {
  const state = trip.ask.facts.bound.find(({ kind }) => kind === 'response-id');
  if (state === undefined) return succeed(undefined);
  const owner = await trip.house.ports.limits.recall(keyOf(state.value));
  const issuer = owner === undefined ? onlyIssuer(trip) : issuerFor(trip, owner);
  return issuer === undefined ? refuse(unknownResponse) : succeed(issuer);
}

/** Remembers who issued a stored response, and to whom. Not awaited by the answer. */
export function rememberResponse(trip: ReadyTrip, ending: Ending): void {
  const { outcome, target } = ending;
  if (trip.dialect !== 'openai-responses' || target?.endpoint.dialect !== trip.dialect || outcome?.id === undefined)
    return;
  const owner = JSON.stringify([target.endpoint.issuer, trip.caller.keyId]);
  // Forgotten, the response counts as one we never saw.
  trip.house.ports.limits.remember(keyOf(outcome.id), owner, responseTtlMs).catch(() => undefined);
}

function issuerFor(trip: ReadyTrip, owner: string): string | undefined {
  const [issuer, keyId]: readonly string[] = JSON.parse(owner) as string[]; // written by rememberResponse
  return keyId === trip.caller.keyId ? issuer : undefined;
}

function onlyIssuer(trip: ReadyTrip): string | undefined {
  const endpoints = trip.group.targets
    .map((target) => target.endpoint)
    .filter(({ dialect }) => dialect === trip.dialect);
  const issuers = new Set(endpoints.map(({ issuer }) => issuer));
  return issuers.size === 1 ? endpoints[0]?.issuer : undefined;
}

/** Ids are kept hashed: the store never learns what would open a conversation. */
function keyOf(responseId: string): string {
  return `response:${createHash('sha256').update(responseId).digest('hex')}`;
}

const unknownResponse = fault(
  'invalid-request',
  'previous_response_id should name a response of this key, and none is known',
  {
    code: 'previous_response_not_found',
    details: { param: 'previous_response_id' },
  },
);
