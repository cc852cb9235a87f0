import type { Credential, Target } from '@smart-router/core';
import type { ReservationCandidate } from '@smart-router/traffic-shaping';
import { orderCredentials, stepOnce } from './credential-order.js';
import type { ReadyTrip } from './journey-state.js';

/** A target with the credential it would be asked with. */
export interface Candidate {
  readonly target: Target;
  readonly credential: Credential;
}

/** A plan cannot grow a reservation without bound: later candidates are looked at when earlier ones have failed. */
const maxCandidates = 32;

/** Every target of a plan with each of its credentials, in the order to try. */
export function candidatesOf(trip: ReadyTrip, targets: readonly Target[]): readonly Candidate[] {
  const { ports } = trip.house;
  const rotation = stepOnce(trip.house.rotation);
  return targets
    .flatMap((target) =>
      orderCredentials(target.endpoint, rotation, ports.rng).map((credential) => ({ target, credential })),
    )
    .slice(0, maxCandidates);
}

/** Where the backoff of a credential is kept. */
export function credentialKey({
  target,
  credential,
}: {
  readonly target: Pick<Target, 'endpoint'>;
  readonly credential: Credential;
}): string {
  return `${target.endpoint.provider}/${credential.id}`;
}

/** Where the backoff of a model of a credential is kept. */
export function modelKey(candidate: Candidate): string {
  return `${credentialKey(candidate)}/${candidate.target.model}`;
}

/** A candidate as the limit store sees it. */
export function reservationCandidate(candidate: Candidate): ReservationCandidate {
  const { target, credential } = candidate;
  return {
    modelKey: modelKey(candidate),
    credentialKey: credentialKey(candidate),
    shapes: credential.shape === undefined ? target.shapes : [...target.shapes, credential.shape],
    backoff: target.endpoint.backoff,
    adaptive: target.endpoint.adaptiveConcurrency,
  };
}
