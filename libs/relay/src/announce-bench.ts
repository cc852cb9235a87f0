import type { Candidate } from './candidate.js';
import type { Trip } from './journey-state.js';
import type { AttemptFailure } from './upstream/exchange.js';
import { isQuotaBehind } from './upstream/router-words.js';

/** A credential that is turned away stops everything that needs it: somebody has to hear of it. */
export function announceBench(
  trip: Trip,
  { target, credential }: Candidate,
  failure: Pick<AttemptFailure, 'errorClass' | 'status' | 'wire'> | undefined,
): void {
  const errorClass = failure?.errorClass;
  if (errorClass !== 'credential_rejected' && errorClass !== 'quota_exhausted') return;
  if (isQuotaBehind(failure?.wire)) return; // an account of somebody else, and one model pauses
  trip.house.ports.observe?.({
    kind: 'credential-benched',
    requestId: trip.requestId,
    provider: target.endpoint.provider,
    credentialId: credential.id,
    errorClass,
    status: failure?.status,
  });
}
